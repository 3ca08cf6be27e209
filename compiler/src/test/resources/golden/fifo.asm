MapSpec[name=runq, type=QUEUE, keySize=0, valueSize=16, maxEntries=65536, inner=null]
MapSpec[name=oncpu, type=ARRAY, keySize=4, valueSize=16, maxEntries=1024, inner=null]
MapSpec[name=.stat.overflow, type=PERCPU_ARRAY, keySize=4, valueSize=8, maxEntries=1, inner=null]
MapSpec[name=.stat.busy, type=PERCPU_ARRAY, keySize=4, valueSize=8, maxEntries=1, inner=null]
MapSpec[name=.rodata, type=ARRAY, keySize=4, valueSize=32, maxEntries=1, inner=null]
Variable[name=slice, map=4, offset=0, bytes=8, kind=DURATION, min=100000, max=1000000000, parameter=true]
Variable[name=__nr_cpus, map=4, offset=8, bytes=4, kind=UNSIGNED, min=0, max=0, parameter=false]

section ghost_msg/msg_send
msg_send:
  ; 37: on task_new(m)      { if let t = m.runnable { enqueue(t); } }
    0  r0 = *(u16 *)(r1 + 48)
    1  if r0 == 67 goto 11
    2  if r0 == 66 goto 13
    3  if r0 == 69 goto 15
    4  if r0 == 65 goto 17
    5  if r0 == 64 goto 19
    6  if r0 == 70 goto 21
    7  if r0 == 68 goto 23
    8  if r0 == 73 goto 25
    9  if r0 == 128 goto 27
   10  goto 29
   11  call on_task_new
   12  exit
  ; 38: on task_wakeup(m)   { enqueue(m.task); }
   13  call on_task_wakeup
   14  exit
  ; 39: on task_yield(m)    { stopped(m.cpu); enqueue(m.task); }
   15  call on_task_yield
   16  exit
  ; 40: on task_blocked(m)  { stopped(m.cpu); }
   17  call on_task_blocked
   18  exit
  ; 41: on task_dead(m)     { stopped_if(m.cpu, m.gtid); }
   19  call on_task_dead
   20  exit
  ; 42: on task_departed(m) { stopped_if(m.cpu, m.gtid); }
   21  call on_task_departed
   22  exit
  ; 44: on task_preempt(m) {
   23  call on_task_preempt
   24  exit
  ; 49: on task_on_cpu(m) {
   25  call on_task_on_cpu
   26  exit
  ; 74: on task_tick(m) {
   27  call on_task_tick
   28  exit
   29  r0 = 1
   30  exit
on_task_blocked:
  ; 40: on task_blocked(m)  { stopped(m.cpu); }
   31  r1 = *(u32 *)(r1 + 24)
   32  call stopped
   33  r0 = 1
   34  exit
stopped:
  ; 34: if let s = oncpu[c] { s.task = 0; }
   35  *(u32 *)(r10 - 4) = r1
   36  r1 = map1
   37  r2 = r10
   38  r2 += -4
   39  call 1
   40  if r0 == 0 goto 42
   41  *(u64 *)(r0 + 0) = 0
  ; 35: }
   42  r0 = 0
   43  exit
on_task_dead:
  ; 41: on task_dead(m)     { stopped_if(m.cpu, m.gtid); }
   44  r0 = *(u32 *)(r1 + 8)
   45  r2 = *(u64 *)(r1 + 0)
   46  r1 = r0
   47  call stopped_if
   48  r0 = 1
   49  exit
stopped_if:
  ; 57: let s = oncpu[c] else { return; }
   50  r6 = r2
   51  *(u32 *)(r10 - 4) = r1
   52  r1 = map1
   53  r2 = r10
   54  r2 += -4
   55  call 1
   56  if r0 != 0 goto 59
   57  r0 = 0
   58  exit
  ; 58: if s.task == task { s.task = 0; }
   59  r1 = *(u64 *)(r0 + 0)
   60  if r1 != r6 goto 62
   61  *(u64 *)(r0 + 0) = 0
  ; 59: }
   62  r0 = 0
   63  exit
on_task_departed:
  ; 42: on task_departed(m) { stopped_if(m.cpu, m.gtid); }
   64  r0 = *(u32 *)(r1 + 16)
   65  r2 = *(u64 *)(r1 + 0)
   66  r1 = r0
   67  call stopped_if
   68  r0 = 1
   69  exit
on_task_new:
  ; 37: on task_new(m)      { if let t = m.runnable { enqueue(t); } }
   70  r0 = *(u16 *)(r1 + 24)
   71  if r0 == 0 goto 76
   72  r0 = *(u64 *)(r1 + 0)
   73  r2 = *(u32 *)(r1 + 52)
   74  r1 = r0
   75  call enqueue
   76  r0 = 1
   77  exit
enqueue:
  ; 30: runq.push(t) else { overflow.add(1); drop t; }
   78  *(u64 *)(r10 - 16) = r1
   79  *(u32 *)(r10 - 8) = r2
   80  *(u32 *)(r10 - 4) = 0
   81  r1 = map0
   82  r2 = r10
   83  r2 += -16
   84  r3 = 0
   85  call 87
   86  if r0 == 0 goto 96
   87  *(u32 *)(r10 - 20) = 0
   88  r1 = map2
   89  r2 = r10
   90  r2 += -20
   91  call 1
   92  if r0 == 0 goto 96
   93  r1 = *(u64 *)(r0 + 0)
   94  r1 += 1
   95  *(u64 *)(r0 + 0) = r1
  ; 31: }
   96  r0 = 0
   97  exit
