/* policies/shinjuku.gpol in C. */
#include "ghost.h"

#define MAX_TASKS 65536
#define WATCHED 256
#define CAPACITY MAX_TASKS
#define LANES 2
#define HIGH 0
#define LOW 1

const volatile s64 preemption_time_slice = 30000;
const volatile s32 global_cpu = 0;
const volatile s32 high_nice = -1;

/* What a CPU runs, since when, and whether it has been told to stop. */
struct on_cpu {
  u64 gtid, since;
  u32 class, told;
};

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, u32);
  __uint(max_entries, MAX_TASKS);
} classes SEC(".maps");

COUNTER(expired);
COUNTER(evicted);

#include "fifo_list.h"
#include "oncpu.h"

/* Whether the CPU is the one that only watches. */
static _Bool watches(u32 cpu) {
  u32 dispatcher = (u32)global_cpu >= __nr_cpus ? 0 : (u32)global_cpu;

  return __nr_cpus > 1 && cpu == dispatcher;
}

static u32 class_of(u64 gtid) {
  u32 *class = bpf_map_lookup_elem(&classes, &gtid);

  return class ? *class : LOW;
}

static void classify(u64 gtid, s32 nice) {
  u32 class = nice <= high_nice ? HIGH : LOW;

  bpf_map_update_elem(&classes, &gtid, &class, BPF_ANY);
}

static void enqueue(u64 gtid, u32 barrier) {
  if (list_put(class_of(gtid), gtid, barrier, 0))
    count(&overflow);
}

/* How many of the tasks that wait could take the place of what runs. */
static u32 rivals(u32 class, _Bool over) {
  if (class == LOW)
    return over ? lengths[HIGH] + lengths[LOW] : lengths[HIGH];
  return over ? lengths[HIGH] : 0;
}

/* Tells the task on a CPU to stop if it has to. True if it did. */
static _Bool judge(u32 cpu) {
  struct on_cpu *s = on(cpu);
  _Bool over;

  if (!s || !s->gtid || s->told)
    return 0;
  over = (s64)(bpf_ktime_get_ns() - s->since) >= preemption_time_slice;
  if (!rivals(s->class, over))
    return 0;
  if (over)
    count(&expired);
  else
    count(&evicted);
  s->told = 1;
  ghost_resched_cpu2(cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
  return 1;
}

/* One look at all CPUs; tells at most as many to stop as tasks wait. */
static void watch(void) {
  u32 todo = lengths[HIGH] + lengths[LOW];

  if (!todo)
    return;
  for (u32 i = 0; i < WATCHED && i < __nr_cpus; i++) {
    if (!todo)
      break;
    if (judge(i))
      todo--;
  }
}

static void gone(u32 cpu, u64 gtid) {
  stopped(cpu, gtid);
  bpf_map_delete_elem(&classes, &gtid);
}

SEC("ghost_msg/msg_send")
int msg_send(struct bpf_ghost_msg *m) {
  switch (m->type) {
  case TASK_NEW:
    classify(m->gtid, m->new_task.nice);
    if (m->new_task.runnable)
      enqueue(m->gtid, m->seqnum);
    break;
  case TASK_PRIORITY_CHANGED:
    classify(m->gtid, m->priority.nice);
    list_renew(m->gtid, m->seqnum);
    break;
  case TASK_WAKEUP:
    enqueue(m->gtid, m->seqnum);
    break;
  case TASK_PREEMPT:
  case TASK_YIELD:
    stopped(m->stopped.cpu, m->gtid);
    enqueue(m->gtid, m->seqnum);
    break;
  case TASK_BLOCKED:
    stopped(m->blocked.cpu, m->gtid);
    break;
  case TASK_DEAD:
    gone(m->dead.cpu, m->gtid);
    break;
  case TASK_DEPARTED:
    gone(m->departed.cpu, m->gtid);
    list_remove(m->gtid);
    break;
  case TASK_AFFINITY_CHANGED:
    list_renew(m->gtid, m->seqnum);
    break;
  case CPU_TICK:
    if (__nr_cpus == 1)
      judge(m->tick_cpu);
    break;
  }
  return CONSUME;
}

/* Runs a task here; its slice begins now. */
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
  s->told = 0;
}

SEC("ghost_sched/pnt")
int pick_next_task(struct bpf_ghost_sched *ctx) {
  struct slot *s;

  ctx->dont_idle = 1;
  if (watches(bpf_get_smp_processor_id())) {
    watch();
    return 0;
  }
  if (ctx->agent_runnable || ctx->might_yield || ctx->next_gtid)
    return 0;
  s = list_pop(HIGH);
  if (!s)
    s = list_pop(LOW);
  if (s)
    start(s->gtid, s->barrier);
  return 0;
}

STAYS_ON_CPU
