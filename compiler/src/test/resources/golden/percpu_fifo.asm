array_of_maps  name queues  key 4B  value 4B  max_entries 1024  of {queue  name queues.inner  key 0B  value 16B  max_entries 4096}
array  name cpus_state  key 4B  value 24B  max_entries 1024
hash  name renewed  key 8B  value 4B  max_entries 65536
percpu_array  name stat_overflow  key 4B  value 8B  max_entries 1
percpu_array  name stat_stolen  key 4B  value 8B  max_entries 1
percpu_array  name stat_placed_idle  key 4B  value 8B  max_entries 1
array  name .rodata  key 4B  value 48B  max_entries 1  flags 0x480
Variable[name=slice, map=6, offset=0, bytes=8, kind=DURATION, min=100000, max=1000000000, parameter=true, type=0, constants=[]]
Variable[name=steal, map=6, offset=8, bytes=1, kind=BOOL, min=0, max=1, parameter=true, type=0, constants=[]]
Variable[name=reach, map=6, offset=12, bytes=4, kind=UNSIGNED, min=1, max=1024, parameter=true, type=0, constants=[]]
Variable[name=__nr_cpus, map=6, offset=16, bytes=4, kind=UNSIGNED, min=0, max=0, parameter=false, type=0, constants=[]]

