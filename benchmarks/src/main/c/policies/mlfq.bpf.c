/* policies/mlfq.gpol in C. */
#include "ghost.h"

#define MAX_TASKS 16384
#define LEVELS 4
#define BATCH 16
#define CAPACITY (MAX_TASKS * LEVELS)
#define LANES LEVELS

const volatile s64 slice = 2000000;
const volatile s64 boost = 500000000;

struct on_cpu {
  u64 gtid, since;
};

/* `used` is what the task has had at its level, `epoch` the boost that its level is as of. */
struct standing {
  s64 ran, used;
  u32 level;
  u64 epoch;
};

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, struct standing);
  __uint(max_entries, MAX_TASKS);
} standings SEC(".maps");

/* How many boosts there have been, when the next is due, and the last whose tasks have all been lifted. */
u64 epoch, next_boost, lifted;

COUNTER(demoted);
COUNTER(boosted);

#include "fifo_list.h"
#include "policy.h"

static s64 allotment(u32 level) {
  return (u64)slice << (level % LEVELS);
}

/* The level of a task; a boost since it was looked at last brings it to the top. */
static u32 level_of(u64 gtid) {
  struct standing *s = bpf_map_lookup_elem(&standings, &gtid);

  if (!s)
    return 0;
  if (s->epoch != epoch) {
    s->epoch = epoch;
    s->level = 0;
    s->used = 0;
  }
  return s->level;
}

static void enqueue(u64 gtid, u32 barrier) {
  if (list_put(level_of(gtid), gtid, barrier, 0))
    count(&overflow);
}

/* Charges a task for the CPU time since it was charged last, and moves it down if that was too much. */
static void charge(u64 gtid, s64 runtime) {
  u32 level = level_of(gtid);
  struct standing *s = bpf_map_lookup_elem(&standings, &gtid);

  if (!s)
    return;
  s->used += runtime - s->ran;
  s->ran = runtime;
  if (s->used < allotment(level))
    return;
  s->used = 0;
  if (level + 1 < LEVELS) {
    s->level = level + 1;
    count(&demoted);
  }
}

/* Lifts up to BATCH tasks from the level to the top; says whether the level is empty now. */
static _Bool lift(u32 level) {
#pragma clang loop unroll(disable)
  for (int i = 0; i < BATCH; i++) {
    struct slot *s = list_pop(level);

    if (!s)
      return 1;
    count(&boosted);
    enqueue(s->gtid, s->barrier);
  }
  return 0;
}

static void boost_if_due(void) {
  _Bool empty = 1;

  if (bpf_ktime_get_ns() >= next_boost) {
    epoch++;
    next_boost = bpf_ktime_get_ns() + boost;
  }
  if (lifted == epoch)
    return;
#pragma clang loop unroll(disable)
  for (u32 level = 1; level < LEVELS; level++)
    if (!lift(level))
      empty = 0;
  if (empty)
    lifted = epoch;
}

static void gone(u32 cpu, u64 gtid) {
  stopped(cpu, gtid);
  bpf_map_delete_elem(&standings, &gtid);
  bpf_map_delete_elem(&renewed, &gtid);
  list_remove(gtid);
}

static void task_new(struct bpf_ghost_msg *m) {
  u64 gtid = m->gtid;
  struct standing standing;

  __builtin_memset(&standing, 0, sizeof(standing));
  standing.ran = m->new_task.runtime;
  standing.epoch = epoch;
  bpf_map_update_elem(&standings, &gtid, &standing, BPF_ANY);
  if (m->new_task.runnable)
    enqueue(gtid, m->seqnum);
}

static void on_cpu(struct bpf_ghost_msg *m) {
  u32 cpu = m->on_cpu.cpu;
  struct on_cpu *c = bpf_map_lookup_elem(&oncpu, &cpu);

  if (!c)
    return;
  c->gtid = m->gtid;
  c->since = m->on_cpu.commit_time;
}

static void tick(u32 cpu) {
  struct on_cpu *c = bpf_map_lookup_elem(&oncpu, &cpu);
  struct standing *s;
  u32 level, rivals;
  u64 gtid;

  if (!c || !c->gtid)
    return;
  boost_if_due();
  gtid = c->gtid;
  level = level_of(gtid);
  s = bpf_map_lookup_elem(&standings, &gtid);
  if (!s)
    return;
  /* Those above may interrupt it; once its allotment is used up, whoever waits. */
  rivals = level;
  if ((s64)(s->used + (bpf_ktime_get_ns() - c->since)) >= allotment(level))
    rivals = LEVELS;
  for (u32 above = 0; above < LEVELS && above < rivals; above++) {
    if (lengths[above]) {
      ghost_resched_cpu2(cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
      return;
    }
  }
}

SEC("ghost_msg/msg_send")
int msg_send(struct bpf_ghost_msg *m) {
  switch (m->type) {
  case TASK_NEW:
    task_new(m);
    break;
  case TASK_WAKEUP:
    enqueue(m->gtid, m->seqnum);
    break;
  case TASK_YIELD:
  case TASK_PREEMPT:
    stopped(m->stopped.cpu, m->gtid);
    charge(m->gtid, m->stopped.runtime);
    enqueue(m->gtid, m->seqnum);
    break;
  case TASK_BLOCKED:
    stopped(m->blocked.cpu, m->gtid);
    charge(m->gtid, m->blocked.runtime);
    break;
  case TASK_DEAD:
    gone(m->dead.cpu, m->gtid);
    break;
  case TASK_DEPARTED:
    gone(m->departed.cpu, m->gtid);
    break;
  case TASK_AFFINITY_CHANGED:
  case TASK_PRIORITY_CHANGED:
    renew(m);
    break;
  case TASK_ON_CPU:
    on_cpu(m);
    break;
  case CPU_TICK:
    tick(m->tick_cpu);
    break;
  }
  return CONSUME;
}

SEC("ghost_sched/pnt")
int pick_next_task(struct bpf_ghost_sched *ctx) {
  ctx->dont_idle = 1;
  if (ctx->agent_runnable || ctx->might_yield || ctx->next_gtid)
    return 0;
  boost_if_due();
#pragma clang loop unroll(disable)
  for (u32 level = 0; level < LEVELS; level++) {
    struct slot *s = list_pop(level);

    if (s) {
      start(s->gtid, s->barrier);
      break;
    }
  }
  return 0;
}
