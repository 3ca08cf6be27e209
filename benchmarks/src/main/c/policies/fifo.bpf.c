/* policies/fifo.gpol in C. */
#include "ghost.h"

#define MAX_TASKS 65536

const volatile s64 slice = 10000000;

struct on_cpu {
  u64 gtid, since;
};

struct task {
  u64 gtid;
  u32 barrier, zero;
};

struct {
  __uint(type, QUEUE);
  __type(value, struct task);
  __uint(max_entries, MAX_TASKS);
} runq SEC(".maps");

#include "policy.h"

static void enqueue(u64 gtid, u32 barrier) {
  struct task t = {gtid, barrier, 0};

  if (bpf_map_push_elem(&runq, &t, BPF_ANY))
    count(&overflow);
}

static void vacate(u32 cpu) {
  struct on_cpu *s = bpf_map_lookup_elem(&oncpu, &cpu);

  if (s)
    s->gtid = 0;
}

static void gone(u32 cpu, u64 gtid) {
  stopped(cpu, gtid);
  bpf_map_delete_elem(&renewed, &gtid);
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
  struct task first;

  if (!c || !c->gtid || (s64)(bpf_ktime_get_ns() - c->since) < slice)
    return;
  if (bpf_map_peek_elem(&runq, &first))
    return;
  ghost_resched_cpu2(cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
}

SEC("ghost_msg/msg_send")
int msg_send(struct bpf_ghost_msg *m) {
  switch (m->type) {
  case TASK_NEW:
    if (m->new_task.runnable)
      enqueue(m->gtid, m->seqnum);
    break;
  case TASK_WAKEUP:
    enqueue(m->gtid, m->seqnum);
    break;
  case TASK_YIELD:
    vacate(m->stopped.cpu);
    enqueue(m->gtid, m->seqnum);
    break;
  case TASK_PREEMPT:
    if (!m->stopped.was_latched)
      vacate(m->stopped.cpu);
    enqueue(m->gtid, m->seqnum);
    break;
  case TASK_BLOCKED:
    vacate(m->blocked.cpu);
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
  struct task t;

  ctx->dont_idle = 1;
  if (ctx->agent_runnable || ctx->might_yield || ctx->next_gtid)
    return 0;
  if (bpf_map_pop_elem(&runq, &t))
    return 0;
  start(t.gtid, t.barrier);
  return 0;
}
