/* policies/fair.gpol in C. */
#include "ghost.h"

#define MAX_TASKS 16384
#define CAPACITY MAX_TASKS
#define LANES 1
#define KEY s64
#define HEIGHT_STEPS 15
#define MERGE_STEPS 30

const volatile s64 slice = 3000000;
const volatile s64 credit = 6000000;

struct on_cpu {
  u64 gtid, since;
};

/* `vruntime` orders the queue, `ran` is the CPU time that it accounts for. */
struct account {
  s64 vruntime, ran;
};

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, struct account);
  __uint(max_entries, MAX_TASKS);
} accounts SEC(".maps");

/* The virtual runtime of the task that was picked last; it never goes back. */
s64 clock;

#include "heap.h"
#include "policy.h"

static void enqueue(u64 gtid, u32 barrier) {
  struct account *a = bpf_map_lookup_elem(&accounts, &gtid);

  if (heap_push(0, gtid, barrier, a ? a->vruntime : clock))
    count(&overflow);
}

/* Charges a task for what it ran since it was charged last. */
static void charge(u64 gtid, s64 runtime) {
  struct account *a = bpf_map_lookup_elem(&accounts, &gtid);

  if (!a)
    return;
  a->vruntime += runtime - a->ran;
  a->ran = runtime;
  if (!lengths[0] && a->vruntime > clock)
    clock = a->vruntime;
}

static void gone(u32 cpu, u64 gtid) {
  stopped(cpu, gtid);
  bpf_map_delete_elem(&accounts, &gtid);
  bpf_map_delete_elem(&renewed, &gtid);
  heap_remove(gtid);
}

static void task_new(struct bpf_ghost_msg *m) {
  u64 gtid = m->gtid;
  struct account account = {clock, m->new_task.runtime};

  bpf_map_update_elem(&accounts, &gtid, &account, BPF_ANY);
  if (m->new_task.runnable)
    enqueue(gtid, m->seqnum);
}

static void wakeup(u64 gtid, u32 barrier) {
  struct account *a = bpf_map_lookup_elem(&accounts, &gtid);

  if (a && a->vruntime + credit < clock)
    a->vruntime = clock - credit;
  enqueue(gtid, barrier);
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
  struct account *a;
  s64 stay;
  u64 gtid;

  if (!c || !c->gtid)
    return;
  stay = bpf_ktime_get_ns() - c->since;
  if (!lengths[0]) {
    /* Nobody to compare with: who comes next is not to catch up on what this one has had alone. */
    gtid = c->gtid;
    a = bpf_map_lookup_elem(&accounts, &gtid);
    if (a && a->vruntime + stay > clock)
      clock = a->vruntime + stay;
    return;
  }
  if (stay < slice)
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
    wakeup(m->gtid, m->seqnum);
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
  struct slot *s;

  ctx->dont_idle = 1;
  if (ctx->agent_runnable || ctx->might_yield || ctx->next_gtid)
    return 0;
  s = heap_min(0);
  if (!s)
    return 0;
  if (s->key > clock)
    clock = s->key;
  s = heap_pop(0);
  if (s)
    start(s->gtid, s->barrier);
  return 0;
}
