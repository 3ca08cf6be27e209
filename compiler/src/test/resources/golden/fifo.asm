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
  ; 46: on task_new(m)      { if let t = m.runnable { enqueue(t); } }
    0  r6 = r1
    1  r0 = *(u16 *)(r6 + 48)
    2  if r0 >= 69 goto 128
    3  if r0 >= 66 goto 40
    4  if r0 == 64 goto 7
    5  if r0 == 65 goto 28
    6  goto 26
  ; 50: on task_dead(m)     { stopped_if(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
    7  r0 = *(u32 *)(r6 + 8)
    8  r7 = *(u64 *)(r6 + 0)
  ; 69: let s = oncpu[c] else { return; }
    9  *(u32 *)(r10 - 16) = r0
   10  r1 = map1
   11  r2 = r10
   12  r2 += -16
   13  call 1
   14  if r0 == 0 goto 18
  ; 70: if s.task == task { s.task = 0; }
   15  r1 = *(u64 *)(r0 + 0)
   16  if r1 != r7 goto 18
   17  *(u64 *)(r0 + 0) = 0
  ; 50: on task_dead(m)     { stopped_if(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
   18  r0 = *(u64 *)(r6 + 0)
   19  *(u64 *)(r10 - 24) = r0
   20  r1 = map2
   21  r2 = r10
   22  r2 += -24
   23  call 3
   24  r0 = 1
   25  exit
  ; 97: on task_tick(m) {
   26  r0 = 1
   27  exit
  ; 49: on task_blocked(m)  { stopped(m.cpu); }
   28  r0 = *(u32 *)(r6 + 24)
  ; 43: if let s = oncpu[c] { s.task = 0; }
   29  *(u32 *)(r10 - 24) = r0
   30  r1 = map1
   31  r2 = r10
   32  r2 += -24
   33  call 1
   34  if r0 != 0 goto 37
  ; 49: on task_blocked(m)  { stopped(m.cpu); }
   35  r0 = 1
   36  exit
  ; 43: if let s = oncpu[c] { s.task = 0; }
   37  *(u64 *)(r0 + 0) = 0
  ; 49: on task_blocked(m)  { stopped(m.cpu); }
   38  r0 = 1
   39  exit
  ; 46: on task_new(m)      { if let t = m.runnable { enqueue(t); } }
   40  if r0 == 66 goto 44
   41  if r0 == 67 goto 68
   42  if r0 == 68 goto 94
   43  goto 26
  ; 47: on task_wakeup(m)   { enqueue(m.task); }
   44  r0 = *(u64 *)(r6 + 0)
   45  r1 = *(u32 *)(r6 + 52)
  ; 39: runq.push(t) else { overflow.add(1); drop t; }
   46  *(u64 *)(r10 - 24) = r0
   47  *(u32 *)(r10 - 16) = r1
   48  *(u32 *)(r10 - 12) = 0
   49  r1 = map0
   50  r2 = r10
   51  r2 += -24
   52  r3 = 0
   53  call 87
   54  if r0 == 0 goto 61
   55  *(u32 *)(r10 - 8) = 0
   56  r1 = map3
   57  r2 = r10
   58  r2 += -8
   59  call 1
   60  if r0 != 0 goto 63
  ; 47: on task_wakeup(m)   { enqueue(m.task); }
   61  r0 = 1
   62  exit
  ; 39: runq.push(t) else { overflow.add(1); drop t; }
   63  r1 = *(u64 *)(r0 + 0)
   64  r1 += 1
   65  *(u64 *)(r0 + 0) = r1
  ; 47: on task_wakeup(m)   { enqueue(m.task); }
   66  r0 = 1
   67  exit
  ; 46: on task_new(m)      { if let t = m.runnable { enqueue(t); } }
   68  r0 = *(u16 *)(r6 + 24)
   69  if r0 == 0 goto 87
   70  r0 = *(u64 *)(r6 + 0)
   71  r1 = *(u32 *)(r6 + 52)
  ; 39: runq.push(t) else { overflow.add(1); drop t; }
   72  *(u64 *)(r10 - 24) = r0
   73  *(u32 *)(r10 - 16) = r1
   74  *(u32 *)(r10 - 12) = 0
   75  r1 = map0
   76  r2 = r10
   77  r2 += -24
   78  r3 = 0
   79  call 87
   80  if r0 == 0 goto 87
   81  *(u32 *)(r10 - 8) = 0
   82  r1 = map3
   83  r2 = r10
   84  r2 += -8
   85  call 1
   86  if r0 != 0 goto 89
  ; 46: on task_new(m)      { if let t = m.runnable { enqueue(t); } }
   87  r0 = 1
   88  exit
  ; 39: runq.push(t) else { overflow.add(1); drop t; }
   89  r1 = *(u64 *)(r0 + 0)
   90  r1 += 1
   91  *(u64 *)(r0 + 0) = r1
  ; 46: on task_new(m)      { if let t = m.runnable { enqueue(t); } }
   92  r0 = 1
   93  exit
  ; 57: if !m.was_latched { stopped(m.cpu); }       // a latched task never ran
   94  r0 = *(u8 *)(r6 + 37)
   95  if r0 != 0 goto 104
   96  r0 = *(u32 *)(r6 + 32)
  ; 43: if let s = oncpu[c] { s.task = 0; }
   97  *(u32 *)(r10 - 24) = r0
   98  r1 = map1
   99  r2 = r10
  100  r2 += -24
  101  call 1
  102  if r0 == 0 goto 104
  103  *(u64 *)(r0 + 0) = 0
  ; 58: enqueue(m.task);
  104  r0 = *(u64 *)(r6 + 0)
  105  r1 = *(u32 *)(r6 + 52)
  ; 39: runq.push(t) else { overflow.add(1); drop t; }
  106  *(u64 *)(r10 - 24) = r0
  107  *(u32 *)(r10 - 16) = r1
  108  *(u32 *)(r10 - 12) = 0
  109  r1 = map0
  110  r2 = r10
  111  r2 += -24
  112  r3 = 0
  113  call 87
  114  if r0 == 0 goto 121
  115  *(u32 *)(r10 - 8) = 0
  116  r1 = map3
  117  r2 = r10
  118  r2 += -8
  119  call 1
  120  if r0 != 0 goto 123
  ; 56: on task_preempt(m) {
  121  r0 = 1
  122  exit
  ; 39: runq.push(t) else { overflow.add(1); drop t; }
  123  r1 = *(u64 *)(r0 + 0)
  124  r1 += 1
  125  *(u64 *)(r0 + 0) = r1
  ; 56: on task_preempt(m) {
  126  r0 = 1
  127  exit
  ; 46: on task_new(m)      { if let t = m.runnable { enqueue(t); } }
  128  if r0 >= 73 goto 197
  129  if r0 == 69 goto 133
  130  if r0 == 70 goto 165
  131  if r0 == 72 goto 184
  132  goto 26
  ; 48: on task_yield(m)    { stopped(m.cpu); enqueue(m.task); }
  133  r0 = *(u32 *)(r6 + 32)
  ; 43: if let s = oncpu[c] { s.task = 0; }
  134  *(u32 *)(r10 - 24) = r0
  135  r1 = map1
  136  r2 = r10
  137  r2 += -24
  138  call 1
  139  if r0 == 0 goto 141
  140  *(u64 *)(r0 + 0) = 0
  ; 48: on task_yield(m)    { stopped(m.cpu); enqueue(m.task); }
  141  r0 = *(u64 *)(r6 + 0)
  142  r1 = *(u32 *)(r6 + 52)
  ; 39: runq.push(t) else { overflow.add(1); drop t; }
  143  *(u64 *)(r10 - 24) = r0
  144  *(u32 *)(r10 - 16) = r1
  145  *(u32 *)(r10 - 12) = 0
  146  r1 = map0
  147  r2 = r10
  148  r2 += -24
  149  r3 = 0
  150  call 87
  151  if r0 == 0 goto 158
  152  *(u32 *)(r10 - 8) = 0
  153  r1 = map3
  154  r2 = r10
  155  r2 += -8
  156  call 1
  157  if r0 != 0 goto 160
  ; 48: on task_yield(m)    { stopped(m.cpu); enqueue(m.task); }
  158  r0 = 1
  159  exit
  ; 39: runq.push(t) else { overflow.add(1); drop t; }
  160  r1 = *(u64 *)(r0 + 0)
  161  r1 += 1
  162  *(u64 *)(r0 + 0) = r1
  ; 48: on task_yield(m)    { stopped(m.cpu); enqueue(m.task); }
  163  r0 = 1
  164  exit
  ; 51: on task_departed(m) { stopped_if(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
  165  r0 = *(u32 *)(r6 + 16)
  166  r7 = *(u64 *)(r6 + 0)
  ; 69: let s = oncpu[c] else { return; }
  167  *(u32 *)(r10 - 16) = r0
  168  r1 = map1
  169  r2 = r10
  170  r2 += -16
  171  call 1
  172  if r0 == 0 goto 176
  ; 70: if s.task == task { s.task = 0; }
  173  r1 = *(u64 *)(r0 + 0)
  174  if r1 != r7 goto 176
  175  *(u64 *)(r0 + 0) = 0
  ; 51: on task_departed(m) { stopped_if(m.cpu, m.gtid); _ = renewed.remove(m.gtid); }
  176  r0 = *(u64 *)(r6 + 0)
  177  *(u64 *)(r10 - 24) = r0
  178  r1 = map2
  179  r2 = r10
  180  r2 += -24
  181  call 3
  182  r0 = 1
  183  exit
  ; 53: on task_affinity_changed(m) { _ = renewed.set(m.gtid, m.seqnum); }
  184  r0 = *(u64 *)(r6 + 0)
  185  r1 = *(u32 *)(r6 + 52)
  186  *(u64 *)(r10 - 24) = r0
  187  *(u32 *)(r10 - 16) = r1
  188  r1 = map2
  189  r2 = r10
  190  r2 += -24
  191  r3 = r10
  192  r3 += -16
  193  r4 = 0
  194  call 2
  195  r0 = 1
  196  exit
  ; 46: on task_new(m)      { if let t = m.runnable { enqueue(t); } }
  197  if r0 == 73 goto 201
  198  if r0 == 74 goto 216
  199  if r0 == 128 goto 229
  200  goto 26
  ; 62: let c = oncpu[m.cpu] else { return; }
  201  r0 = *(u32 *)(r6 + 24)
  202  *(u32 *)(r10 - 24) = r0
  203  r1 = map1
  204  r2 = r10
  205  r2 += -24
  206  call 1
  207  if r0 != 0 goto 210
  ; 61: on task_on_cpu(m) {
  208  r0 = 1
  209  exit
  ; 63: c.task = m.gtid;
  210  r1 = *(u64 *)(r6 + 0)
  211  *(u64 *)(r0 + 0) = r1
  ; 64: c.since = m.commit_time;
  212  r1 = *(u64 *)(r6 + 8)
  213  *(u64 *)(r0 + 8) = r1
  ; 61: on task_on_cpu(m) {
  214  r0 = 1
  215  exit
  ; 54: on task_priority_changed(m) { _ = renewed.set(m.gtid, m.seqnum); }
  216  r0 = *(u64 *)(r6 + 0)
  217  r1 = *(u32 *)(r6 + 52)
  218  *(u64 *)(r10 - 24) = r0
  219  *(u32 *)(r10 - 16) = r1
  220  r1 = map2
  221  r2 = r10
  222  r2 += -24
  223  r3 = r10
  224  r3 += -16
  225  r4 = 0
  226  call 2
  227  r0 = 1
  228  exit
  ; 98: let c = oncpu[m.cpu] else { return skip; }
  229  r0 = *(u32 *)(r6 + 0)
  230  *(u32 *)(r10 - 24) = r0
  231  r1 = map1
  232  r2 = r10
  233  r2 += -24
  234  call 1
  235  r7 = r0
  236  if r7 != 0 goto 239
  ; 97: on task_tick(m) {
  237  r0 = 1
  238  exit
  ; 99: if c.task == 0 || now() - c.since < slice || runq.is_empty() { return skip; }
  239  r0 = *(u64 *)(r7 + 0)
  240  if r0 == 0 goto 257
  241  call 5
  242  r1 = *(u64 *)(r7 + 8)
  243  r0 -= r1
  244  r1 = &map5+0
  245  r1 = *(u64 *)(r1 + 0)
  246  if r0 s< r1 goto 257
  247  r1 = map0
  248  r2 = r10
  249  r2 += -16
  250  call 89
  251  if r0 != 0 goto 257
  ; 100: resched_cpu(m.cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
  252  r1 = *(u32 *)(r6 + 0)
  253  r2 = 18
  254  call 3003
  ; 97: on task_tick(m) {
  255  r0 = 1
  256  exit
  257  r0 = 1
  258  exit

section ghost_sched/pnt
on_pick_next_task:
  ; 84: ctx.dont_idle = true;                       // an idle CPU asks again at once
    0  *(u8 *)(r1 + 3) = 1
  ; 85: if ctx.agent_runnable || ctx.might_yield || ctx.next_gtid != 0 { return; }
    1  r0 = *(u8 *)(r1 + 1)
    2  if r0 != 0 goto 122
    3  r0 = *(u8 *)(r1 + 2)
    4  if r0 != 0 goto 122
    5  r0 = *(u64 *)(r1 + 8)
    6  if r0 != 0 goto 122
  ; 86: let t = runq.pop() else { return; }
    7  r1 = map0
    8  r2 = r10
    9  r2 += -16
   10  call 88
   11  if r0 != 0 goto 120
   12  r6 = *(u64 *)(r10 - 16)
   13  r7 = *(u32 *)(r10 - 8)
  ; 87: run(t, SEND_TASK_ON_CPU) else err {
   14  r1 = r6
   15  r2 = r7
   16  r3 = 1024
   17  call 3001
   18  if r0 == 0 goto 47
   19  w0 = neg w0
  ; 88: match err {
   20  if r0 == 16 goto 49
   21  if r0 == 116 goto 78
   22  if r0 == 2 goto 47
  ; 92: _ => { log("run failed: {}", err); enqueue(t); }
   23  r3 = (s32) r0
   24  r1 = &map5+12
   25  r2 = 17
   26  call 6
  ; 39: runq.push(t) else { overflow.add(1); drop t; }
   27  *(u64 *)(r10 - 64) = r6
   28  *(u32 *)(r10 - 56) = r7
   29  *(u32 *)(r10 - 52) = 0
   30  r1 = map0
   31  r2 = r10
   32  r2 += -64
   33  r3 = 0
   34  call 87
   35  if r0 == 0 goto 47
   36  *(u32 *)(r10 - 48) = 0
   37  r1 = map3
   38  r2 = r10
   39  r2 += -48
   40  call 1
   41  if r0 == 0 goto 47
   42  r1 = *(u64 *)(r0 + 0)
   43  r1 += 1
   44  *(u64 *)(r0 + 0) = r1
  ; 95: }
   45  r0 = 0
   46  exit
   47  r0 = 0
   48  exit
  ; 89: EBUSY => { busy.add(1); enqueue(t); }   // still leaving its last CPU: try again
   49  *(u32 *)(r10 - 20) = 0
   50  r1 = map4
   51  r2 = r10
   52  r2 += -20
   53  call 1
   54  if r0 == 0 goto 58
   55  r1 = *(u64 *)(r0 + 0)
   56  r1 += 1
   57  *(u64 *)(r0 + 0) = r1
  ; 39: runq.push(t) else { overflow.add(1); drop t; }
   58  *(u64 *)(r10 - 64) = r6
   59  *(u32 *)(r10 - 56) = r7
   60  *(u32 *)(r10 - 52) = 0
   61  r1 = map0
   62  r2 = r10
   63  r2 += -64
   64  r3 = 0
   65  call 87
   66  if r0 == 0 goto 47
   67  *(u32 *)(r10 - 48) = 0
   68  r1 = map3
   69  r2 = r10
   70  r2 += -48
   71  call 1
   72  if r0 == 0 goto 47
   73  r1 = *(u64 *)(r0 + 0)
   74  r1 += 1
   75  *(u64 *)(r0 + 0) = r1
  ; 95: }
   76  r0 = 0
   77  exit
  ; 75: if let barrier = renewed[t.gtid] {
   78  *(u64 *)(r10 - 64) = r6
   79  r1 = map2
   80  r2 = r10
   81  r2 += -64
   82  call 1
   83  if r0 == 0 goto 47
  ; 76: run_gtid(t.gtid, barrier, SEND_TASK_ON_CPU) else err {
   84  r2 = *(u32 *)(r0 + 0)
   85  r1 = r6
   86  r3 = 1024
   87  call 3001
   88  if r0 == 0 goto 47
   89  w0 = neg w0
  ; 77: if err == EBUSY { busy.add(1); enqueue(t); return; }
   90  if r0 != 16 goto 47
   91  *(u32 *)(r10 - 56) = 0
   92  r1 = map4
   93  r2 = r10
   94  r2 += -56
   95  call 1
   96  if r0 == 0 goto 100
   97  r1 = *(u64 *)(r0 + 0)
   98  r1 += 1
   99  *(u64 *)(r0 + 0) = r1
  ; 39: runq.push(t) else { overflow.add(1); drop t; }
  100  *(u64 *)(r10 - 48) = r6
  101  *(u32 *)(r10 - 40) = r7
  102  *(u32 *)(r10 - 36) = 0
  103  r1 = map0
  104  r2 = r10
  105  r2 += -48
  106  r3 = 0
  107  call 87
  108  if r0 == 0 goto 47
  109  *(u32 *)(r10 - 32) = 0
  110  r1 = map3
  111  r2 = r10
  112  r2 += -32
  113  call 1
  114  if r0 == 0 goto 47
  115  r1 = *(u64 *)(r0 + 0)
  116  r1 += 1
  117  *(u64 *)(r0 + 0) = r1
  ; 95: }
  118  r0 = 0
  119  exit
  ; 86: let t = runq.pop() else { return; }
  120  r0 = 0
  121  exit
  ; 85: if ctx.agent_runnable || ctx.might_yield || ctx.next_gtid != 0 { return; }
  122  r0 = 0
  123  exit

section ghost_select_rq/select_rq
on_select_task_rq:
  ; 104: on select_task_rq(ctx) { return ctx.task_cpu; }
    0  r0 = *(u32 *)(r1 + 8)
    1  exit
