/* policies/tickless.gpol in C. */
#include "ghost.h"

#define MAX_TASKS 65536
#define CAPACITY MAX_TASKS
#define LANES 1
#define WATCHED 256

const volatile s64 slice = 10000000;
const volatile u32 keeper = 0;

struct on_cpu {
  u64 gtid, since;
  u8 told;
};

#include "oncpu.h"

u32 running;

COUNTER(expired);
COUNTER(kept);

#include "fifo_list.h"

static u32 keeper_cpu(void) {
  return keeper >= __nr_cpus ? 0 : keeper;
}

static void stop(struct on_cpu *s, u32 cpu) {
  s->told = 1;
  ghost_resched_cpu2(cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
}

/* One more waits: unless a CPU is free, somebody has to keep the time. */
static void one_more(void) {
  u32 cpu = keeper_cpu();
  struct on_cpu *s;

  if (running < __nr_cpus)
    return;
  s = bpf_map_lookup_elem(&oncpu, &cpu);
  if (!s || !s->gtid || s->told)
    return;
  if (__nr_cpus == 1) {
    if ((s64)(bpf_ktime_get_ns() - s->since) >= slice) {
      count(&expired);
      stop(s, cpu);
    }
    return;
  }
  count(&kept);
  stop(s, cpu);
}

static void enqueue(u64 gtid, u32 barrier) {
  if (list_put(0, gtid, barrier, 0)) {
    count(&overflow);
    return;
  }
  one_more();
}

static void left(u32 cpu, u64 gtid) {
  struct on_cpu *s = bpf_map_lookup_elem(&oncpu, &cpu);

  if (!s || s->gtid != gtid)
    return;
  s->gtid = 0;
  running--;
}

/* Whose task makes room for the keeper goes on before all others. */
static void interrupted(u32 cpu, u64 gtid, u32 barrier) {
  if (__nr_cpus == 1 || cpu != keeper_cpu()) {
    enqueue(gtid, barrier);
    return;
  }
  if (list_put(0, gtid, barrier, 1))
    count(&overflow);
}

static void watch(void) {
  u32 todo = lengths[0];

  for (u32 i = 0; i < WATCHED && i < __nr_cpus; i++) {
    u32 cpu = i;
    struct on_cpu *s;

    if (!todo)
      break;
    s = bpf_map_lookup_elem(&oncpu, &cpu);
    if (!s)
      break;
    if (!s->gtid || s->told || (s64)(bpf_ktime_get_ns() - s->since) < slice)
      continue;
    count(&expired);
    stop(s, cpu);
    todo--;
  }
}

/* Whether somebody waits even if the keeper takes a task. */
static int keeps(void) {
  u32 cpu = keeper_cpu();
  struct on_cpu *s = bpf_map_lookup_elem(&oncpu, &cpu);

  return s && (lengths[0] > 1 || s->gtid);
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
    left(m->stopped.cpu, m->gtid);
    enqueue(m->gtid, m->seqnum);
    break;
  case TASK_PREEMPT:
    left(m->stopped.cpu, m->gtid);
    interrupted(m->stopped.cpu, m->gtid, m->seqnum);
    break;
  case TASK_BLOCKED:
    left(m->blocked.cpu, m->gtid);
    break;
  case TASK_DEAD:
    left(m->dead.cpu, m->gtid);
    break;
  case TASK_DEPARTED:
    left(m->departed.cpu, m->gtid);
    list_remove(m->gtid);
    break;
  case TASK_AFFINITY_CHANGED:
  case TASK_PRIORITY_CHANGED:
    list_renew(m->gtid, m->seqnum);
    break;
  }
  return CONSUME;
}

static void start(u64 gtid, u32 barrier, u32 cpu) {
  int err = -ghost_run_gtid(gtid, barrier, 0);
  struct on_cpu *s;

  if (err) {
    if (err != ENOENT)
      enqueue(gtid, barrier);
    return;
  }
  s = bpf_map_lookup_elem(&oncpu, &cpu);
  if (!s)
    return;
  if (!s->gtid)
    running++;
  s->gtid = gtid;
  s->since = bpf_ktime_get_ns();
  s->told = 0;
}

SEC("ghost_sched/pnt")
int pick_next_task(struct bpf_ghost_sched *ctx) {
  struct slot *s;

  ctx->dont_idle = 1;
  if (ctx->agent_runnable || ctx->might_yield || ctx->next_gtid)
    return 0;
  if (__nr_cpus > 1 && bpf_get_smp_processor_id() == keeper_cpu() && keeps()) {
    watch();
    return 0;
  }
  s = list_pop(0);
  if (s)
    start(s->gtid, s->barrier, bpf_get_smp_processor_id());
  return 0;
}

STAYS_ON_CPU
