array_of_maps  name queues  key 4B  value 4B  max_entries 1024  of {queue  name queues_inner  key 0B  value 16B  max_entries 4096}
array  name cpus_state  key 4B  value 24B  max_entries 1024
hash  name renewed  key 8B  value 4B  max_entries 65536
percpu_array  name .stat.overflow  key 4B  value 8B  max_entries 1
percpu_array  name .stat.stolen  key 4B  value 8B  max_entries 1
percpu_array  name .stat.placed_idle  key 4B  value 8B  max_entries 1
array  name .rodata  key 4B  value 48B  max_entries 1
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
on_task_affinity_changed:
  ; 104: on task_affinity_changed(m) { _ = renewed.set(m.gtid, m.seqnum); }
   37  r0 = *(u64 *)(r1 + 0)
   38  r1 = *(u32 *)(r1 + 52)
   39  *(u64 *)(r10 - 8) = r0
   40  *(u32 *)(r10 - 12) = r1
   41  r1 = map2
   42  r2 = r10
   43  r2 += -8
   44  r3 = r10
   45  r3 += -12
   46  r4 = 0
   47  call 2
   48  r0 = 1
   49  exit
on_task_blocked:
  ; 99: on task_blocked(m) { stopped(m.cpu, m.gtid); }
   50  r0 = *(u32 *)(r1 + 24)
   51  r2 = *(u64 *)(r1 + 0)
   52  r1 = r0
   53  call stopped
   54  r0 = 1
   55  exit
stopped:
  ; 67: let s = cpus_state[c] else { return; }
   56  r6 = r2
   57  *(u32 *)(r10 - 4) = r1
   58  r1 = map1
   59  r2 = r10
   60  r2 += -4
   61  call 1
   62  if r0 != 0 goto 65
   63  r0 = 0
   64  exit
  ; 68: if s.task == task { s.task = 0; }
   65  r1 = *(u64 *)(r0 + 0)
   66  if r1 != r6 goto 68
   67  *(u64 *)(r0 + 0) = 0
  ; 69: }
   68  r0 = 0
   69  exit
