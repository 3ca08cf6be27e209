/* policies/feedback.gpol in C. */
#include "ghost.h"

#define MAX_TASKS 65536
#define CAPACITY MAX_TASKS
#define LANES 1

const volatile s64 target = 2000000;
const volatile s64 least = 500000;
const volatile s64 most = 50000000;
const volatile s64 period = 20000000;

struct on_cpu {
  u64 gtid, since;
};

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, u64);
  __uint(max_entries, MAX_TASKS);
} woken SEC(".maps");

u64 slice, worst, adapted;
s64 slice_us;

COUNTER(halved);
COUNTER(grown);

#include "fifo_list.h"
#include "oncpu.h"

static void enqueue(u64 gtid, u32 barrier) {
  if (list_put(0, gtid, barrier, 0))
    count(&overflow);
}

/* Once in a period the slice follows the worst latency in it. */
static void adapt(void) {
  u64 t = bpf_ktime_get_ns();

  if (!slice) {
    slice = most;
    adapted = t;
  }
  if (t - adapted < (u64)period)
    return;
  if (worst > (u64)target) {
    slice /= 2;
    count(&halved);
  } else {
    slice += slice / 16;
    count(&grown);
  }
  if (slice < (u64)least)
    slice = least;
  if (slice > (u64)most)
    slice = most;
  adapted = t;
  worst = 0;
  slice_us = slice / 1000;
}

static void wakeup(u64 gtid, u32 barrier) {
  u64 at = bpf_ktime_get_ns();

  bpf_map_update_elem(&woken, &gtid, &at, BPF_ANY);
  enqueue(gtid, barrier);
}

static void gone(u32 cpu, u64 gtid) {
  stopped(cpu, gtid);
  bpf_map_delete_elem(&woken, &gtid);
}

static void on_cpu(struct bpf_ghost_msg *m) {
  u64 gtid = m->gtid, at = m->on_cpu.commit_time;
  u64 *since = bpf_map_lookup_elem(&woken, &gtid);
  struct on_cpu *s;

  if (since) {
    if (at - *since > worst)
      worst = at - *since;
    bpf_map_delete_elem(&woken, &gtid);
  }
  s = on(m->on_cpu.cpu);
  if (!s)
    return;
  s->gtid = gtid;
  s->since = at;
}

static void tick(u32 cpu) {
  struct on_cpu *s;

  adapt();
  s = on(cpu);
  if (!s || !s->gtid || !lengths[0])
    return;
  if (bpf_ktime_get_ns() - s->since >= slice)
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
    wakeup(m->gtid, m->seqnum);
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
  case TASK_PRIORITY_CHANGED:
    list_renew(m->gtid, m->seqnum);
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
  u64 gtid;
  u32 barrier;
  int err;

  ctx->dont_idle = 1;
  if (ctx->agent_runnable || ctx->might_yield || ctx->next_gtid)
    return 0;
  s = list_pop(0);
  if (!s)
    return 0;
  gtid = s->gtid;
  barrier = s->barrier;
  err = -ghost_run_gtid(gtid, barrier, SEND_TASK_ON_CPU);
  if (err && err != ENOENT)
    enqueue(gtid, barrier);
  return 0;
}

STAYS_ON_CPU
