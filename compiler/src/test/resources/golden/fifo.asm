queue  name runq  key 0B  value 16B  max_entries 65536
array  name oncpu  key 4B  value 16B  max_entries 1024
hash  name renewed  key 8B  value 4B  max_entries 65536
percpu_array  name stat_overflow  key 4B  value 8B  max_entries 1
percpu_array  name stat_busy  key 4B  value 8B  max_entries 1
array  name .rodata  key 4B  value 32B  max_entries 1  flags 0x480
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
on_task_new:
  ; 40: on task_new(m)      { if let t = m.runnable { enqueue(t); } }
   37  r0 = *(u16 *)(r1 + 24)
   38  if r0 == 0 goto 43
   39  r0 = *(u64 *)(r1 + 0)
   40  r2 = *(u32 *)(r1 + 52)
   41  r1 = r0
   42  call enqueue
   43  r0 = 1
   44  exit
enqueue:
  ; 33: runq.push(t) else { overflow.add(1); drop t; }
   45  *(u64 *)(r10 - 16) = r1
   46  *(u32 *)(r10 - 8) = r2
   47  *(u32 *)(r10 - 4) = 0
   48  r1 = map0
   49  r2 = r10
   50  r2 += -16
   51  r3 = 0
   52  call 87
   53  if r0 == 0 goto 63
   54  *(u32 *)(r10 - 20) = 0
   55  r1 = map3
   56  r2 = r10
   57  r2 += -20
   58  call 1
   59  if r0 == 0 goto 63
   60  r1 = *(u64 *)(r0 + 0)
   61  r1 += 1
   62  *(u64 *)(r0 + 0) = r1
  ; 34: }
   63  r0 = 0
   64  exit
on_task_wakeup:
  ; 41: on task_wakeup(m)   { enqueue(m.task); }
   65  r0 = *(u64 *)(r1 + 0)
   66  r2 = *(u32 *)(r1 + 52)
   67  r1 = r0
   68  call enqueue
   69  r0 = 1
   70  exit
on_task_yield:
  ; 42: on task_yield(m)    { stopped(m.cpu); enqueue(m.task); }
   71  r6 = r1
   72  r1 = *(u32 *)(r6 + 32)
   73  call stopped
   74  r1 = *(u64 *)(r6 + 0)
   75  r2 = *(u32 *)(r6 + 52)
   76  call enqueue
   77  r0 = 1
   78  exit
stopped:
  ; 37: if let s = oncpu[c] { s.task = 0; }
   79  *(u32 *)(r10 - 4) = r1
   80  r1 = map1
   81  r2 = r10
   82  r2 += -4
   83  call 1
   84  if r0 == 0 goto 86
   85  *(u64 *)(r0 + 0) = 0
  ; 38: }
   86  r0 = 0
   87  exit
on_task_blocked:
  ; 43: on task_blocked(m)  { stopped(m.cpu); }
   88  r1 = *(u32 *)(r1 + 24)
   89  call stopped
   90  r0 = 1
   91  exit
