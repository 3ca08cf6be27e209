/* policies/round_robin.gpol in C. */
#include "ghost.h"

#define MAX_TASKS 16384
#define CAPACITY MAX_TASKS
#define LANES 1

const volatile s64 slice = 4000000;

struct on_cpu {
  u64 gtid, since;
};

/* CPU time of a task when its turn began, and as of the last message about it. */
struct turn {
  s64 began, ran;
};

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, struct turn);
  __uint(max_entries, MAX_TASKS);
} turns SEC(".maps");

COUNTER(expired);
COUNTER(resumed);

#include "fifo_list.h"
#include "policy.h"

static void push(u64 gtid, u32 barrier) {
  if (list_put(0, gtid, barrier, 0))
    count(&overflow);
}

/* To the end of the queue, with a new slice. */
static void renewed_turn(u64 gtid, u32 barrier) {
  struct turn *turn = bpf_map_lookup_elem(&turns, &gtid);

  if (turn)
    turn->began = turn->ran;
  push(gtid, barrier);
}

/* A task that could not leave its CPU yet keeps its slice. */
static void enqueue(u64 gtid, u32 barrier) {
  push(gtid, barrier);
}

/* A task that was interrupted is the next to run, unless its slice is used up. */
static void resume(u64 gtid, u32 barrier) {
  struct turn *turn = bpf_map_lookup_elem(&turns, &gtid);

  if (!turn) {
    push(gtid, barrier);
    return;
  }
  if (turn->ran - turn->began >= slice) {
    count(&expired);
    renewed_turn(gtid, barrier);
    return;
  }
  count(&resumed);
  if (list_put(0, gtid, barrier, 1))
    count(&overflow);
}

static void account(u64 gtid, s64 runtime) {
  struct turn *turn = bpf_map_lookup_elem(&turns, &gtid);

  if (turn)
    turn->ran = runtime;
}

static void gone(u32 cpu, u64 gtid) {
  stopped(cpu, gtid);
  bpf_map_delete_elem(&turns, &gtid);
  bpf_map_delete_elem(&renewed, &gtid);
  list_remove(gtid);
}

static void task_new(struct bpf_ghost_msg *m) {
  u64 gtid = m->gtid;
  struct turn turn = {m->new_task.runtime, m->new_task.runtime};

  bpf_map_update_elem(&turns, &gtid, &turn, BPF_ANY);
  if (m->new_task.runnable)
    renewed_turn(gtid, m->seqnum);
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
  struct turn *turn;
  u64 gtid;
  /* What was left of the slice when the task was switched in. */
  s64 left = slice;

  if (!c || !c->gtid || !lengths[0])
    return;
  gtid = c->gtid;
  turn = bpf_map_lookup_elem(&turns, &gtid);
  if (turn && turn->ran - turn->began < slice)
    left = slice - (turn->ran - turn->began);
  if ((s64)(bpf_ktime_get_ns() - c->since) < left)
    return;
  ghost_resched_cpu2(cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
}

SEC("ghost_msg/msg_send")
int msg_send(struct bpf_ghost_msg *m) {
  switch (m->type) {
  case TASK_NEW:
    task_new(m);
    break;
  case TASK_WAKEUP:
    renewed_turn(m->gtid, m->seqnum);
    break;
  case TASK_YIELD:
    stopped(m->stopped.cpu, m->gtid);
    account(m->gtid, m->stopped.runtime);
    renewed_turn(m->gtid, m->seqnum);
    break;
  case TASK_PREEMPT:
    stopped(m->stopped.cpu, m->gtid);
    account(m->gtid, m->stopped.runtime);
    resume(m->gtid, m->seqnum);
    break;
  case TASK_BLOCKED:
    stopped(m->blocked.cpu, m->gtid);
    account(m->gtid, m->blocked.runtime);
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
  struct slot *s;

  ctx->dont_idle = 1;
  if (ctx->agent_runnable || ctx->might_yield || ctx->next_gtid)
    return 0;
  s = list_pop(0);
  if (s)
    start(s->gtid, s->barrier);
  return 0;
}