on_task_dead:
  ; 101: on task_dead(m)     { stopped(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
   70  r6 = r1
   71  r1 = *(u32 *)(r6 + 8)
   72  r2 = *(u64 *)(r6 + 0)
   73  call stopped
   74  r0 = *(u64 *)(r6 + 0)
   75  *(u64 *)(r10 - 8) = r0
   76  r1 = map2
   77  r2 = r10
   78  r2 += -8
   79  call 3
   80  r0 = 1
   81  exit
on_task_departed:
  ; 102: on task_departed(m) { stopped(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
   82  r6 = r1
   83  r1 = *(u32 *)(r6 + 16)
   84  r2 = *(u64 *)(r6 + 0)
   85  call stopped
   86  r0 = *(u64 *)(r6 + 0)
   87  *(u64 *)(r10 - 8) = r0
   88  r1 = map2
   89  r2 = r10
   90  r2 += -8
   91  call 3
   92  r0 = 1
   93  exit
on_task_new:
  ; 95: on task_new(m)     { if let t = m.runnable { enqueue(t, place(this_cpu())); } }
   94  r0 = *(u16 *)(r1 + 24)
   95  if r0 == 0 goto 105
   96  r6 = *(u64 *)(r1 + 0)
   97  r7 = *(u32 *)(r1 + 52)
   98  call 8
   99  w1 = w0
  100  call place
  101  r1 = r6
  102  r2 = r7
  103  r3 = r0
  104  call enqueue
  105  r0 = 1
  106  exit
enqueue:
  ; 43: let q = queues[c] else { overflow.add(1); drop t; return; }
  107  r6 = r1
  108  r7 = r2
  109  r8 = r3
  110  *(u32 *)(r10 - 4) = r8
  111  r1 = map0
  112  r2 = r10
  113  r2 += -4
  114  call 1
  115  if r0 != 0 goto 127
  116  *(u32 *)(r10 - 4) = 0
  117  r1 = map3
  118  r2 = r10
  119  r2 += -4
  120  call 1
  121  if r0 == 0 goto 125
  122  r1 = *(u64 *)(r0 + 0)
  123  r1 += 1
  124  *(u64 *)(r0 + 0) = r1
  125  r0 = 0
  126  exit
  ; 44: q.push(t) else { overflow.add(1); drop t; return; }
  127  *(u64 *)(r10 - 24) = r6
  128  *(u32 *)(r10 - 16) = r7
  129  *(u32 *)(r10 - 12) = 0
  130  r1 = r0
  131  r2 = r10
  132  r2 += -24
  133  r3 = 0
  134  call 87
  135  if r0 == 0 goto 147
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
  ; 45: if let s = cpus_state[c] {
  147  *(u32 *)(r10 - 4) = r8
  148  r1 = map1
  149  r2 = r10
  150  r2 += -4
  151  call 1
  152  if r0 == 0 goto 158
  ; 47: if s.idle { resched_cpu(c, RESCHED_IDLE_CLASS); }
  153  r0 = *(u8 *)(r0 + 16)
  154  if r0 == 0 goto 158
  155  r1 = r8
  156  r2 = 4
  157  call 3003
  ; 49: }
  158  r0 = 0
  159  exit
place:
  ; 58: if is_idle(last) { placed_idle.add(1); return last; }
  160  r6 = r1
  161  r1 = r6
  162  call is_idle
  163  if r0 == 0 goto 175
  164  *(u32 *)(r10 - 4) = 0
  165  r1 = map5
  166  r2 = r10
  167  r2 += -4
  168  call 1
  169  if r0 == 0 goto 173
  170  r1 = *(u64 *)(r0 + 0)
  171  r1 += 1
  172  *(u64 *)(r0 + 0) = r1
  173  r0 = r6
  174  exit
  ; 59: for i in 0..reach limit MAX_LOOKS {
  175  r7 = 0
  176  r0 = &map6+12
  177  r8 = *(u32 *)(r0 + 0)
  178  if r7 >= 64 goto 202
  179  if r7 >= r8 goto 202
  ; 60: let c = ((last + i) % nr_cpus()) as cpu;
  180  r0 = r6
  181  w0 += w7
  182  r1 = &map6+16
  183  r1 = *(u32 *)(r1 + 0)
  184  r9 = r0
  185  w9 %= w1
  ; 61: if is_idle(c) { placed_idle.add(1); return c; }
  186  r1 = r9
  187  call is_idle
  188  if r0 == 0 goto 200
  189  *(u32 *)(r10 - 4) = 0
  190  r1 = map5
  191  r2 = r10
  192  r2 += -4
  193  call 1
  194  if r0 == 0 goto 198
  195  r1 = *(u64 *)(r0 + 0)
  196  r1 += 1
  197  *(u64 *)(r0 + 0) = r1
  198  r0 = r9
  199  exit
  ; 59: for i in 0..reach limit MAX_LOOKS {
  200  w7 += 1
  201  goto 178
  ; 63: return last;
  202  r0 = r6
  203  exit
is_idle:
  ; 52: let s = cpus_state[c] else { return false; }
  204  *(u32 *)(r10 - 4) = r1
  205  r1 = map1
  206  r2 = r10
  207  r2 += -4
  208  call 1
  209  if r0 != 0 goto 212
  210  r0 = 0
  211  exit
  ; 53: return s.idle;
  212  r0 = *(u8 *)(r0 + 16)
  213  exit
on_task_on_cpu:
  ; 108: let s = cpus_state[m.cpu] else { return; }
  214  r6 = r1
  215  r0 = *(u32 *)(r6 + 24)
  216  *(u32 *)(r10 - 4) = r0
  217  r1 = map1
  218  r2 = r10
  219  r2 += -4
  220  call 1
  221  if r0 != 0 goto 224
  222  r0 = 1
  223  exit
  ; 109: s.task = m.gtid;
  224  r1 = *(u64 *)(r6 + 0)
  225  *(u64 *)(r0 + 0) = r1
  ; 110: s.since = m.commit_time;
  226  r1 = *(u64 *)(r6 + 8)
  227  *(u64 *)(r0 + 8) = r1
  ; 111: s.idle = false;
  228  *(u8 *)(r0 + 16) = 0
  ; 112: }
  229  r0 = 1
  230  exit
on_task_preempt:
  ; 98: on task_preempt(m) { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
  231  r6 = r1
  232  r1 = *(u32 *)(r6 + 32)
  233  r2 = *(u64 *)(r6 + 0)
  234  call stopped
  235  r1 = *(u64 *)(r6 + 0)
  236  r2 = *(u32 *)(r6 + 52)
  237  r3 = *(u32 *)(r6 + 32)
  238  call enqueue
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
on_task_tick:
  ; 134: let s = cpus_state[m.cpu] else { return skip; }
  254  r6 = r1
  255  r0 = *(u32 *)(r6 + 0)
  256  *(u32 *)(r10 - 4) = r0
  257  r1 = map1
  258  r2 = r10
  259  r2 += -4
  260  call 1
  261  r7 = r0
  262  if r7 != 0 goto 265
  263  r0 = 1
  264  exit
  ; 135: let q = queues[m.cpu] else { return skip; }
  265  r0 = *(u32 *)(r6 + 0)
  266  *(u32 *)(r10 - 4) = r0
  267  r1 = map0
  268  r2 = r10
  269  r2 += -4
  270  call 1
  271  r8 = r0
  272  if r8 != 0 goto 275
  273  r0 = 1
  274  exit
  ; 136: if s.task == 0 || now() - s.since < slice || q.is_empty() { return skip; }
  275  r0 = *(u64 *)(r7 + 0)
  276  if r0 == 0 goto 288
  277  call 5
  278  r1 = *(u64 *)(r7 + 8)
  279  r0 -= r1
  280  r1 = &map6+0
  281  r1 = *(u64 *)(r1 + 0)
  282  if r0 s< r1 goto 288
  283  r1 = r8
  284  r2 = r10
  285  r2 += -24
  286  call 89
  287  if r0 == 0 goto 290
  288  r0 = 1
  289  exit
  ; 137: resched_cpu(m.cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
  290  r1 = *(u32 *)(r6 + 0)
  291  r2 = 18
  292  call 3003
  ; 138: return skip;
  293  r0 = 1
  294  exit
on_task_wakeup:
  ; 96: on task_wakeup(m)  { enqueue(m.task, m.wake_up_cpu); }
  295  r0 = *(u64 *)(r1 + 0)
  296  r2 = *(u32 *)(r1 + 52)
  297  r3 = *(u32 *)(r1 + 24)
  298  r1 = r0
  299  call enqueue
  300  r0 = 1
  301  exit
on_task_yield:
  ; 97: on task_yield(m)   { stopped(m.cpu, m.gtid); enqueue(m.task, m.cpu); }
  302  r6 = r1
  303  r1 = *(u32 *)(r6 + 32)
  304  r2 = *(u64 *)(r6 + 0)
  305  call stopped
  306  r1 = *(u64 *)(r6 + 0)
  307  r2 = *(u32 *)(r6 + 52)
  308  r3 = *(u32 *)(r6 + 32)
  309  call enqueue
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