on_task_on_cpu:
  ; 50: let c = oncpu[m.cpu] else { return; }
   98  r6 = r1
   99  r0 = *(u32 *)(r6 + 24)
  100  *(u32 *)(r10 - 4) = r0
  101  r1 = map1
  102  r2 = r10
  103  r2 += -4
  104  call 1
  105  if r0 != 0 goto 108
  106  r0 = 1
  107  exit
  ; 51: c.task = m.gtid;
  108  r1 = *(u64 *)(r6 + 0)
  109  *(u64 *)(r0 + 0) = r1
  ; 52: c.since = m.commit_time;
  110  r1 = *(u64 *)(r6 + 8)
  111  *(u64 *)(r0 + 8) = r1
  ; 53: }
  112  r0 = 1
  113  exit
on_task_preempt:
  ; 45: if !m.was_latched { stopped(m.cpu); }       // a latched task never ran
  114  r6 = r1
  115  r0 = *(u8 *)(r6 + 37)
  116  if r0 != 0 goto 119
  117  r1 = *(u32 *)(r6 + 32)
  118  call stopped
  ; 46: enqueue(m.task);
  119  r1 = *(u64 *)(r6 + 0)
  120  r2 = *(u32 *)(r6 + 52)
  121  call enqueue
  ; 47: }
  122  r0 = 1
  123  exit
