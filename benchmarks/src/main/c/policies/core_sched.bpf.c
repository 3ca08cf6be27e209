/* policies/core_sched.gpol in C. */
#include "ghost.h"

#define MAX_TASKS 65536
#define MAX_GROUPS 8
#define NOBODY 8
#define MAX_SIBLINGS 8
#define CAPACITY MAX_TASKS
#define LANES MAX_GROUPS
#define KEY u64
#define HEIGHT_STEPS 17
#define MERGE_STEPS 34

const volatile s32 band = 5;
const volatile s64 slice = 5000000;
const volatile s64 tenure = 10000000;

/* What a CPU runs, and whether it idles though tasks wait. */
struct on_cpu {
  u64 gtid, since;
  u32 group, forced;
};

/* Since when a core is its group's, and whether that has to leave. */
struct tenancy {
  u64 since;
  u32 closing, group;
};

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, u32);
  __uint(max_entries, MAX_TASKS);
} groups SEC(".maps");

struct {
  __uint(type, ARRAY);
  __type(key, u32);
  __type(value, struct tenancy);
  __uint(max_entries, MAX_CPUS);
} cores SEC(".maps");

COUNTER(forced_idle);
COUNTER(handed_over);

#include "heap.h"
#include "oncpu.h"

static u32 sibling(u32 cpu) {
  return __cpu_sibling[cpu % MAX_CPUS];
}

static struct tenancy *tenancy_of(u32 cpu) {
  u32 core = __cpu_core[cpu % MAX_CPUS];

  return bpf_map_lookup_elem(&cores, &core);
}

static u32 group_of(u64 gtid) {
  u32 *group = bpf_map_lookup_elem(&groups, &gtid);

  return group ? *group : 0;
}

static void classify(u64 gtid, s32 nice) {
  u32 group = (u32)(nice + 20) / (u32)band;

  bpf_map_update_elem(&groups, &gtid, &group, BPF_ANY);
}

static void enqueue(u64 gtid, u32 barrier) {
  if (heap_push(group_of(gtid), gtid, barrier, bpf_ktime_get_ns()))
    count(&overflow);
}

static void gone(u32 cpu, u64 gtid) {
  stopped(cpu, gtid);
  bpf_map_delete_elem(&groups, &gtid);
}

/* The group whose first has waited for longest, or NOBODY. */
static u32 oldest(void) {
  u32 found = NOBODY;
  u64 least = 0;

#pragma clang loop unroll(disable)
  for (u32 g = 0; g < MAX_GROUPS; g++) {
    struct slot *first = heap_min(g);

    if (!first)
      continue;
    if (found == NOBODY || first->key < least) {
      found = g;
      least = first->key;
    }
  }
  return found;
}

/* The group that runs on the other threads of a CPU's core, or NOBODY. */
static u32 beside(u32 cpu) {
  u32 other = sibling(cpu);

#pragma clang loop unroll(disable)
  for (int i = 0; i < MAX_SIBLINGS && other != cpu; i++) {
    struct on_cpu *s = on(other);

    if (s && s->gtid)
      return s->group;
    other = sibling(other);
  }
  return NOBODY;
}

/* All threads of a core pick anew. */
static void clear_core(u32 cpu) {
  u32 other = sibling(cpu);

  ghost_resched_cpu2(cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
#pragma clang loop unroll(disable)
  for (int i = 0; i < MAX_SIBLINGS && other != cpu; i++) {
    ghost_resched_cpu2(other, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
    other = sibling(other);
  }
}

static void tick(u32 cpu) {
  struct on_cpu *s = on(cpu);
  struct tenancy *t;
  _Bool shared;
  u32 first;

  if (!s || !s->gtid)
    return;
  first = oldest();
  if (first == NOBODY)
    return;
  shared = sibling(cpu) != cpu;
  t = tenancy_of(cpu);
  if (!t)
    return;
  if (shared && first != s->group && (s64)(bpf_ktime_get_ns() - t->since) >= tenure) {
    t->closing = 1;
    clear_core(cpu);
    return;
  }
  if ((s64)(bpf_ktime_get_ns() - s->since) < slice)
    return;
  if (s->group >= MAX_GROUPS || (shared && !lengths[s->group]))
    return;
  ghost_resched_cpu2(cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
}

SEC("ghost_msg/msg_send")
int msg_send(struct bpf_ghost_msg *m) {
  u64 gtid = m->gtid;

  switch (m->type) {
  case TASK_NEW:
    classify(gtid, m->new_task.nice);
    if (m->new_task.runnable)
      enqueue(gtid, m->seqnum);
    break;
  case TASK_PRIORITY_CHANGED:
    if (!bpf_map_lookup_elem(&slot_index, &gtid))
      classify(gtid, m->priority.nice);
    heap_renew(gtid, m->seqnum);
    break;
  case TASK_WAKEUP:
    enqueue(gtid, m->seqnum);
    break;
  case TASK_PREEMPT:
  case TASK_YIELD:
    stopped(m->stopped.cpu, gtid);
    enqueue(gtid, m->seqnum);
    break;
  case TASK_BLOCKED:
    stopped(m->blocked.cpu, gtid);
    break;
  case TASK_DEAD:
    gone(m->dead.cpu, gtid);
    break;
  case TASK_DEPARTED:
    gone(m->departed.cpu, gtid);
    heap_remove(gtid);
    break;
  case TASK_AFFINITY_CHANGED:
    heap_renew(gtid, m->seqnum);
    break;
  case CPU_TICK:
    tick(m->tick_cpu);
    break;
  }
  return CONSUME;
}

static void start(u64 gtid, u32 barrier, u32 group) {
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
  s->group = group;
  s->forced = 0;
}

/* A core of which no other thread runs anything goes to `group`. */
static void take_over(struct tenancy *t, u32 group) {
  if (t->group != group)
    count(&handed_over);
  t->group = group;
  t->since = bpf_ktime_get_ns();
  t->closing = 0;
}

static void idle(void) {
  struct on_cpu *s = on(bpf_get_smp_processor_id());

  if (!s || s->forced)
    return;
  s->forced = 1;
  count(&forced_idle);
}

SEC("ghost_sched/pnt")
int pick_next_task(struct bpf_ghost_sched *ctx) {
  u32 first, group, me = bpf_get_smp_processor_id();
  struct tenancy *t;
  struct slot *s;

  ctx->dont_idle = 1;
  if (ctx->agent_runnable || ctx->might_yield || ctx->next_gtid)
    return 0;
  first = oldest();
  if (first == NOBODY)
    return 0;
  t = tenancy_of(me);
  if (!t)
    return 0;
  group = beside(me);
  if (group == NOBODY) {
    group = first;
    take_over(t, group);
  } else if (t->closing) {
    idle();
    return 0;
  }
  s = heap_pop(group);
  if (s)
    start(s->gtid, s->barrier, group);
  else
    idle();
  return 0;
}

STAYS_ON_CPU
