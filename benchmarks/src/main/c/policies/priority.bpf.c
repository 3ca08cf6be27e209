/* policies/priority.gpol in C. */
#include "ghost.h"

#define MAX_TASKS 16384
#define MAX_LOOKS 256
#define CAPACITY MAX_TASKS
#define LANES 1
#define KEY s32
#define HEIGHT_STEPS 15
#define MERGE_STEPS 30

const volatile s64 slice = 4000000;
const volatile _Bool preempt = 1;

struct on_cpu {
  u64 gtid, since;
  s32 nice;
};

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, s32);
  __uint(max_entries, MAX_TASKS);
} nices SEC(".maps");

COUNTER(interrupted);

#include "heap.h"
#include "policy.h"

static s32 nice_of(u64 gtid) {
  s32 *nice = bpf_map_lookup_elem(&nices, &gtid);

  return nice ? *nice : 0;
}

static void enqueue(u64 gtid, u32 barrier) {
  if (heap_push(0, gtid, barrier, nice_of(gtid)))
    count(&overflow);
}

/* Interrupts the task of the greatest nice value that is greater than `nice`, if there is one. */
static void make_way(s32 nice) {
  u32 victim = ANY_CPU;
  s32 worst = nice;

  if (!preempt)
    return;
  for (u32 i = 0; i < MAX_LOOKS && i < __nr_cpus; i++) {
    u32 cpu = i;
    struct on_cpu *s = bpf_map_lookup_elem(&oncpu, &cpu);

    if (!s)
      break;
    if (s->gtid && s->nice > worst) {
      worst = s->nice;
      victim = i;
    }
  }
  if (victim == ANY_CPU)
    return;
  count(&interrupted);
  ghost_resched_cpu2(victim, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
}

static void woken(u64 gtid, u32 barrier) {
  s32 nice = nice_of(gtid);

  enqueue(gtid, barrier);
  make_way(nice);
}

static void gone(u32 cpu, u64 gtid) {
  stopped(cpu, gtid);
  bpf_map_delete_elem(&nices, &gtid);
  bpf_map_delete_elem(&renewed, &gtid);
  heap_remove(gtid);
}

static void task_new(struct bpf_ghost_msg *m) {
  u64 gtid = m->gtid;
  s32 nice = m->new_task.nice;

  bpf_map_update_elem(&nices, &gtid, &nice, BPF_ANY);
  if (m->new_task.runnable)
    woken(gtid, m->seqnum);
}

/* A task that waits is sorted in anew, one that runs is known by its new value. */
static void priority_changed(struct bpf_ghost_msg *m) {
  u64 gtid = m->gtid;
  s32 nice = m->priority.nice;

  bpf_map_update_elem(&nices, &gtid, &nice, BPF_ANY);
  renew(m);
  heap_update(gtid, nice);
  for (u32 i = 0; i < MAX_LOOKS && i < __nr_cpus; i++) {
    u32 cpu = i;
    struct on_cpu *s = bpf_map_lookup_elem(&oncpu, &cpu);

    if (!s)
      break;
    if (s->gtid == gtid)
      s->nice = nice;
  }
}

static void on_cpu(struct bpf_ghost_msg *m) {
  u32 cpu = m->on_cpu.cpu;
  struct on_cpu *c = bpf_map_lookup_elem(&oncpu, &cpu);

  if (!c)
    return;
  c->gtid = m->gtid;
  c->since = m->on_cpu.commit_time;
  c->nice = nice_of(m->gtid);
}

static void tick(u32 cpu) {
  struct on_cpu *c = bpf_map_lookup_elem(&oncpu, &cpu);
  struct slot *first;

  if (!c || !c->gtid)
    return;
  first = heap_min(0);
  if (!first || first->key > c->nice)
    return;
  if (first->key == c->nice && (s64)(bpf_ktime_get_ns() - c->since) < slice)
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
    woken(m->gtid, m->seqnum);
    break;
  case TASK_YIELD:
  case TASK_PREEMPT:
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
    break;
  case TASK_AFFINITY_CHANGED:
    renew(m);
    break;
  case TASK_PRIORITY_CHANGED:
    priority_changed(m);
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
  s = heap_pop(0);
  if (s)
    start(s->gtid, s->barrier);
  return 0;
}