on_task_tick:
  ; 75: let c = oncpu[m.cpu] else { return skip; }
  124  r6 = r1
  125  r0 = *(u32 *)(r6 + 0)
  126  *(u32 *)(r10 - 4) = r0
  127  r1 = map1
  128  r2 = r10
  129  r2 += -4
  130  call 1
  131  r7 = r0
  132  if r7 != 0 goto 135
  133  r0 = 1
  134  exit
  ; 76: if c.task == 0 || now() - c.since < slice || runq.is_empty() { return skip; }
  135  r0 = *(u64 *)(r7 + 0)
  136  if r0 == 0 goto 148
  137  call 5
  138  r1 = *(u64 *)(r7 + 8)
  139  r0 -= r1
  140  r1 = &map4+0
  141  r1 = *(u64 *)(r1 + 0)
  142  if r0 s< r1 goto 148
  143  r1 = map0
  144  r2 = r10
  145  r2 += -24
  146  call 89
  147  if r0 == 0 goto 150
  148  r0 = 1
  149  exit
  ; 77: resched_cpu(m.cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
  150  r1 = *(u32 *)(r6 + 0)
  151  r2 = 18
  152  call 3003
  ; 78: return skip;
  153  r0 = 1
  154  exit
on_task_wakeup:
  ; 38: on task_wakeup(m)   { enqueue(m.task); }
  155  r0 = *(u64 *)(r1 + 0)
  156  r2 = *(u32 *)(r1 + 52)
  157  r1 = r0
  158  call enqueue
  159  r0 = 1
  160  exit
on_task_yield:
  ; 39: on task_yield(m)    { stopped(m.cpu); enqueue(m.task); }
  161  r6 = r1
  162  r1 = *(u32 *)(r6 + 32)
  163  call stopped
  164  r1 = *(u64 *)(r6 + 0)
  165  r2 = *(u32 *)(r6 + 52)
  166  call enqueue
  167  r0 = 1
  168  exit

section ghost_sched/pnt
on_pick_next_task:
  ; 62: ctx.dont_idle = true;                       // an idle CPU asks again at once
    0  *(u8 *)(r1 + 3) = 1
  ; 63: if ctx.agent_runnable || ctx.might_yield || ctx.next_gtid != 0 { return; }
    1  r0 = *(u8 *)(r1 + 1)
    2  if r0 != 0 goto 7
    3  r0 = *(u8 *)(r1 + 2)
    4  if r0 != 0 goto 7
    5  r0 = *(u64 *)(r1 + 8)
    6  if r0 == 0 goto 9
    7  r0 = 0
    8  exit
  ; 64: let t = runq.pop() else { return; }
    9  r1 = map0
   10  r2 = r10
   11  r2 += -16
   12  call 88
   13  if r0 != 0 goto 22
   14  r6 = *(u64 *)(r10 - 16)
   15  r7 = *(u32 *)(r10 - 8)
  ; 65: run(t, SEND_TASK_ON_CPU) else err {
   16  r1 = r6
   17  r2 = r7
   18  r3 = 1024
   19  call 3001
   20  if r0 != 0 goto 24
   21  goto 49
  ; 64: let t = runq.pop() else { return; }
   22  r0 = 0
   23  exit
  ; 65: run(t, SEND_TASK_ON_CPU) else err {
   24  w0 = neg w0
  ; 66: match err {
   25  if r0 == 16 goto 29
   26  if r0 == 116 goto 49
   27  if r0 == 2 goto 49
   28  goto 42
  ; 67: EBUSY => { busy.add(1); enqueue(t); }   // still leaving its last CPU: try again
   29  *(u32 *)(r10 - 20) = 0
   30  r1 = map3
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
  ; 66: match err {
   41  goto 49
  ; 69: _ => { log("run failed: {}", err); enqueue(t); }
   42  r3 = (s32) r0
   43  r1 = &map4+12
   44  r2 = 17
   45  call 6
   46  r1 = r6
   47  r2 = r7
   48  call enqueue
  ; 72: }
   49  r0 = 0
   50  exit
enqueue:
  ; 30: runq.push(t) else { overflow.add(1); drop t; }
   51  *(u64 *)(r10 - 16) = r1
   52  *(u32 *)(r10 - 8) = r2
   53  *(u32 *)(r10 - 4) = 0
   54  r1 = map0
   55  r2 = r10
   56  r2 += -16
   57  r3 = 0
   58  call 87
   59  if r0 == 0 goto 69
   60  *(u32 *)(r10 - 20) = 0
   61  r1 = map2
   62  r2 = r10
   63  r2 += -20
   64  call 1
   65  if r0 == 0 goto 69
   66  r1 = *(u64 *)(r0 + 0)
   67  r1 += 1
   68  *(u64 *)(r0 + 0) = r1
  ; 31: }
   69  r0 = 0
   70  exit

section ghost_select_rq/select_rq
on_select_task_rq:
  ; 81: on select_task_rq(ctx) { return ctx.task_cpu; }
    0  r0 = *(u32 *)(r1 + 8)
    1  exit
