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
  ; 95: on task_new(m)     { if let t = m.runnable { enqueue(t, place(this_cpu())); } }
    0  r0 = *(u16 *)(r1 + 48)
    1  if r0 == 67 goto 13
    2  if r0 == 66 goto 15
    3  if r0 == 69 goto 17
    4  if r0 == 68 goto 19
    5  if r0 == 65 goto 21
    6  if r0 == 64 goto 23
    7  if r0 == 70 goto 25
    8  if r0 == 72 goto 27
    9  if r0 == 74 goto 29
   10  if r0 == 73 goto 31
   11  if r0 == 128 goto 33
   12  goto 35
   13  call on_task_new
   14  exit
  ; 96: on task_wakeup(m)  { enqueue(m.task, m.wake_up_cpu); }
   15  call on_task_wakeup
   16  exit
  ; 97: on task_yield(m)   { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
   17  call on_task_yield
   18  exit
  ; 98: on task_preempt(m) { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
   19  call on_task_preempt
   20  exit
  ; 99: on task_blocked(m) { stopped(m.cpu, m.gtid); }
   21  call on_task_blocked
   22  exit
  ; 101: on task_dead(m)     { stopped(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
   23  call on_task_dead
   24  exit
  ; 102: on task_departed(m) { stopped(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
   25  call on_task_departed
   26  exit
  ; 104: on task_affinity_changed(m) { _ = renewed.set(m.gtid, m.seqnum); }
   27  call on_task_affinity_changed
   28  exit
  ; 105: on task_priority_changed(m) { _ = renewed.set(m.gtid, m.seqnum); }
   29  call on_task_priority_changed
   30  exit
  ; 107: on task_on_cpu(m) {
   31  call on_task_on_cpu
   32  exit
  ; 133: on task_tick(m) {
   33  call on_task_tick
   34  exit
   35  r0 = 1
   36  exit
on_task_new:
  ; 95: on task_new(m)     { if let t = m.runnable { enqueue(t, place(this_cpu())); } }
   37  r0 = *(u16 *)(r1 + 24)
   38  if r0 == 0 goto 48
   39  r6 = *(u64 *)(r1 + 0)
   40  r7 = *(u32 *)(r1 + 52)
   41  call 8
   42  w1 = w0
   43  call place
   44  r1 = r6
   45  r2 = r7
   46  r3 = r0
   47  call enqueue
   48  r0 = 1
   49  exit
place:
  ; 58: if is_idle(last) { placed_idle.add(1); return last; }
   50  r6 = r1
   51  r1 = r6
   52  call is_idle
   53  if r0 == 0 goto 65
   54  *(u32 *)(r10 - 4) = 0
   55  r1 = map5
   56  r2 = r10
   57  r2 += -4
   58  call 1
   59  if r0 == 0 goto 63
   60  r1 = *(u64 *)(r0 + 0)
   61  r1 += 1
   62  *(u64 *)(r0 + 0) = r1
   63  r0 = r6
   64  exit
  ; 59: for i in 0..reach limit MAX_LOOKS {
   65  r7 = 0
   66  r0 = &map6+12
   67  r8 = *(u32 *)(r0 + 0)
   68  if r7 >= 64 goto 92
   69  if r7 >= r8 goto 92
  ; 60: let c = ((last + i) % nr_cpus()) as cpu;
   70  r0 = r6
   71  w0 += w7
   72  r1 = &map6+16
   73  r1 = *(u32 *)(r1 + 0)
   74  r9 = r0
   75  w9 %= w1
  ; 61: if is_idle(c) { placed_idle.add(1); return c; }
   76  r1 = r9
   77  call is_idle
   78  if r0 == 0 goto 90
   79  *(u32 *)(r10 - 4) = 0
   80  r1 = map5
   81  r2 = r10
   82  r2 += -4
   83  call 1
   84  if r0 == 0 goto 88
   85  r1 = *(u64 *)(r0 + 0)
   86  r1 += 1
   87  *(u64 *)(r0 + 0) = r1
   88  r0 = r9
   89  exit
  ; 59: for i in 0..reach limit MAX_LOOKS {
   90  w7 += 1
   91  goto 68
  ; 63: return last;
   92  r0 = r6
   93  exit
is_idle:
  ; 52: let s = cpus_state[c] else { return false; }
   94  *(u32 *)(r10 - 4) = r1
   95  r1 = map1
   96  r2 = r10
   97  r2 += -4
   98  call 1
   99  if r0 != 0 goto 102
  100  r0 = 0
  101  exit
  ; 53: return s.idle;
  102  r0 = *(u8 *)(r0 + 16)
  103  exit
enqueue:
  ; 43: let q = queues[c] else { overflow.add(1); drop t; return; }
  104  r6 = r1
  105  r7 = r2
  106  r8 = r3
  107  *(u32 *)(r10 - 4) = r8
  108  r1 = map0
  109  r2 = r10
  110  r2 += -4
  111  call 1
  112  if r0 != 0 goto 124
  113  *(u32 *)(r10 - 4) = 0
  114  r1 = map3
  115  r2 = r10
  116  r2 += -4
  117  call 1
  118  if r0 == 0 goto 122
  119  r1 = *(u64 *)(r0 + 0)
  120  r1 += 1
  121  *(u64 *)(r0 + 0) = r1
  122  r0 = 0
  123  exit
  ; 44: q.push(t) else { overflow.add(1); drop t; return; }
  124  *(u64 *)(r10 - 24) = r6
  125  *(u32 *)(r10 - 16) = r7
  126  *(u32 *)(r10 - 12) = 0
  127  r1 = r0
  128  r2 = r10
  129  r2 += -24
  130  r3 = 0
  131  call 87
  132  if r0 == 0 goto 144
  133  *(u32 *)(r10 - 4) = 0
  134  r1 = map3
  135  r2 = r10
  136  r2 += -4
  137  call 1
  138  if r0 == 0 goto 142
  139  r1 = *(u64 *)(r0 + 0)
  140  r1 += 1
  141  *(u64 *)(r0 + 0) = r1
  142  r0 = 0
  143  exit
  ; 45: if let s = cpus_state[c] {
  144  *(u32 *)(r10 - 4) = r8
  145  r1 = map1
  146  r2 = r10
  147  r2 += -4
  148  call 1
  149  if r0 == 0 goto 155
  ; 47: if s.idle { resched_cpu(c, RESCHED_IDLE_CLASS); }
  150  r0 = *(u8 *)(r0 + 16)
  151  if r0 == 0 goto 155
  152  r1 = r8
  153  r2 = 4
  154  call 3003
  ; 49: }
  155  r0 = 0
  156  exit
on_task_wakeup:
  ; 96: on task_wakeup(m)  { enqueue(m.task, m.wake_up_cpu); }
  157  r0 = *(u64 *)(r1 + 0)
  158  r2 = *(u32 *)(r1 + 52)
  159  r3 = *(u32 *)(r1 + 24)
  160  r1 = r0
  161  call enqueue
  162  r0 = 1
  163  exit
on_task_yield:
  ; 97: on task_yield(m)   { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
  164  r6 = r1
  165  r1 = *(u32 *)(r6 + 32)
  166  r2 = *(u64 *)(r6 + 0)
  167  call stopped
  168  r1 = *(u64 *)(r6 + 0)
  169  r2 = *(u32 *)(r6 + 52)
  170  r3 = *(u32 *)(r6 + 32)
  171  call enqueue
  172  r0 = 1
  173  exit
stopped:
  ; 67: let s = cpus_state[c] else { return; }
  174  r6 = r2
  175  *(u32 *)(r10 - 4) = r1
  176  r1 = map1
  177  r2 = r10
  178  r2 += -4
  179  call 1
  180  if r0 != 0 goto 183
  181  r0 = 0
  182  exit
  ; 68: if s.task == task { s.task = 0; }
  183  r1 = *(u64 *)(r0 + 0)
  184  if r1 != r6 goto 186
  185  *(u64 *)(r0 + 0) = 0
  ; 69: }
  186  r0 = 0
  187  exit
on_task_preempt:
  ; 98: on task_preempt(m) { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
  188  r6 = r1
  189  r1 = *(u32 *)(r6 + 32)
  190  r2 = *(u64 *)(r6 + 0)
  191  call stopped
  192  r1 = *(u64 *)(r6 + 0)
  193  r2 = *(u32 *)(r6 + 52)
  194  r3 = *(u32 *)(r6 + 32)
  195  call enqueue
  196  r0 = 1
  197  exit
on_task_blocked:
  ; 99: on task_blocked(m) { stopped(m.cpu, m.gtid); }
  198  r0 = *(u32 *)(r1 + 24)
  199  r2 = *(u64 *)(r1 + 0)
  200  r1 = r0
  201  call stopped
  202  r0 = 1
  203  exit
on_task_dead:
  ; 101: on task_dead(m)     { stopped(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
  204  r6 = r1
  205  r1 = *(u32 *)(r6 + 8)
  206  r2 = *(u64 *)(r6 + 0)
  207  call stopped
  208  r0 = *(u64 *)(r6 + 0)
  209  *(u64 *)(r10 - 8) = r0
  210  r1 = map2
  211  r2 = r10
  212  r2 += -8
  213  call 3
  214  r0 = 1
  215  exit
on_task_departed:
  ; 102: on task_departed(m) { stopped(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
  216  r6 = r1
  217  r1 = *(u32 *)(r6 + 16)
  218  r2 = *(u64 *)(r6 + 0)
  219  call stopped
  220  r0 = *(u64 *)(r6 + 0)
  221  *(u64 *)(r10 - 8) = r0
  222  r1 = map2
  223  r2 = r10
  224  r2 += -8
  225  call 3
  226  r0 = 1
  227  exit
on_task_affinity_changed:
  ; 104: on task_affinity_changed(m) { _ = renewed.set(m.gtid, m.seqnum); }
  228  r0 = *(u64 *)(r1 + 0)
  229  r1 = *(u32 *)(r1 + 52)
  230  *(u64 *)(r10 - 8) = r0
  231  *(u32 *)(r10 - 12) = r1
  232  r1 = map2
  233  r2 = r10
  234  r2 += -8
  235  r3 = r10
  236  r3 += -12
  237  r4 = 0
  238  call 2
  239  r0 = 1
  240  exit
on_task_priority_changed:
  ; 105: on task_priority_changed(m) { _ = renewed.set(m.gtid, m.seqnum); }
  241  r0 = *(u64 *)(r1 + 0)
  242  r1 = *(u32 *)(r1 + 52)
  243  *(u64 *)(r10 - 8) = r0
  244  *(u32 *)(r10 - 12) = r1
  245  r1 = map2
  246  r2 = r10
  247  r2 += -8
  248  r3 = r10
  249  r3 += -12
  250  r4 = 0
  251  call 2
  252  r0 = 1
  253  exit
on_task_on_cpu:
  ; 108: let s = cpus_state[m.cpu] else { return; }
  254  r6 = r1
  255  r0 = *(u32 *)(r6 + 24)
  256  *(u32 *)(r10 - 4) = r0
  257  r1 = map1
  258  r2 = r10
  259  r2 += -4
  260  call 1
  261  if r0 != 0 goto 264
  262  r0 = 1
  263  exit
  ; 109: s.task = m.gtid;
  264  r1 = *(u64 *)(r6 + 0)
  265  *(u64 *)(r0 + 0) = r1
  ; 110: s.since = m.commit_time;
  266  r1 = *(u64 *)(r6 + 8)
  267  *(u64 *)(r0 + 8) = r1
  ; 111: s.idle = false;
  268  *(u8 *)(r0 + 16) = 0
  ; 112: }
  269  r0 = 1
  270  exit
on_task_tick:
  ; 134: let s = cpus_state[m.cpu] else { return skip; }
  271  r6 = r1
  272  r0 = *(u32 *)(r6 + 0)
  273  *(u32 *)(r10 - 4) = r0
  274  r1 = map1
  275  r2 = r10
  276  r2 += -4
  277  call 1
  278  r7 = r0
  279  if r7 != 0 goto 282
  280  r0 = 1
  281  exit
  ; 135: let q = queues[m.cpu] else { return skip; }
  282  r0 = *(u32 *)(r6 + 0)
  283  *(u32 *)(r10 - 4) = r0
  284  r1 = map0
  285  r2 = r10
  286  r2 += -4
  287  call 1
  288  r8 = r0
  289  if r8 != 0 goto 292
  290  r0 = 1
  291  exit
  ; 136: if s.task == 0 || now() - s.since < slice || q.is_empty() { return skip; }
  292  r0 = *(u64 *)(r7 + 0)
  293  if r0 == 0 goto 305
  294  call 5
  295  r1 = *(u64 *)(r7 + 8)
  296  r0 -= r1
  297  r1 = &map6+0
  298  r1 = *(u64 *)(r1 + 0)
  299  if r0 s< r1 goto 305
  300  r1 = r8
  301  r2 = r10
  302  r2 += -24
  303  call 89
  304  if r0 == 0 goto 307
  305  r0 = 1
  306  exit
  ; 137: resched_cpu(m.cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
  307  r1 = *(u32 *)(r6 + 0)
  308  r2 = 18
  309  call 3003
  ; 138: return skip;
  310  r0 = 1
  311  exit

section ghost_sched/pnt
on_pick_next_task:
  ; 115: ctx.dont_idle = true;                               // an idle CPU asks again at once
    0  r6 = r1
    1  *(u8 *)(r6 + 3) = 1
  ; 116: let me = this_cpu();
    2  call 8
    3  w7 = w0
  ; 117: let s = cpus_state[me] else { return; }
    4  *(u32 *)(r10 - 4) = r7
    5  r1 = map1
    6  r2 = r10
    7  r2 += -4
    8  call 1
    9  r8 = r0
   10  if r8 != 0 goto 13
   11  r0 = 0
   12  exit
  ; 118: if ctx.agent_runnable || ctx.might_yield || ctx.next_gtid != 0 { s.idle = false; return; }
   13  r0 = *(u8 *)(r6 + 1)
   14  if r0 != 0 goto 19
   15  r0 = *(u8 *)(r6 + 2)
   16  if r0 != 0 goto 19
   17  r0 = *(u64 *)(r6 + 8)
   18  if r0 == 0 goto 22
   19  *(u8 *)(r8 + 16) = 0
   20  r0 = 0
   21  exit
  ; 119: let own = queues[me] else { return; }
   22  *(u32 *)(r10 - 4) = r7
   23  r1 = map0
   24  r2 = r10
   25  r2 += -4
   26  call 1
   27  if r0 != 0 goto 30
   28  r0 = 0
   29  exit
  ; 120: if let t = own.pop() { start(t, me); return; }
   30  r1 = r0
   31  r2 = r10
   32  r2 += -24
   33  call 88
   34  if r0 != 0 goto 41
   35  r1 = *(u64 *)(r10 - 24)
   36  r2 = *(u32 *)(r10 - 16)
   37  r3 = r7
   38  call start
   39  r0 = 0
   40  exit
  ; 121: if steal {
   41  r0 = &map6+8
   42  r0 = *(u8 *)(r0 + 0)
   43  if r0 == 0 goto 84
  ; 122: for i in 1..reach limit MAX_LOOKS {
   44  r6 = 1
   45  r0 = &map6+12
   46  r9 = *(u32 *)(r0 + 0)
   47  if r6 >= 65 goto 84
   48  if r6 >= r9 goto 84
  ; 123: let other = queues[((me + i) % nr_cpus()) as cpu] else { continue; }
   49  r0 = r7
   50  w0 += w6
   51  r1 = &map6+16
   52  r1 = *(u32 *)(r1 + 0)
   53  w0 %= w1
   54  *(u32 *)(r10 - 4) = r0
   55  r1 = map0
   56  r2 = r10
   57  r2 += -4
   58  call 1
   59  if r0 == 0 goto 82
  ; 124: let t = other.pop() else { continue; }
   60  r1 = r0
   61  r2 = r10
   62  r2 += -24
   63  call 88
   64  if r0 != 0 goto 82
   65  r6 = *(u64 *)(r10 - 24)
   66  r8 = *(u32 *)(r10 - 16)
  ; 125: stolen.add(1);
   67  *(u32 *)(r10 - 4) = 0
   68  r1 = map4
   69  r2 = r10
   70  r2 += -4
   71  call 1
   72  if r0 == 0 goto 76
   73  r1 = *(u64 *)(r0 + 0)
   74  r1 += 1
   75  *(u64 *)(r0 + 0) = r1
  ; 126: start(t, me);
   76  r1 = r6
   77  r2 = r8
   78  r3 = r7
   79  call start
  ; 127: return;
   80  r0 = 0
   81  exit
  ; 122: for i in 1..reach limit MAX_LOOKS {
   82  w6 += 1
   83  goto 47
  ; 130: s.idle = true;
   84  *(u8 *)(r8 + 16) = 1
  ; 131: }
   85  r0 = 0
   86  exit
start:
  ; 74: run(t, SEND_TASK_ON_CPU) else err {
   87  r6 = r1
   88  r7 = r2
   89  r8 = r3
   90  r1 = r6
   91  r2 = r7
   92  r3 = 1024
   93  call 3001
   94  if r0 == 0 goto 118
   95  w0 = neg w0
  ; 75: match err {
   96  if r0 == 16 goto 100
   97  if r0 == 116 goto 105
   98  if r0 == 2 goto 118
   99  goto 109
  ; 76: EBUSY => enqueue(t, c),                     // still leaving its last CPU: try again
  100  r1 = r6
  101  r2 = r7
  102  r3 = r8
  103  call enqueue
  ; 75: match err {
  104  goto 118
  ; 77: ESTALE => retry(t),
  105  r1 = r6
  106  r2 = r7
  107  call retry
  ; 75: match err {
  108  goto 118
  ; 79: _ => { log("run of {} failed: {}", id, err); enqueue(t, c); }
  109  r4 = (s32) r0
  110  r1 = &map6+20
  111  r2 = 25
  112  r3 = r6
  113  call 6
  114  r1 = r6
  115  r2 = r7
  116  r3 = r8
  117  call enqueue
  ; 82: if let s = cpus_state[c] { s.idle = false; }
  118  *(u32 *)(r10 - 4) = r8
  119  r1 = map1
  120  r2 = r10
  121  r2 += -4
  122  call 1
  123  if r0 == 0 goto 125
  124  *(u8 *)(r0 + 16) = 0
  ; 83: }
  125  r0 = 0
  126  exit
enqueue:
  ; 43: let q = queues[c] else { overflow.add(1); drop t; return; }
  127  r6 = r1
  128  r7 = r2
  129  r8 = r3
  130  *(u32 *)(r10 - 4) = r8
  131  r1 = map0
  132  r2 = r10
  133  r2 += -4
  134  call 1
  135  if r0 != 0 goto 147
  136  *(u32 *)(r10 - 4) = 0
  137  r1 = map3
  138  r2 = r10
  139  r2 += -4
  140  call 1
  141  if r0 == 0 goto 145
  142  r1 = *(u64 *)(r0 + 0)
  143  r1 += 1
  144  *(u64 *)(r0 + 0) = r1
  145  r0 = 0
  146  exit
  ; 44: q.push(t) else { overflow.add(1); drop t; return; }
  147  *(u64 *)(r10 - 24) = r6
  148  *(u32 *)(r10 - 16) = r7
  149  *(u32 *)(r10 - 12) = 0
  150  r1 = r0
  151  r2 = r10
  152  r2 += -24
  153  r3 = 0
  154  call 87
  155  if r0 == 0 goto 167
  156  *(u32 *)(r10 - 4) = 0
  157  r1 = map3
  158  r2 = r10
  159  r2 += -4
  160  call 1
  161  if r0 == 0 goto 165
  162  r1 = *(u64 *)(r0 + 0)
  163  r1 += 1
  164  *(u64 *)(r0 + 0) = r1
  165  r0 = 0
  166  exit
  ; 45: if let s = cpus_state[c] {
  167  *(u32 *)(r10 - 4) = r8
  168  r1 = map1
  169  r2 = r10
  170  r2 += -4
  171  call 1
  172  if r0 == 0 goto 178
  ; 47: if s.idle { resched_cpu(c, RESCHED_IDLE_CLASS); }
  173  r0 = *(u8 *)(r0 + 16)
  174  if r0 == 0 goto 178
  175  r1 = r8
  176  r2 = 4
  177  call 3003
  ; 49: }
  178  r0 = 0
  179  exit
retry:
  ; 87: if let barrier = renewed[t.gtid] {
  180  r6 = r1
  181  r7 = r2
  182  *(u64 *)(r10 - 8) = r6
  183  r1 = map2
  184  r2 = r10
  185  r2 += -8
  186  call 1
  187  if r0 == 0 goto 202
  ; 88: run_gtid(t.gtid, barrier, SEND_TASK_ON_CPU) else err {
  188  r2 = *(u32 *)(r0 + 0)
  189  r1 = r6
  190  r3 = 1024
  191  call 3001
  192  if r0 == 0 goto 202
  193  w0 = neg w0
  ; 89: if err == EBUSY { enqueue(t, this_cpu()); return; }
  194  if r0 != 16 goto 202
  195  call 8
  196  w3 = w0
  197  r1 = r6
  198  r2 = r7
  199  call enqueue
  200  r0 = 0
  201  exit
  ; 93: }
  202  r0 = 0
  203  exit

section ghost_select_rq/select_rq
on_select_task_rq:
  ; 141: on select_task_rq(ctx) { return place(ctx.task_cpu); }
    0  r1 = *(u32 *)(r1 + 8)
    1  call place
    2  exit
place:
  ; 58: if is_idle(last) { placed_idle.add(1); return last; }
    3  r6 = r1
    4  r1 = r6
    5  call is_idle
    6  if r0 == 0 goto 18
    7  *(u32 *)(r10 - 4) = 0
    8  r1 = map5
    9  r2 = r10
   10  r2 += -4
   11  call 1
   12  if r0 == 0 goto 16
   13  r1 = *(u64 *)(r0 + 0)
   14  r1 += 1
   15  *(u64 *)(r0 + 0) = r1
   16  r0 = r6
   17  exit
  ; 59: for i in 0..reach limit MAX_LOOKS {
   18  r7 = 0
   19  r0 = &map6+12
   20  r8 = *(u32 *)(r0 + 0)
   21  if r7 >= 64 goto 45
   22  if r7 >= r8 goto 45
  ; 60: let c = ((last + i) % nr_cpus()) as cpu;
   23  r0 = r6
   24  w0 += w7
   25  r1 = &map6+16
   26  r1 = *(u32 *)(r1 + 0)
   27  r9 = r0
   28  w9 %= w1
  ; 61: if is_idle(c) { placed_idle.add(1); return c; }
   29  r1 = r9
   30  call is_idle
   31  if r0 == 0 goto 43
   32  *(u32 *)(r10 - 4) = 0
   33  r1 = map5
   34  r2 = r10
   35  r2 += -4
   36  call 1
   37  if r0 == 0 goto 41
   38  r1 = *(u64 *)(r0 + 0)
   39  r1 += 1
   40  *(u64 *)(r0 + 0) = r1
   41  r0 = r9
   42  exit
  ; 59: for i in 0..reach limit MAX_LOOKS {
   43  w7 += 1
   44  goto 21
  ; 63: return last;
   45  r0 = r6
   46  exit
is_idle:
  ; 52: let s = cpus_state[c] else { return false; }
   47  *(u32 *)(r10 - 4) = r1
   48  r1 = map1
   49  r2 = r10
   50  r2 += -4
   51  call 1
   52  if r0 != 0 goto 55
   53  r0 = 0
   54  exit
  ; 53: return s.idle;
   55  r0 = *(u8 *)(r0 + 16)
   56  exit
