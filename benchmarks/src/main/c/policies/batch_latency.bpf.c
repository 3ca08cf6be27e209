/* policies/batch_latency.gpol in C. */
#include "ghost.h"

#define MAX_TASKS 65536
#define MAX_LOOKS 128
#define CAPACITY MAX_TASKS
#define LANES 2
#define CRITICAL 0
#define BATCH 1
#define LATELY 200000000ULL

const volatile s32 critical_nice = 0;
const volatile s64 quantum = 5000000;
const volatile u32 batch_share = 50;

struct on_cpu {
  u64 gtid, since;
  u32 class;
};

/* A task's class, the run time that is accounted for, and what it has used of its quantum. */
struct member {
  u64 runtime, used;
  u32 class, unused;
};

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, struct member);
  __uint(max_entries, MAX_TASKS);
} members SEC(".maps");

u64 all_ns, batch_ns;

COUNTER(evicted);
COUNTER(shared);

#include "fifo_list.h"
#include "oncpu.h"

static struct member *member_of(u64 gtid) {
  return bpf_map_lookup_elem(&members, &gtid);
}

static u32 class_of(u64 gtid) {
  struct member *m = member_of(gtid);

  return m ? m->class : CRITICAL;
}

static void classify(u64 gtid, s32 nice, u64 runtime) {
  u32 class = nice > critical_nice ? BATCH : CRITICAL;
  struct member *m = member_of(gtid), fresh = {runtime, 0, class, 0};

  if (m)
    m->class = class;
  else
    bpf_map_update_elem(&members, &gtid, &fresh, BPF_ANY);
}

static void put(u32 class, u64 gtid, u32 barrier, int front) {
  if (list_put(class, gtid, barrier, front))
    count(&overflow);
}

static void enqueue(u64 gtid, u32 barrier) {
  put(class_of(gtid), gtid, barrier, 0);
}

/* A CPU that runs batch makes room, unless one is idle. */
static void evict(void) {
  u32 victim = ANY_CPU;

  for (u32 i = 0; i < MAX_LOOKS && i < __nr_cpus; i++) {
    struct on_cpu *s = on(i);

    if (!s)
      break;
    if (!s->gtid)
      return;
    if (s->class == BATCH && victim == ANY_CPU)
      victim = i;
  }
  if (victim == ANY_CPU)
    return;
  count(&evicted);
  ghost_resched_cpu2(victim, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
}

/* A task could go on: it keeps its place at the front until its quantum is used up. */
static void interrupted(u64 gtid, u32 barrier) {
  struct member *m = member_of(gtid);

  if (!m || m->used >= (u64)quantum) {
    if (m)
      m->used = 0;
    enqueue(gtid, barrier);
    return;
  }
  put(m->class, gtid, barrier, 1);
}

/* A task has left a CPU, having run for `runtime` in its life. */
static void left(u32 cpu, u64 gtid, u64 runtime) {
  struct member *m;
  u64 ran;

  stopped(cpu, gtid);
  m = member_of(gtid);
  if (!m)
    return;
  ran = runtime - m->runtime;
  m->runtime = runtime;
  m->used += ran;
  all_ns += ran;
  if (m->class == BATCH)
    batch_ns += ran;
  if (all_ns > LATELY) {
    all_ns /= 2;
    batch_ns /= 2;
  }
}

static _Bool batch_is_short(void) {
  return batch_ns * 1000 <= all_ns * batch_share;
}

static void blocked(u32 cpu, u64 gtid, u64 runtime) {
  struct member *m;

  left(cpu, gtid, runtime);
  m = member_of(gtid);
  if (m)
    m->used = 0;
}

static void tick(u32 cpu) {
  struct on_cpu *s = on(cpu);
  struct member *m;
  _Bool over, others;

  if (!s || !s->gtid)
    return;
  m = member_of(s->gtid);
  if (!m)
    return;
  over = m->used + (bpf_ktime_get_ns() - s->since) >= (u64)quantum;
  others = lengths[CRITICAL] || (s->class == BATCH && lengths[BATCH]);
  if (over && (others || (lengths[BATCH] && batch_is_short())))
    ghost_resched_cpu2(cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
}

SEC("ghost_msg/msg_send")
int msg_send(struct bpf_ghost_msg *m) {
  u64 gtid = m->gtid;

  switch (m->type) {
  case TASK_NEW:
    classify(gtid, m->new_task.nice, m->new_task.runtime);
    if (m->new_task.runnable)
      enqueue(gtid, m->seqnum);
    break;
  case TASK_WAKEUP:
    enqueue(gtid, m->seqnum);
    if (class_of(gtid) == CRITICAL)
      evict();
    break;
  case TASK_PREEMPT:
    left(m->stopped.cpu, gtid, m->stopped.runtime);
    interrupted(gtid, m->seqnum);
    break;
  case TASK_YIELD:
    left(m->stopped.cpu, gtid, m->stopped.runtime);
    enqueue(gtid, m->seqnum);
    break;
  case TASK_BLOCKED:
    blocked(m->blocked.cpu, gtid, m->blocked.runtime);
    break;
  case TASK_DEAD:
    stopped(m->dead.cpu, gtid);
    bpf_map_delete_elem(&members, &gtid);
    break;
  case TASK_DEPARTED:
    stopped(m->departed.cpu, gtid);
    bpf_map_delete_elem(&members, &gtid);
    list_remove(gtid);
    break;
  case TASK_PRIORITY_CHANGED:
    classify(gtid, m->priority.nice, 0);
    list_renew(gtid, m->seqnum);
    break;
  case TASK_AFFINITY_CHANGED:
    list_renew(gtid, m->seqnum);
    break;
  case CPU_TICK:
    tick(m->tick_cpu);
    break;
  }
  return CONSUME;
}

static void start(u64 gtid, u32 barrier) {
  int err = -ghost_run_gtid(gtid, barrier, 0);
  struct on_cpu *s;

  if (err) {
    if (err != ENOENT)
      enqueue(gtid, barrier);
    return;
  }
  s = on(bpf_get_smp_processor_id());
  if (!s)
    return;
  s->gtid = gtid;
  s->since = bpf_ktime_get_ns();
  s->class = class_of(gtid);
}

SEC("ghost_sched/pnt")
int pick_next_task(struct bpf_ghost_sched *ctx) {
  struct slot *s = NULL;

  ctx->dont_idle = 1;
  if (ctx->agent_runnable || ctx->might_yield || ctx->next_gtid)
    return 0;
  if (lengths[CRITICAL] && batch_is_short()) {
    s = list_pop(BATCH);
    if (s)
      count(&shared);
  }
  if (!s)
    s = list_pop(CRITICAL);
  if (!s)
    s = list_pop(BATCH);
  if (s)
    start(s->gtid, s->barrier);
  return 0;
}

STAYS_ON_CPU
