queue  name runq  key 0B  value 16B  max_entries 65536
array  name oncpu  key 4B  value 16B  max_entries 1024
hash  name renewed  key 8B  value 4B  max_entries 65536
percpu_array  name .stat.overflow  key 4B  value 8B  max_entries 1
percpu_array  name .stat.busy  key 4B  value 8B  max_entries 1
array  name .rodata  key 4B  value 32B  max_entries 1
Variable[name=slice, map=5, offset=0, bytes=8, kind=DURATION, min=100000, max=1000000000, parameter=true, type=0, constants=[]]
Variable[name=__nr_cpus, map=5, offset=8, bytes=4, kind=UNSIGNED, min=0, max=0, parameter=false, type=0, constants=[]]

section ghost_msg/msg_send
msg_send:
  ; 40: on task_new(m)      { if let t = m.runnable { enqueue(t); } }
    0  r0 = *(u16 *)(r1 + 48)
    1  if r0 == 67 goto 13
    2  if r0 == 66 goto 15
    3  if r0 == 69 goto 17
    4  if r0 == 65 goto 19
    5  if r0 == 64 goto 21
    6  if r0 == 70 goto 23
    7  if r0 == 72 goto 25
    8  if r0 == 74 goto 27
    9  if r0 == 68 goto 29
   10  if r0 == 73 goto 31
   11  if r0 == 128 goto 33
   12  goto 35
   13  call on_task_new
   14  exit
  ; 41: on task_wakeup(m)   { enqueue(m.task); }
   15  call on_task_wakeup
   16  exit
  ; 42: on task_yield(m)    { stopped(m.cpu); enqueue(m.task); }
   17  call on_task_yield
   18  exit
  ; 43: on task_blocked(m)  { stopped(m.cpu); }
   19  call on_task_blocked
   20  exit
  ; 44: on task_dead(m)     { stopped_if(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
   21  call on_task_dead
   22  exit
  ; 45: on task_departed(m) { stopped_if(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
   23  call on_task_departed
   24  exit
  ; 47: on task_affinity_changed(m) { _ = renewed.set(m.gtid, m.seqnum); }
   25  call on_task_affinity_changed
   26  exit
  ; 48: on task_priority_changed(m) { _ = renewed.set(m.gtid, m.seqnum); }
   27  call on_task_priority_changed
   28  exit
  ; 50: on task_preempt(m) {
   29  call on_task_preempt
   30  exit
  ; 55: on task_on_cpu(m) {
   31  call on_task_on_cpu
   32  exit
  ; 91: on task_tick(m) {
   33  call on_task_tick
   34  exit
   35  r0 = 1
   36  exit
on_task_affinity_changed:
  ; 47: on task_affinity_changed(m) { _ = renewed.set(m.gtid, m.seqnum); }
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
  ; 43: on task_blocked(m)  { stopped(m.cpu); }
   50  r1 = *(u32 *)(r1 + 24)
   51  call stopped
   52  r0 = 1
   53  exit
stopped:
  ; 37: if let s = oncpu[c] { s.task = 0; }
   54  *(u32 *)(r10 - 4) = r1
   55  r1 = map1
   56  r2 = r10
   57  r2 += -4
   58  call 1
   59  if r0 == 0 goto 61
   60  *(u64 *)(r0 + 0) = 0
  ; 38: }
   61  r0 = 0
   62  exit
on_task_dead:
  ; 44: on task_dead(m)     { stopped_if(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
   63  r6 = r1
   64  r1 = *(u32 *)(r6 + 8)
   65  r2 = *(u64 *)(r6 + 0)
   66  call stopped_if
   67  r0 = *(u64 *)(r6 + 0)
   68  *(u64 *)(r10 - 8) = r0
   69  r1 = map2
   70  r2 = r10
   71  r2 += -8
   72  call 3
   73  r0 = 1
   74  exit
stopped_if:
  ; 63: let s = oncpu[c] else { return; }
   75  r6 = r2
   76  *(u32 *)(r10 - 4) = r1
   77  r1 = map1
   78  r2 = r10
   79  r2 += -4
   80  call 1
   81  if r0 != 0 goto 84
   82  r0 = 0
   83  exit
  ; 64: if s.task == task { s.task = 0; }
   84  r1 = *(u64 *)(r0 + 0)
   85  if r1 != r6 goto 87
   86  *(u64 *)(r0 + 0) = 0
  ; 65: }
   87  r0 = 0
   88  exit
on_task_departed:
  ; 45: on task_departed(m) { stopped_if(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
   89  r6 = r1
   90  r1 = *(u32 *)(r6 + 16)
   91  r2 = *(u64 *)(r6 + 0)
   92  call stopped_if
   93  r0 = *(u64 *)(r6 + 0)
   94  *(u64 *)(r10 - 8) = r0
   95  r1 = map2
   96  r2 = r10
   97  r2 += -8
   98  call 3
   99  r0 = 1
  100  exit
on_task_new:
  ; 40: on task_new(m)      { if let t = m.runnable { enqueue(t); } }
  101  r0 = *(u16 *)(r1 + 24)
  102  if r0 == 0 goto 107
  103  r0 = *(u64 *)(r1 + 0)
  104  r2 = *(u32 *)(r1 + 52)
  105  r1 = r0
  106  call enqueue
  107  r0 = 1
  108  exit
enqueue:
  ; 33: runq.push(t) else { overflow.add(1); drop t; }
  109  *(u64 *)(r10 - 16) = r1
  110  *(u32 *)(r10 - 8) = r2
  111  *(u32 *)(r10 - 4) = 0
  112  r1 = map0
  113  r2 = r10
  114  r2 += -16
  115  r3 = 0
  116  call 87
  117  if r0 == 0 goto 127
  118  *(u32 *)(r10 - 20) = 0
  119  r1 = map3
  120  r2 = r10
  121  r2 += -20
  122  call 1
  123  if r0 == 0 goto 127
  124  r1 = *(u64 *)(r0 + 0)
  125  r1 += 1
  126  *(u64 *)(r0 + 0) = r1
  ; 34: }
  127  r0 = 0
  128  exit
on_task_on_cpu:
  ; 56: let c = oncpu[m.cpu] else { return; }
  129  r6 = r1
  130  r0 = *(u32 *)(r6 + 24)
  131  *(u32 *)(r10 - 4) = r0
  132  r1 = map1
  133  r2 = r10
  134  r2 += -4
  135  call 1
  136  if r0 != 0 goto 139
  137  r0 = 1
  138  exit
  ; 57: c.task = m.gtid;
  139  r1 = *(u64 *)(r6 + 0)
  140  *(u64 *)(r0 + 0) = r1
  ; 58: c.since = m.commit_time;
  141  r1 = *(u64 *)(r6 + 8)
  142  *(u64 *)(r0 + 8) = r1
  ; 59: }
  143  r0 = 1
  144  exit
on_task_preempt:
  ; 51: if !m.was_latched { stopped(m.cpu); }       // a latched task never ran
  145  r6 = r1
  146  r0 = *(u8 *)(r6 + 37)
  147  if r0 != 0 goto 150
  148  r1 = *(u32 *)(r6 + 32)
  149  call stopped
  ; 52: enqueue(m.task);
  150  r1 = *(u64 *)(r6 + 0)
  151  r2 = *(u32 *)(r6 + 52)
  152  call enqueue
  ; 53: }
  153  r0 = 1
  154  exit
on_task_priority_changed:
  ; 48: on task_priority_changed(m) { _ = renewed.set(m.gtid, m.seqnum); }
  155  r0 = *(u64 *)(r1 + 0)
  156  r1 = *(u32 *)(r1 + 52)
  157  *(u64 *)(r10 - 8) = r0
  158  *(u32 *)(r10 - 12) = r1
  159  r1 = map2
  160  r2 = r10
  161  r2 += -8
  162  r3 = r10
  163  r3 += -12
  164  r4 = 0
  165  call 2
  166  r0 = 1
  167  exit
on_task_tick:
  ; 92: let c = oncpu[m.cpu] else { return skip; }
  168  r6 = r1
  169  r0 = *(u32 *)(r6 + 0)
  170  *(u32 *)(r10 - 4) = r0
  171  r1 = map1
  172  r2 = r10
  173  r2 += -4
  174  call 1
  175  r7 = r0
  176  if r7 != 0 goto 179
  177  r0 = 1
  178  exit
  ; 93: if c.task == 0 || now() - c.since < slice || runq.is_empty() { return skip; }
  179  r0 = *(u64 *)(r7 + 0)
  180  if r0 == 0 goto 192
  181  call 5
  182  r1 = *(u64 *)(r7 + 8)
  183  r0 -= r1
  184  r1 = &map5+0
  185  r1 = *(u64 *)(r1 + 0)
  186  if r0 s< r1 goto 192
  187  r1 = map0
  188  r2 = r10
  189  r2 += -24
  190  call 89
  191  if r0 == 0 goto 194
  192  r0 = 1
  193  exit
  ; 94: resched_cpu(m.cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
  194  r1 = *(u32 *)(r6 + 0)
  195  r2 = 18
  196  call 3003
  ; 95: return skip;
  197  r0 = 1
  198  exit
on_task_wakeup:
  ; 41: on task_wakeup(m)   { enqueue(m.task); }
  199  r0 = *(u64 *)(r1 + 0)
  200  r2 = *(u32 *)(r1 + 52)
  201  r1 = r0
  202  call enqueue
  203  r0 = 1
  204  exit
on_task_yield:
  ; 42: on task_yield(m)    { stopped(m.cpu); enqueue(m.task); }
  205  r6 = r1
  206  r1 = *(u32 *)(r6 + 32)
  207  call stopped
  208  r1 = *(u64 *)(r6 + 0)
  209  r2 = *(u32 *)(r6 + 52)
  210  call enqueue
  211  r0 = 1
  212  exit

section ghost_sched/pnt
on_pick_next_task:
  ; 78: ctx.dont_idle = true;                       // an idle CPU asks again at once
    0  *(u8 *)(r1 + 3) = 1
  ; 79: if ctx.agent_runnable || ctx.might_yield || ctx.next_gtid != 0 { return; }
    1  r0 = *(u8 *)(r1 + 1)
    2  if r0 != 0 goto 7
    3  r0 = *(u8 *)(r1 + 2)
    4  if r0 != 0 goto 7
    5  r0 = *(u64 *)(r1 + 8)
    6  if r0 == 0 goto 9
    7  r0 = 0
    8  exit
  ; 80: let t = runq.pop() else { return; }
    9  r1 = map0
   10  r2 = r10
   11  r2 += -16
   12  call 88
   13  if r0 != 0 goto 22
   14  r6 = *(u64 *)(r10 - 16)
   15  r7 = *(u32 *)(r10 - 8)
  ; 81: run(t, SEND_TASK_ON_CPU) else err {
   16  r1 = r6
   17  r2 = r7
   18  r3 = 1024
   19  call 3001
   20  if r0 != 0 goto 24
   21  goto 53
  ; 80: let t = runq.pop() else { return; }
   22  r0 = 0
   23  exit
  ; 81: run(t, SEND_TASK_ON_CPU) else err {
   24  w0 = neg w0
  ; 82: match err {
   25  if r0 == 16 goto 29
   26  if r0 == 116 goto 42
   27  if r0 == 2 goto 53
   28  goto 46
  ; 83: EBUSY => { busy.add(1); enqueue(t); }   // still leaving its last CPU: try again
   29  *(u32 *)(r10 - 20) = 0
   30  r1 = map4
   31  r2 = r10
   32  r2 += -20
   33  call 1
   34  if r0 == 0 goto 38
   35  r1 = *(u64 *)(r0 + 0)
   36  r1 += 1
   37  *(u64 *)(r0 + 0) = r1
   38  r1 = r6
   39  r2 = r7
   40  call enqueue
  ; 82: match err {
   41  goto 53
  ; 84: ESTALE => retry(t),
   42  r1 = r6
   43  r2 = r7
   44  call retry
  ; 82: match err {
   45  goto 53
  ; 86: _ => { log("run failed: {}", err); enqueue(t); }
   46  r3 = (s32) r0
   47  r1 = &map5+12
   48  r2 = 17
   49  call 6
   50  r1 = r6
   51  r2 = r7
   52  call enqueue
  ; 89: }
   53  r0 = 0
   54  exit
enqueue:
  ; 33: runq.push(t) else { overflow.add(1); drop t; }
   55  *(u64 *)(r10 - 16) = r1
   56  *(u32 *)(r10 - 8) = r2
   57  *(u32 *)(r10 - 4) = 0
   58  r1 = map0
   59  r2 = r10
   60  r2 += -16
   61  r3 = 0
   62  call 87
   63  if r0 == 0 goto 73
   64  *(u32 *)(r10 - 20) = 0
   65  r1 = map3
   66  r2 = r10
   67  r2 += -20
   68  call 1
   69  if r0 == 0 goto 73
   70  r1 = *(u64 *)(r0 + 0)
   71  r1 += 1
   72  *(u64 *)(r0 + 0) = r1
  ; 34: }
   73  r0 = 0
   74  exit
retry:
  ; 69: if let barrier = renewed[t.gtid] {
   75  r6 = r1
   76  r7 = r2
   77  *(u64 *)(r10 - 8) = r6
   78  r1 = map2
   79  r2 = r10
   80  r2 += -8
   81  call 1
   82  if r0 == 0 goto 104
  ; 70: run_gtid(t.gtid, barrier, SEND_TASK_ON_CPU) else err {
   83  r2 = *(u32 *)(r0 + 0)
   84  r1 = r6
   85  r3 = 1024
   86  call 3001
   87  if r0 == 0 goto 104
   88  w0 = neg w0
  ; 71: if err == EBUSY { busy.add(1); enqueue(t); return; }
   89  if r0 != 16 goto 104
   90  *(u32 *)(r10 - 12) = 0
   91  r1 = map4
   92  r2 = r10
   93  r2 += -12
   94  call 1
   95  if r0 == 0 goto 99
   96  r1 = *(u64 *)(r0 + 0)
   97  r1 += 1
   98  *(u64 *)(r0 + 0) = r1
   99  r1 = r6
  100  r2 = r7
  101  call enqueue
  102  r0 = 0
  103  exit
  ; 75: }
  104  r0 = 0
  105  exit

section ghost_select_rq/select_rq
on_select_task_rq:
  ; 98: on select_task_rq(ctx) { return ctx.task_cpu; }
    0  r0 = *(u32 *)(r1 + 8)
    1  exit