section ghost_msg/msg_send
msg_send:
  ; 102: on task_new(m)     { if let t = m.runnable { enqueue(t, place(this_cpu())); } }
    0  r6 = r1
    1  r0 = *(u16 *)(r6 + 48)
    2  if r0 >= 69 goto 228
    3  if r0 >= 66 goto 43
    4  if r0 == 64 goto 7
    5  if r0 == 65 goto 28
    6  goto 26
  ; 108: on task_dead(m)     { stopped(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
    7  r0 = *(u32 *)(r6 + 8)
    8  r7 = *(u64 *)(r6 + 0)
  ; 74: let s = cpus_state[c] else { return; }
    9  *(u32 *)(r10 - 16) = r0
   10  r1 = map1
   11  r2 = r10
   12  r2 += -16
   13  call 1
   14  if r0 == 0 goto 18
  ; 75: if s.task == task { s.task = 0; }
   15  r1 = *(u64 *)(r0 + 0)
   16  if r1 != r7 goto 18
   17  *(u64 *)(r0 + 0) = 0
  ; 108: on task_dead(m)     { stopped(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
   18  r0 = *(u64 *)(r6 + 0)
   19  *(u64 *)(r10 - 24) = r0
   20  r1 = map2
   21  r2 = r10
   22  r2 += -24
   23  call 3
   24  r0 = 1
   25  exit
  ; 140: on task_tick(m) {
   26  r0 = 1
   27  exit
  ; 106: on task_blocked(m) { stopped(m.cpu, m.gtid); }
   28  r0 = *(u32 *)(r6 + 24)
   29  r6 = *(u64 *)(r6 + 0)
  ; 74: let s = cpus_state[c] else { return; }
   30  *(u32 *)(r10 - 24) = r0
   31  r1 = map1
   32  r2 = r10
   33  r2 += -24
   34  call 1
   35  if r0 == 0 goto 38
  ; 75: if s.task == task { s.task = 0; }
   36  r1 = *(u64 *)(r0 + 0)
   37  if r1 == r6 goto 40
  ; 106: on task_blocked(m) { stopped(m.cpu, m.gtid); }
   38  r0 = 1
   39  exit
  ; 75: if s.task == task { s.task = 0; }
   40  *(u64 *)(r0 + 0) = 0
  ; 106: on task_blocked(m) { stopped(m.cpu, m.gtid); }
   41  r0 = 1
   42  exit
  ; 102: on task_new(m)     { if let t = m.runnable { enqueue(t, place(this_cpu())); } }
   43  if r0 == 66 goto 47
   44  if r0 == 67 goto 102
   45  if r0 == 68 goto 162
   46  goto 26
  ; 103: on task_wakeup(m)  { enqueue(m.task, m.wake_up_cpu); }
   47  r7 = *(u64 *)(r6 + 0)
   48  r8 = *(u32 *)(r6 + 52)
   49  r6 = *(u32 *)(r6 + 24)
  ; 50: let q = queues[c] else { overflow.add(1); drop t; return; }
   50  *(u32 *)(r10 - 24) = r6
   51  r1 = map0
   52  r2 = r10
   53  r2 += -24
   54  call 1
   55  if r0 != 0 goto 69
   56  *(u32 *)(r10 - 24) = 0
   57  r1 = map3
   58  r2 = r10
   59  r2 += -24
   60  call 1
   61  if r0 == 0 goto 67
   62  r1 = *(u64 *)(r0 + 0)
   63  r1 += 1
   64  *(u64 *)(r0 + 0) = r1
  ; 103: on task_wakeup(m)  { enqueue(m.task, m.wake_up_cpu); }
   65  r0 = 1
   66  exit
   67  r0 = 1
   68  exit
  ; 51: q.push(t) else { overflow.add(1); drop t; return; }
   69  *(u64 *)(r10 - 16) = r7
   70  *(u32 *)(r10 - 8) = r8
   71  *(u32 *)(r10 - 4) = 0
   72  r1 = r0
   73  r2 = r10
   74  r2 += -16
   75  r3 = 0
   76  call 87
   77  if r0 != 0 goto 91
  ; 52: if let s = cpus_state[c] {
   78  *(u32 *)(r10 - 24) = r6
   79  r1 = map1
   80  r2 = r10
   81  r2 += -24
   82  call 1
   83  if r0 == 0 goto 67
  ; 54: if s.idle { resched_cpu(c, RESCHED_IDLE_CLASS); }
   84  r0 = *(u8 *)(r0 + 16)
   85  if r0 == 0 goto 67
   86  r1 = r6
   87  r2 = 4
   88  call 3003
  ; 103: on task_wakeup(m)  { enqueue(m.task, m.wake_up_cpu); }
   89  r0 = 1
   90  exit
  ; 51: q.push(t) else { overflow.add(1); drop t; return; }
   91  *(u32 *)(r10 - 24) = 0
   92  r1 = map3
   93  r2 = r10
   94  r2 += -24
   95  call 1
   96  if r0 == 0 goto 67
   97  r1 = *(u64 *)(r0 + 0)
   98  r1 += 1
   99  *(u64 *)(r0 + 0) = r1
  ; 103: on task_wakeup(m)  { enqueue(m.task, m.wake_up_cpu); }
  100  r0 = 1
  101  exit
  ; 102: on task_new(m)     { if let t = m.runnable { enqueue(t, place(this_cpu())); } }
  102  r0 = *(u16 *)(r6 + 24)
  103  if r0 == 0 goto 127
  104  r7 = *(u64 *)(r6 + 0)
  105  r6 = *(u32 *)(r6 + 52)
  106  call 8
  107  w1 = w0
  108  call place
  109  r8 = r0
  ; 50: let q = queues[c] else { overflow.add(1); drop t; return; }
  110  *(u32 *)(r10 - 24) = r8
  111  r1 = map0
  112  r2 = r10
  113  r2 += -24
  114  call 1
  115  if r0 != 0 goto 129
  116  *(u32 *)(r10 - 24) = 0
  117  r1 = map3
  118  r2 = r10
  119  r2 += -24
  120  call 1
  121  if r0 == 0 goto 127
  122  r1 = *(u64 *)(r0 + 0)
  123  r1 += 1
  124  *(u64 *)(r0 + 0) = r1
  ; 102: on task_new(m)     { if let t = m.runnable { enqueue(t, place(this_cpu())); } }
  125  r0 = 1
  126  exit
  127  r0 = 1
  128  exit
  ; 51: q.push(t) else { overflow.add(1); drop t; return; }
  129  *(u64 *)(r10 - 16) = r7
  130  *(u32 *)(r10 - 8) = r6
  131  *(u32 *)(r10 - 4) = 0
  132  r1 = r0
  133  r2 = r10
  134  r2 += -16
  135  r3 = 0
  136  call 87
  137  if r0 != 0 goto 151
  ; 52: if let s = cpus_state[c] {
  138  *(u32 *)(r10 - 24) = r8
  139  r1 = map1
  140  r2 = r10
  141  r2 += -24
  142  call 1
  143  if r0 == 0 goto 127
  ; 54: if s.idle { resched_cpu(c, RESCHED_IDLE_CLASS); }
  144  r0 = *(u8 *)(r0 + 16)
  145  if r0 == 0 goto 127
  146  r1 = r8
  147  r2 = 4
  148  call 3003
  ; 102: on task_new(m)     { if let t = m.runnable { enqueue(t, place(this_cpu())); } }
  149  r0 = 1
  150  exit
  ; 51: q.push(t) else { overflow.add(1); drop t; return; }
  151  *(u32 *)(r10 - 24) = 0
  152  r1 = map3
  153  r2 = r10
  154  r2 += -24
  155  call 1
  156  if r0 == 0 goto 127
  157  r1 = *(u64 *)(r0 + 0)
  158  r1 += 1
  159  *(u64 *)(r0 + 0) = r1
  ; 102: on task_new(m)     { if let t = m.runnable { enqueue(t, place(this_cpu())); } }
  160  r0 = 1
  161  exit
  ; 105: on task_preempt(m) { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
  162  r0 = *(u32 *)(r6 + 32)
  163  r7 = *(u64 *)(r6 + 0)
  ; 74: let s = cpus_state[c] else { return; }
  164  *(u32 *)(r10 - 24) = r0
  165  r1 = map1
  166  r2 = r10
  167  r2 += -24
  168  call 1
  169  if r0 == 0 goto 173
  ; 75: if s.task == task { s.task = 0; }
  170  r1 = *(u64 *)(r0 + 0)
  171  if r1 != r7 goto 173
  172  *(u64 *)(r0 + 0) = 0
  ; 105: on task_preempt(m) { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
  173  r7 = *(u64 *)(r6 + 0)
  174  r8 = *(u32 *)(r6 + 52)
  175  r6 = *(u32 *)(r6 + 32)
  ; 50: let q = queues[c] else { overflow.add(1); drop t; return; }
  176  *(u32 *)(r10 - 24) = r6
  177  r1 = map0
  178  r2 = r10
  179  r2 += -24
  180  call 1
  181  if r0 != 0 goto 195
  182  *(u32 *)(r10 - 24) = 0
  183  r1 = map3
  184  r2 = r10
  185  r2 += -24
  186  call 1
  187  if r0 == 0 goto 193
  188  r1 = *(u64 *)(r0 + 0)
  189  r1 += 1
  190  *(u64 *)(r0 + 0) = r1
  ; 105: on task_preempt(m) { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
  191  r0 = 1
  192  exit
  193  r0 = 1
  194  exit
  ; 51: q.push(t) else { overflow.add(1); drop t; return; }
  195  *(u64 *)(r10 - 16) = r7
  196  *(u32 *)(r10 - 8) = r8
  197  *(u32 *)(r10 - 4) = 0
  198  r1 = r0
  199  r2 = r10
  200  r2 += -16
  201  r3 = 0
  202  call 87
  203  if r0 != 0 goto 217
  ; 52: if let s = cpus_state[c] {
  204  *(u32 *)(r10 - 24) = r6
  205  r1 = map1
  206  r2 = r10
  207  r2 += -24
  208  call 1
  209  if r0 == 0 goto 193
  ; 54: if s.idle { resched_cpu(c, RESCHED_IDLE_CLASS); }
  210  r0 = *(u8 *)(r0 + 16)
  211  if r0 == 0 goto 193
  212  r1 = r6
  213  r2 = 4
  214  call 3003
  ; 105: on task_preempt(m) { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
  215  r0 = 1
  216  exit
  ; 51: q.push(t) else { overflow.add(1); drop t; return; }
  217  *(u32 *)(r10 - 24) = 0
  218  r1 = map3
  219  r2 = r10
  220  r2 += -24
  221  call 1
  222  if r0 == 0 goto 193
  223  r1 = *(u64 *)(r0 + 0)
  224  r1 += 1
  225  *(u64 *)(r0 + 0) = r1
  ; 105: on task_preempt(m) { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
  226  r0 = 1
  227  exit
  ; 102: on task_new(m)     { if let t = m.runnable { enqueue(t, place(this_cpu())); } }
  228  if r0 >= 73 goto 331
  229  if r0 == 69 goto 233
  230  if r0 == 70 goto 299
  231  if r0 == 72 goto 318
  232  goto 26
  ; 104: on task_yield(m)   { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
  233  r0 = *(u32 *)(r6 + 32)
  234  r7 = *(u64 *)(r6 + 0)
  ; 74: let s = cpus_state[c] else { return; }
  235  *(u32 *)(r10 - 24) = r0
  236  r1 = map1
  237  r2 = r10
  238  r2 += -24
  239  call 1
  240  if r0 == 0 goto 244
  ; 75: if s.task == task { s.task = 0; }
  241  r1 = *(u64 *)(r0 + 0)
  242  if r1 != r7 goto 244
  243  *(u64 *)(r0 + 0) = 0
  ; 104: on task_yield(m)   { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
  244  r7 = *(u64 *)(r6 + 0)
  245  r8 = *(u32 *)(r6 + 52)
  246  r6 = *(u32 *)(r6 + 32)
  ; 50: let q = queues[c] else { overflow.add(1); drop t; return; }
  247  *(u32 *)(r10 - 24) = r6
  248  r1 = map0
  249  r2 = r10
  250  r2 += -24
  251  call 1
  252  if r0 != 0 goto 266
  253  *(u32 *)(r10 - 24) = 0
  254  r1 = map3
  255  r2 = r10
  256  r2 += -24
  257  call 1
  258  if r0 == 0 goto 264
  259  r1 = *(u64 *)(r0 + 0)
  260  r1 += 1
  261  *(u64 *)(r0 + 0) = r1
  ; 104: on task_yield(m)   { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
  262  r0 = 1
  263  exit
  264  r0 = 1
  265  exit
  ; 51: q.push(t) else { overflow.add(1); drop t; return; }
  266  *(u64 *)(r10 - 16) = r7
  267  *(u32 *)(r10 - 8) = r8
  268  *(u32 *)(r10 - 4) = 0
  269  r1 = r0
  270  r2 = r10
  271  r2 += -16
  272  r3 = 0
  273  call 87
  274  if r0 != 0 goto 288
  ; 52: if let s = cpus_state[c] {
  275  *(u32 *)(r10 - 24) = r6
  276  r1 = map1
  277  r2 = r10
  278  r2 += -24
  279  call 1
  280  if r0 == 0 goto 264
  ; 54: if s.idle { resched_cpu(c, RESCHED_IDLE_CLASS); }
  281  r0 = *(u8 *)(r0 + 16)
  282  if r0 == 0 goto 264
  283  r1 = r6
  284  r2 = 4
  285  call 3003
  ; 104: on task_yield(m)   { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
  286  r0 = 1
  287  exit
  ; 51: q.push(t) else { overflow.add(1); drop t; return; }
  288  *(u32 *)(r10 - 24) = 0
  289  r1 = map3
  290  r2 = r10
  291  r2 += -24
  292  call 1
  293  if r0 == 0 goto 264
  294  r1 = *(u64 *)(r0 + 0)
  295  r1 += 1
  296  *(u64 *)(r0 + 0) = r1
  ; 104: on task_yield(m)   { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
  297  r0 = 1
  298  exit
  ; 109: on task_departed(m) { stopped(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
  299  r0 = *(u32 *)(r6 + 16)
  300  r7 = *(u64 *)(r6 + 0)
  ; 74: let s = cpus_state[c] else { return; }
  301  *(u32 *)(r10 - 16) = r0
  302  r1 = map1
  303  r2 = r10
  304  r2 += -16
  305  call 1
  306  if r0 == 0 goto 310
  ; 75: if s.task == task { s.task = 0; }
  307  r1 = *(u64 *)(r0 + 0)
  308  if r1 != r7 goto 310
  309  *(u64 *)(r0 + 0) = 0
  ; 109: on task_departed(m) { stopped(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
  310  r0 = *(u64 *)(r6 + 0)
  311  *(u64 *)(r10 - 24) = r0
  312  r1 = map2
  313  r2 = r10
  314  r2 += -24
  315  call 3
  316  r0 = 1
  317  exit
  ; 111: on task_affinity_changed(m) { _ = renewed.set(m.gtid, m.seqnum); }
  318  r0 = *(u64 *)(r6 + 0)
  319  r1 = *(u32 *)(r6 + 52)
  320  *(u64 *)(r10 - 24) = r0
  321  *(u32 *)(r10 - 16) = r1
  322  r1 = map2
  323  r2 = r10
  324  r2 += -24
  325  r3 = r10
  326  r3 += -16
  327  r4 = 0
  328  call 2
  329  r0 = 1
  330  exit
  ; 102: on task_new(m)     { if let t = m.runnable { enqueue(t, place(this_cpu())); } }
  331  if r0 == 73 goto 335
  332  if r0 == 74 goto 351
  333  if r0 == 128 goto 364
  334  goto 26
  ; 115: let s = cpus_state[m.cpu] else { return; }
  335  r0 = *(u32 *)(r6 + 24)
  336  *(u32 *)(r10 - 24) = r0
  337  r1 = map1
  338  r2 = r10
  339  r2 += -24
  340  call 1
  341  if r0 != 0 goto 344
  ; 114: on task_on_cpu(m) {
  342  r0 = 1
  343  exit
  ; 116: s.task = m.gtid;
  344  r1 = *(u64 *)(r6 + 0)
  345  *(u64 *)(r0 + 0) = r1
  ; 117: s.since = m.commit_time;
  346  r1 = *(u64 *)(r6 + 8)
  347  *(u64 *)(r0 + 8) = r1
  ; 118: s.idle = false;
  348  *(u8 *)(r0 + 16) = 0
  ; 114: on task_on_cpu(m) {
  349  r0 = 1
  350  exit
  ; 112: on task_priority_changed(m) { _ = renewed.set(m.gtid, m.seqnum); }
  351  r0 = *(u64 *)(r6 + 0)
  352  r1 = *(u32 *)(r6 + 52)
  353  *(u64 *)(r10 - 24) = r0
  354  *(u32 *)(r10 - 16) = r1
  355  r1 = map2
  356  r2 = r10
  357  r2 += -24
  358  r3 = r10
  359  r3 += -16
  360  r4 = 0
  361  call 2
  362  r0 = 1
  363  exit
  ; 141: let s = cpus_state[m.cpu] else { return skip; }
  364  r0 = *(u32 *)(r6 + 0)
  365  *(u32 *)(r10 - 24) = r0
  366  r1 = map1
  367  r2 = r10
  368  r2 += -24
  369  call 1
  370  r7 = r0
  371  if r7 != 0 goto 374
  ; 140: on task_tick(m) {
  372  r0 = 1
  373  exit
  ; 142: let q = queues[m.cpu] else { return skip; }
  374  r0 = *(u32 *)(r6 + 0)
  375  *(u32 *)(r10 - 24) = r0
  376  r1 = map0
  377  r2 = r10
  378  r2 += -24
  379  call 1
  380  r8 = r0
  381  if r8 != 0 goto 384
  ; 140: on task_tick(m) {
  382  r0 = 1
  383  exit
  ; 143: if s.task == 0 || now() - s.since < slice || q.is_empty() { return skip; }
  384  r0 = *(u64 *)(r7 + 0)
  385  if r0 == 0 goto 402
  386  call 5
  387  r1 = *(u64 *)(r7 + 8)
  388  r0 -= r1
  389  r1 = &map6+0
  390  r1 = *(u64 *)(r1 + 0)
  391  if r0 s< r1 goto 402
  392  r1 = r8
  393  r2 = r10
  394  r2 += -16
  395  call 89
  396  if r0 != 0 goto 402
  ; 144: resched_cpu(m.cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
  397  r1 = *(u32 *)(r6 + 0)
  398  r2 = 18
  399  call 3003
  ; 140: on task_tick(m) {
  400  r0 = 1
  401  exit
  402  r0 = 1
  403  exit
place:
  ; 59: let s = cpus_state[c] else { return false; }
  404  r6 = r1
  405  *(u32 *)(r10 - 16) = r6
  406  r1 = map1
  407  r2 = r10
  408  r2 += -16
  409  call 1
  410  if r0 == 0 goto 413
  ; 60: return s.idle;
  411  r0 = *(u8 *)(r0 + 16)
  ; 65: if is_idle(last) { placed_idle.add(1); return last; }
  412  if r0 != 0 goto 449
  ; 66: for i in 0..reach limit MAX_LOOKS {
  413  r7 = 0
  414  r0 = &map6+12
  415  r8 = *(u32 *)(r0 + 0)
  416  if r8 <= 0 goto 434
  ; 67: let c = ((last + i) % nr_cpus()) as cpu;
  417  r0 = r6
  418  w0 += w7
  419  r1 = &map6+16
  420  r1 = *(u32 *)(r1 + 0)
  421  r9 = r0
  422  w9 %= w1
  ; 59: let s = cpus_state[c] else { return false; }
  423  *(u32 *)(r10 - 16) = r9
  424  r1 = map1
  425  r2 = r10
  426  r2 += -16
  427  call 1
  428  if r0 == 0 goto 431
  ; 60: return s.idle;
  429  r0 = *(u8 *)(r0 + 16)
  ; 68: if is_idle(c) { placed_idle.add(1); return c; }
  430  if r0 != 0 goto 436
  ; 66: for i in 0..reach limit MAX_LOOKS {
  431  w7 += 1
  432  if r7 >= 64 goto 434
  433  if r7 < r8 goto 417
  ; 70: return last;
  434  r0 = r6
  435  exit
  ; 68: if is_idle(c) { placed_idle.add(1); return c; }
  436  *(u32 *)(r10 - 4) = 0
  437  r1 = map5
  438  r2 = r10
  439  r2 += -4
  440  call 1
  441  if r0 != 0 goto 444
  442  r0 = r9
  443  exit
  444  r1 = *(u64 *)(r0 + 0)
  445  r1 += 1
  446  *(u64 *)(r0 + 0) = r1
  447  r0 = r9
  448  exit
  ; 65: if is_idle(last) { placed_idle.add(1); return last; }
  449  *(u32 *)(r10 - 4) = 0
  450  r1 = map5
  451  r2 = r10
  452  r2 += -4
  453  call 1
  454  if r0 != 0 goto 457
  455  r0 = r6
  456  exit
  457  r1 = *(u64 *)(r0 + 0)
  458  r1 += 1
  459  *(u64 *)(r0 + 0) = r1
  460  r0 = r6
  461  exit

section ghost_sched/pnt
on_pick_next_task:
  ; 122: ctx.dont_idle = true;                               // an idle CPU asks again at once
    0  r6 = r1
    1  *(u8 *)(r6 + 3) = 1
  ; 123: let me = this_cpu();
    2  call 8
    3  w7 = w0
  ; 124: let s = cpus_state[me] else { return; }
    4  *(u32 *)(r10 - 4) = r7
    5  r1 = map1
    6  r2 = r10
    7  r2 += -4
    8  call 1
    9  r8 = r0
   10  if r8 != 0 goto 13
   11  r0 = 0
   12  exit
  ; 125: if ctx.agent_runnable || ctx.might_yield || ctx.next_gtid != 0 { s.idle = false; return; }
   13  r0 = *(u8 *)(r6 + 1)
   14  if r0 != 0 goto 84
   15  r0 = *(u8 *)(r6 + 2)
   16  if r0 != 0 goto 84
   17  r0 = *(u64 *)(r6 + 8)
   18  if r0 != 0 goto 84
  ; 126: let own = queues[me] else { return; }
   19  *(u32 *)(r10 - 4) = r7
   20  r1 = map0
   21  r2 = r10
   22  r2 += -4
   23  call 1
   24  if r0 != 0 goto 27
   25  r0 = 0
   26  exit
  ; 127: if let t = own.pop() { start(t, me); return; }
   27  r1 = r0
   28  r2 = r10
   29  r2 += -24
   30  call 88
   31  if r0 != 0 goto 38
   32  r1 = *(u64 *)(r10 - 24)
   33  r2 = *(u32 *)(r10 - 16)
   34  r3 = r7
   35  call start
   36  r0 = 0
   37  exit
  ; 128: if steal {
   38  r0 = &map6+8
   39  r0 = *(u8 *)(r0 + 0)
   40  if r0 == 0 goto 81
  ; 129: for i in 1..reach limit MAX_LOOKS {
   41  r6 = 1
   42  r0 = &map6+12
   43  r9 = *(u32 *)(r0 + 0)
   44  if r9 <= 1 goto 81
  ; 130: let other = queues[((me + i) % nr_cpus()) as cpu] else { continue; }
   45  r0 = r7
   46  w0 += w6
   47  r1 = &map6+16
   48  r1 = *(u32 *)(r1 + 0)
   49  w0 %= w1
   50  *(u32 *)(r10 - 4) = r0
   51  r1 = map0
   52  r2 = r10
   53  r2 += -4
   54  call 1
   55  if r0 == 0 goto 78
  ; 131: let t = other.pop() else { continue; }
   56  r1 = r0
   57  r2 = r10
   58  r2 += -24
   59  call 88
   60  if r0 != 0 goto 78
   61  r6 = *(u64 *)(r10 - 24)
   62  r8 = *(u32 *)(r10 - 16)
  ; 132: stolen.add(1);
   63  *(u32 *)(r10 - 4) = 0
   64  r1 = map4
   65  r2 = r10
   66  r2 += -4
   67  call 1
   68  if r0 == 0 goto 72
   69  r1 = *(u64 *)(r0 + 0)
   70  r1 += 1
   71  *(u64 *)(r0 + 0) = r1
  ; 133: start(t, me);
   72  r1 = r6
   73  r2 = r8
   74  r3 = r7
   75  call start
  ; 134: return;
   76  r0 = 0
   77  exit
  ; 129: for i in 1..reach limit MAX_LOOKS {
   78  w6 += 1
   79  if r6 >= 65 goto 81
   80  if r6 < r9 goto 45
  ; 137: s.idle = true;
   81  *(u8 *)(r8 + 16) = 1
  ; 138: }
   82  r0 = 0
   83  exit
  ; 125: if ctx.agent_runnable || ctx.might_yield || ctx.next_gtid != 0 { s.idle = false; return; }
   84  *(u8 *)(r8 + 16) = 0
   85  r0 = 0
   86  exit
start:
  ; 81: run(t, SEND_TASK_ON_CPU) else err {
   87  r6 = r1
   88  r7 = r2
   89  r8 = r3
   90  r1 = r6
   91  r2 = r7
   92  r3 = 1024
   93  call 3001
   94  if r0 == 0 goto 130
   95  w0 = neg w0
  ; 82: match err {
   96  if r0 == 16 goto 180
   97  if r0 == 116 goto 245
   98  if r0 == 2 goto 130
  ; 86: _ => { log("run of {} failed: {}", id, err); enqueue(t, c); }
   99  r4 = (s32) r0
  100  r1 = &map6+20
  101  r2 = 25
  102  r3 = r6
  103  call 6
  ; 50: let q = queues[c] else { overflow.add(1); drop t; return; }
  104  *(u32 *)(r10 - 40) = r8
  105  r1 = map0
  106  r2 = r10
  107  r2 += -40
  108  call 1
  109  if r0 != 0 goto 137
  110  *(u32 *)(r10 - 40) = 0
  111  r1 = map3
  112  r2 = r10
  113  r2 += -40
  114  call 1
  115  if r0 == 0 goto 130
  116  r1 = *(u64 *)(r0 + 0)
  117  r1 += 1
  118  *(u64 *)(r0 + 0) = r1
  ; 89: if let s = cpus_state[c] { s.idle = false; }
  119  *(u32 *)(r10 - 4) = r8
  120  r1 = map1
  121  r2 = r10
  122  r2 += -4
  123  call 1
  124  if r0 != 0 goto 127
  ; 90: }
  125  r0 = 0
  126  exit
  ; 89: if let s = cpus_state[c] { s.idle = false; }
  127  *(u8 *)(r0 + 16) = 0
  ; 90: }
  128  r0 = 0
  129  exit
  ; 89: if let s = cpus_state[c] { s.idle = false; }
  130  *(u32 *)(r10 - 4) = r8
  131  r1 = map1
  132  r2 = r10
  133  r2 += -4
  134  call 1
  135  if r0 != 0 goto 127
  136  goto 125
  ; 51: q.push(t) else { overflow.add(1); drop t; return; }
  137  *(u64 *)(r10 - 32) = r6
  138  *(u32 *)(r10 - 24) = r7
  139  *(u32 *)(r10 - 20) = 0
  140  r1 = r0
  141  r2 = r10
  142  r2 += -32
  143  r3 = 0
  144  call 87
  145  if r0 != 0 goto 164
  ; 52: if let s = cpus_state[c] {
  146  *(u32 *)(r10 - 40) = r8
  147  r1 = map1
  148  r2 = r10
  149  r2 += -40
  150  call 1
  151  if r0 == 0 goto 130
  ; 54: if s.idle { resched_cpu(c, RESCHED_IDLE_CLASS); }
  152  r0 = *(u8 *)(r0 + 16)
  153  if r0 == 0 goto 130
  154  r1 = r8
  155  r2 = 4
  156  call 3003
  ; 89: if let s = cpus_state[c] { s.idle = false; }
  157  *(u32 *)(r10 - 4) = r8
  158  r1 = map1
  159  r2 = r10
  160  r2 += -4
  161  call 1
  162  if r0 != 0 goto 127
  163  goto 125
  ; 51: q.push(t) else { overflow.add(1); drop t; return; }
  164  *(u32 *)(r10 - 40) = 0
  165  r1 = map3
  166  r2 = r10
  167  r2 += -40
  168  call 1
  169  if r0 == 0 goto 130
  170  r1 = *(u64 *)(r0 + 0)
  171  r1 += 1
  172  *(u64 *)(r0 + 0) = r1
  ; 89: if let s = cpus_state[c] { s.idle = false; }
  173  *(u32 *)(r10 - 4) = r8
  174  r1 = map1
  175  r2 = r10
  176  r2 += -4
  177  call 1
  178  if r0 != 0 goto 127
  179  goto 125
  ; 50: let q = queues[c] else { overflow.add(1); drop t; return; }
  180  *(u32 *)(r10 - 40) = r8
  181  r1 = map0
  182  r2 = r10
  183  r2 += -40
  184  call 1
  185  if r0 != 0 goto 202
  186  *(u32 *)(r10 - 40) = 0
  187  r1 = map3
  188  r2 = r10
  189  r2 += -40
  190  call 1
  191  if r0 == 0 goto 130
  192  r1 = *(u64 *)(r0 + 0)
  193  r1 += 1
  194  *(u64 *)(r0 + 0) = r1
  ; 89: if let s = cpus_state[c] { s.idle = false; }
  195  *(u32 *)(r10 - 4) = r8
  196  r1 = map1
  197  r2 = r10
  198  r2 += -4
  199  call 1
  200  if r0 != 0 goto 127
  201  goto 125
  ; 51: q.push(t) else { overflow.add(1); drop t; return; }
  202  *(u64 *)(r10 - 32) = r6
  203  *(u32 *)(r10 - 24) = r7
  204  *(u32 *)(r10 - 20) = 0
  205  r1 = r0
  206  r2 = r10
  207  r2 += -32
  208  r3 = 0
  209  call 87
  210  if r0 != 0 goto 229
  ; 52: if let s = cpus_state[c] {
  211  *(u32 *)(r10 - 40) = r8
  212  r1 = map1
  213  r2 = r10
  214  r2 += -40
  215  call 1
  216  if r0 == 0 goto 130
  ; 54: if s.idle { resched_cpu(c, RESCHED_IDLE_CLASS); }
  217  r0 = *(u8 *)(r0 + 16)
  218  if r0 == 0 goto 130
  219  r1 = r8
  220  r2 = 4
  221  call 3003
  ; 89: if let s = cpus_state[c] { s.idle = false; }
  222  *(u32 *)(r10 - 4) = r8
  223  r1 = map1
  224  r2 = r10
  225  r2 += -4
  226  call 1
  227  if r0 != 0 goto 127
  228  goto 125
  ; 51: q.push(t) else { overflow.add(1); drop t; return; }
  229  *(u32 *)(r10 - 40) = 0
  230  r1 = map3
  231  r2 = r10
  232  r2 += -40
  233  call 1
  234  if r0 == 0 goto 130
  235  r1 = *(u64 *)(r0 + 0)
  236  r1 += 1
  237  *(u64 *)(r0 + 0) = r1
  ; 89: if let s = cpus_state[c] { s.idle = false; }
  238  *(u32 *)(r10 - 4) = r8
  239  r1 = map1
  240  r2 = r10
  241  r2 += -4
  242  call 1
  243  if r0 != 0 goto 127
  244  goto 125
  ; 94: if let barrier = renewed[t.gtid] {
  245  *(u64 *)(r10 - 40) = r6
  246  r1 = map2
  247  r2 = r10
  248  r2 += -40
  249  call 1
  250  if r0 == 0 goto 130
  ; 95: run_gtid(t.gtid, barrier, SEND_TASK_ON_CPU) else err {
  251  r2 = *(u32 *)(r0 + 0)
  252  r1 = r6
  253  r3 = 1024
  254  call 3001
  255  if r0 == 0 goto 130
  256  w0 = neg w0
  ; 96: if err == EBUSY { enqueue(t, this_cpu()); return; }
  257  if r0 != 16 goto 130
  258  call 8
  259  w9 = w0
  ; 50: let q = queues[c] else { overflow.add(1); drop t; return; }
  260  *(u32 *)(r10 - 32) = r9
  261  r1 = map0
  262  r2 = r10
  263  r2 += -32
  264  call 1
  265  if r0 != 0 goto 282
  266  *(u32 *)(r10 - 32) = 0
  267  r1 = map3
  268  r2 = r10
  269  r2 += -32
  270  call 1
  271  if r0 == 0 goto 130
  272  r1 = *(u64 *)(r0 + 0)
  273  r1 += 1
  274  *(u64 *)(r0 + 0) = r1
  ; 89: if let s = cpus_state[c] { s.idle = false; }
  275  *(u32 *)(r10 - 4) = r8
  276  r1 = map1
  277  r2 = r10
  278  r2 += -4
  279  call 1
  280  if r0 != 0 goto 127
  281  goto 125
  ; 51: q.push(t) else { overflow.add(1); drop t; return; }
  282  *(u64 *)(r10 - 24) = r6
  283  *(u32 *)(r10 - 16) = r7
  284  *(u32 *)(r10 - 12) = 0
  285  r1 = r0
  286  r2 = r10
  287  r2 += -24
  288  r3 = 0
  289  call 87
  290  if r0 != 0 goto 309
  ; 52: if let s = cpus_state[c] {
  291  *(u32 *)(r10 - 32) = r9
  292  r1 = map1
  293  r2 = r10
  294  r2 += -32
  295  call 1
  296  if r0 == 0 goto 130
  ; 54: if s.idle { resched_cpu(c, RESCHED_IDLE_CLASS); }
  297  r0 = *(u8 *)(r0 + 16)
  298  if r0 == 0 goto 130
  299  r1 = r9
  300  r2 = 4
  301  call 3003
  ; 89: if let s = cpus_state[c] { s.idle = false; }
  302  *(u32 *)(r10 - 4) = r8
  303  r1 = map1
  304  r2 = r10
  305  r2 += -4
  306  call 1
  307  if r0 != 0 goto 127
  308  goto 125
  ; 51: q.push(t) else { overflow.add(1); drop t; return; }
  309  *(u32 *)(r10 - 32) = 0
  310  r1 = map3
  311  r2 = r10
  312  r2 += -32
  313  call 1
  314  if r0 == 0 goto 130
  315  r1 = *(u64 *)(r0 + 0)
  316  r1 += 1
  317  *(u64 *)(r0 + 0) = r1
  ; 89: if let s = cpus_state[c] { s.idle = false; }
  318  *(u32 *)(r10 - 4) = r8
  319  r1 = map1
  320  r2 = r10
  321  r2 += -4
  322  call 1
  323  if r0 != 0 goto 127
  324  goto 125

section ghost_select_rq/select_rq
on_select_task_rq:
  ; 148: on select_task_rq(ctx) { return place(ctx.task_cpu); }
    0  r1 = *(u32 *)(r1 + 8)
    1  call place
    2  exit
place:
  ; 59: let s = cpus_state[c] else { return false; }
    3  r6 = r1
    4  *(u32 *)(r10 - 16) = r6
    5  r1 = map1
    6  r2 = r10
    7  r2 += -16
    8  call 1
    9  if r0 == 0 goto 12
  ; 60: return s.idle;
   10  r0 = *(u8 *)(r0 + 16)
  ; 65: if is_idle(last) { placed_idle.add(1); return last; }
   11  if r0 != 0 goto 48
  ; 66: for i in 0..reach limit MAX_LOOKS {
   12  r7 = 0
   13  r0 = &map6+12
   14  r8 = *(u32 *)(r0 + 0)
   15  if r8 <= 0 goto 33
  ; 67: let c = ((last + i) % nr_cpus()) as cpu;
   16  r0 = r6
   17  w0 += w7
   18  r1 = &map6+16
   19  r1 = *(u32 *)(r1 + 0)
   20  r9 = r0
   21  w9 %= w1
  ; 59: let s = cpus_state[c] else { return false; }
   22  *(u32 *)(r10 - 16) = r9
   23  r1 = map1
   24  r2 = r10
   25  r2 += -16
   26  call 1
   27  if r0 == 0 goto 30
  ; 60: return s.idle;
   28  r0 = *(u8 *)(r0 + 16)
  ; 68: if is_idle(c) { placed_idle.add(1); return c; }
   29  if r0 != 0 goto 35
  ; 66: for i in 0..reach limit MAX_LOOKS {
   30  w7 += 1
   31  if r7 >= 64 goto 33
   32  if r7 < r8 goto 16
  ; 70: return last;
   33  r0 = r6
   34  exit
  ; 68: if is_idle(c) { placed_idle.add(1); return c; }
   35  *(u32 *)(r10 - 4) = 0
   36  r1 = map5
   37  r2 = r10
   38  r2 += -4
   39  call 1
   40  if r0 != 0 goto 43
   41  r0 = r9
   42  exit
   43  r1 = *(u64 *)(r0 + 0)
   44  r1 += 1
   45  *(u64 *)(r0 + 0) = r1
   46  r0 = r9
   47  exit
  ; 65: if is_idle(last) { placed_idle.add(1); return last; }
   48  *(u32 *)(r10 - 4) = 0
   49  r1 = map5
   50  r2 = r10
   51  r2 += -4
   52  call 1
   53  if r0 != 0 goto 56
   54  r0 = r6
   55  exit
   56  r1 = *(u64 *)(r0 + 0)
   57  r1 += 1
   58  *(u64 *)(r0 + 0) = r1
   59  r0 = r6
   60  exit