on_task_dead:
  ; 44: on task_dead(m)     { stopped_if(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
   92  r6 = r1
   93  r1 = *(u32 *)(r6 + 8)
   94  r2 = *(u64 *)(r6 + 0)
   95  call stopped_if
   96  r0 = *(u64 *)(r6 + 0)
   97  *(u64 *)(r10 - 8) = r0
   98  r1 = map2
   99  r2 = r10
  100  r2 += -8
  101  call 3
  102  r0 = 1
  103  exit
stopped_if:
  ; 63: let s = oncpu[c] else { return; }
  104  r6 = r2
  105  *(u32 *)(r10 - 4) = r1
  106  r1 = map1
  107  r2 = r10
  108  r2 += -4
  109  call 1
  110  if r0 != 0 goto 113
  111  r0 = 0
  112  exit
  ; 64: if s.task == task { s.task = 0; }
  113  r1 = *(u64 *)(r0 + 0)
  114  if r1 != r6 goto 116
  115  *(u64 *)(r0 + 0) = 0
  ; 65: }
  116  r0 = 0
  117  exit
on_task_departed:
  ; 45: on task_departed(m) { stopped_if(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
  118  r6 = r1
  119  r1 = *(u32 *)(r6 + 16)
  120  r2 = *(u64 *)(r6 + 0)
  121  call stopped_if
  122  r0 = *(u64 *)(r6 + 0)
  123  *(u64 *)(r10 - 8) = r0
  124  r1 = map2
  125  r2 = r10
  126  r2 += -8
  127  call 3
  128  r0 = 1
  129  exit
on_task_affinity_changed:
  ; 47: on task_affinity_changed(m) { _ = renewed.set(m.gtid, m.seqnum); }
  130  r0 = *(u64 *)(r1 + 0)
  131  r1 = *(u32 *)(r1 + 52)
  132  *(u64 *)(r10 - 8) = r0
  133  *(u32 *)(r10 - 12) = r1
  134  r1 = map2
  135  r2 = r10
  136  r2 += -8
  137  r3 = r10
  138  r3 += -12
  139  r4 = 0
  140  call 2
  141  r0 = 1
  142  exit
on_task_priority_changed:
  ; 48: on task_priority_changed(m) { _ = renewed.set(m.gtid, m.seqnum); }
  143  r0 = *(u64 *)(r1 + 0)
  144  r1 = *(u32 *)(r1 + 52)
  145  *(u64 *)(r10 - 8) = r0
  146  *(u32 *)(r10 - 12) = r1
  147  r1 = map2
  148  r2 = r10
  149  r2 += -8
  150  r3 = r10
  151  r3 += -12
  152  r4 = 0
  153  call 2
  154  r0 = 1
  155  exit
on_task_preempt:
  ; 51: if !m.was_latched { stopped(m.cpu); }       // a latched task never ran
  156  r6 = r1
  157  r0 = *(u8 *)(r6 + 37)
  158  if r0 != 0 goto 161
  159  r1 = *(u32 *)(r6 + 32)
  160  call stopped
  ; 52: enqueue(m.task);
  161  r1 = *(u64 *)(r6 + 0)
  162  r2 = *(u32 *)(r6 + 52)
  163  call enqueue
  ; 53: }
  164  r0 = 1
  165  exit
on_task_on_cpu:
  ; 56: let c = oncpu[m.cpu] else { return; }
  166  r6 = r1
  167  r0 = *(u32 *)(r6 + 24)
  168  *(u32 *)(r10 - 4) = r0
  169  r1 = map1
  170  r2 = r10
  171  r2 += -4
  172  call 1
  173  if r0 != 0 goto 176
  174  r0 = 1
  175  exit
  ; 57: c.task = m.gtid;
  176  r1 = *(u64 *)(r6 + 0)
  177  *(u64 *)(r0 + 0) = r1
  ; 58: c.since = m.commit_time;
  178  r1 = *(u64 *)(r6 + 8)
  179  *(u64 *)(r0 + 8) = r1
  ; 59: }
  180  r0 = 1
  181  exit
on_task_tick:
  ; 92: let c = oncpu[m.cpu] else { return skip; }
  182  r6 = r1
  183  r0 = *(u32 *)(r6 + 0)
  184  *(u32 *)(r10 - 4) = r0
  185  r1 = map1
  186  r2 = r10
  187  r2 += -4
  188  call 1
  189  r7 = r0
  190  if r7 != 0 goto 193
  191  r0 = 1
  192  exit
  ; 93: if c.task == 0 || now() - c.since < slice || runq.is_empty() { return skip; }
  193  r0 = *(u64 *)(r7 + 0)
  194  if r0 == 0 goto 206
  195  call 5
  196  r1 = *(u64 *)(r7 + 8)
  197  r0 -= r1
  198  r1 = &map5+0
  199  r1 = *(u64 *)(r1 + 0)
  200  if r0 s< r1 goto 206
  201  r1 = map0
  202  r2 = r10
  203  r2 += -24
  204  call 89
  205  if r0 == 0 goto 208
  206  r0 = 1
  207  exit
  ; 94: resched_cpu(m.cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
  208  r1 = *(u32 *)(r6 + 0)
  209  r2 = 18
  210  call 3003
  ; 95: return skip;
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
