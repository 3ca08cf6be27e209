/* policies/edf.gpol in C. */
#include "ghost.h"

#define MAX_TASKS 65536
#define MAX_LOOKS 128
#define MEMORY 4
#define CAPACITY MAX_TASKS
#define LANES 1
#define KEY u64
#define HEIGHT_STEPS 17
#define MERGE_STEPS 34

const volatile u64 stretch = 4;
const volatile s64 first_guess = 2000000;

struct on_cpu {
  u64 gtid, since, deadline;
};

struct job {
  u64 deadline, runtime, begun, served, needs;
};

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, struct job);
  __uint(max_entries, MAX_TASKS);
} jobs SEC(".maps");

COUNTER(late);
COUNTER(postponed);
COUNTER(preempted);

#include "heap.h"
#include "oncpu.h"

static struct job *job_of(u64 gtid) {
  return bpf_map_lookup_elem(&jobs, &gtid);
}

static void join(u64 gtid, u64 runtime) {
  struct job j = {0, runtime, runtime, runtime, first_guess};

  bpf_map_update_elem(&jobs, &gtid, &j, BPF_ANY);
}

/* A new job of a task begins: it gets a deadline. */
static void begin(u64 gtid) {
  struct job *j = job_of(gtid);

  if (!j)
    return;
  j->begun = j->runtime;
  j->served = j->runtime;
  j->deadline = bpf_ktime_get_ns() + j->needs * stretch;
}

static u64 deadline_of(u64 gtid) {
  struct job *j = job_of(gtid);

  return j ? j->deadline : bpf_ktime_get_ns();
}

static void enqueue(u64 gtid, u32 barrier) {
  if (heap_push(0, gtid, barrier, deadline_of(gtid)))
    count(&overflow);
}

/* The CPU whose task has the latest deadline makes room for one with `deadline`, unless a CPU is idle. */
static void preempt_for(u64 deadline) {
  u64 latest = deadline;
  u32 victim = ANY_CPU;

  for (u32 i = 0; i < MAX_LOOKS && i < __nr_cpus; i++) {
    struct on_cpu *s = on(i);

    if (!s)
      break;
    if (!s->gtid)
      return;
    if (s->deadline > latest) {
      latest = s->deadline;
      victim = i;
    }
  }
  if (victim == ANY_CPU)
    return;
  count(&preempted);
  ghost_resched_cpu2(victim, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
}

static void left(u32 cpu, u64 gtid, u64 runtime) {
  struct job *j = job_of(gtid);

  if (j)
    j->runtime = runtime;
  stopped(cpu, gtid);
}

/* A job is done: what it needed is learnt. */
static void done(u64 gtid) {
  struct job *j = job_of(gtid);

  if (!j)
    return;
  if (bpf_ktime_get_ns() > j->deadline)
    count(&late);
  j->needs = (j->needs * (MEMORY - 1) + (j->runtime - j->begun)) / MEMORY;
  if (j->needs < (u64)first_guess / 16)
    j->needs = (u64)first_guess / 16;
}

static void arrived(u64 gtid, u32 barrier) {
  enqueue(gtid, barrier);
  preempt_for(deadline_of(gtid));
}

static void wakeup(u64 gtid, u32 barrier) {
  struct job *j = job_of(gtid);

  if (!j || !j->needs)
    join(gtid, 0);
  begin(gtid);
  arrived(gtid, barrier);
}

/* Work that takes longer than expected gets a later deadline. */
static void overrun(u64 gtid, u64 since) {
  struct job *j = job_of(gtid);
  u64 ran;

  if (!j)
    return;
  ran = j->runtime + (bpf_ktime_get_ns() - since);
  if (ran - j->served < j->needs)
    return;
  j->served = ran;
  j->deadline = bpf_ktime_get_ns() + j->needs * stretch;
  count(&postponed);
}

static void tick(u32 cpu) {
  struct on_cpu *s = on(cpu);
  struct slot *first;

  if (!s || !s->gtid)
    return;
  overrun(s->gtid, s->since);
  s->deadline = deadline_of(s->gtid);
  first = heap_min(0);
  if (first && first->key < s->deadline)
    ghost_resched_cpu2(cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
}

SEC("ghost_msg/msg_send")
int msg_send(struct bpf_ghost_msg *m) {
  u64 gtid = m->gtid;

  switch (m->type) {
  case TASK_NEW:
    join(gtid, m->new_task.runtime);
    begin(gtid);
    if (m->new_task.runnable)
      arrived(gtid, m->seqnum);
    break;
  case TASK_WAKEUP:
    wakeup(gtid, m->seqnum);
    break;
  case TASK_PREEMPT:
    left(m->stopped.cpu, gtid, m->stopped.runtime);
    enqueue(gtid, m->seqnum);
    break;
  case TASK_YIELD:
    left(m->stopped.cpu, gtid, m->stopped.runtime);
    done(gtid);
    begin(gtid);
    enqueue(gtid, m->seqnum);
    break;
  case TASK_BLOCKED:
    left(m->blocked.cpu, gtid, m->blocked.runtime);
    done(gtid);
    break;
  case TASK_DEAD:
    left(m->dead.cpu, gtid, 0);
    bpf_map_delete_elem(&jobs, &gtid);
    break;
  case TASK_DEPARTED:
    left(m->departed.cpu, gtid, 0);
    bpf_map_delete_elem(&jobs, &gtid);
    heap_remove(gtid);
    break;
  case TASK_AFFINITY_CHANGED:
  case TASK_PRIORITY_CHANGED:
    heap_renew(gtid, m->seqnum);
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
  s->deadline = deadline_of(gtid);
}

SEC("ghost_sched/pnt")
int pick_next_task(struct bpf_ghost_sched *ctx) {
  struct slot *s;

  ctx->dont_idle = 1;
  if (ctx->agent_runnable || ctx->might_yield || ctx->next_gtid)
    return 0;
  s = heap_pop(0);
  if (s)
    start(s->gtid, s->barrier);
  return 0;
}

STAYS_ON_CPU
