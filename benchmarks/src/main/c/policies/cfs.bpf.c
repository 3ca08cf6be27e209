/* policies/cfs.gpol in C. */
#include "ghost.h"

#define MAX_TASKS 65536
#define MAX_LOOKS 64
#define MAX_RECHECKS 256
#define NICE_0 1024
#define CAPACITY MAX_TASKS
#define LANES MAX_CPUS
#define KEY u64
#define HEIGHT_STEPS 17
#define MERGE_STEPS 34

const volatile s64 latency = 6000000;
const volatile s64 granularity = 750000;
const volatile s64 wakeup_granularity = 1000000;
const volatile u32 reach = 16;

struct entity {
  u64 vruntime, runtime, weight;
  u32 home, unused;
};

struct on_cpu {
  u64 gtid, since, vruntime, weight, min_vruntime;
};

struct cpumask {
  u64 bits[16];
};

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, struct entity);
  __uint(max_entries, MAX_TASKS);
} entities SEC(".maps");

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, struct cpumask);
  __uint(max_entries, MAX_TASKS);
} allowed SEC(".maps");

struct cpumask no_cpus;

COUNTER(pulled);
COUNTER(wakeup_preempted);

#include "heap.h"
#include "oncpu.h"

static struct entity *entity_of(u64 gtid) {
  return bpf_map_lookup_elem(&entities, &gtid);
}

static u32 ones(u64 word) {
  u64 w = word - (word >> 1 & 0x5555555555555555);

  w = (w & 0x3333333333333333) + (w >> 2 & 0x3333333333333333);
  w = (w + (w >> 4)) & 0x0f0f0f0f0f0f0f0f;
  return w * 0x0101010101010101 >> 56;
}

static u32 first_of(struct cpumask *mask) {
#pragma clang loop unroll(disable)
  for (u32 word = 0; word < 16; word++) {
    u64 w = mask->bits[word];

    if (w)
      return word * 64 + ones((w & -w) - 1);
  }
  return ANY_CPU;
}

/* Asks the kernel for the CPUs that a task may use. */
static void learn_affinity(u64 gtid) {
  struct cpumask *mask;
  struct entity *e;

  bpf_map_update_elem(&allowed, &gtid, &no_cpus, BPF_ANY);
  mask = bpf_map_lookup_elem(&allowed, &gtid);
  if (!mask)
    return;
  if (ghost_affinity(gtid, mask, sizeof(*mask)) < 0) {
    bpf_map_delete_elem(&allowed, &gtid);
    return;
  }
  e = entity_of(gtid);
  if (e)
    e->home = first_of(mask);
}

static _Bool may_run(u64 gtid, u32 cpu) {
  struct cpumask *mask = bpf_map_lookup_elem(&allowed, &gtid);
  u32 word = cpu / 64;

  if (!mask)
    return 1;
  return word < 16 && (mask->bits[word] >> cpu % 64 & 1);
}

/* As sched_prio_to_weight: a quarter more for each nice value less. */
static u64 weight_of(s32 nice) {
  u64 weight = NICE_0;

#pragma clang loop unroll(disable)
  for (s32 i = 0; i < 20; i++) {
    if (i < nice)
      weight = weight * 4 / 5;
    if (i < -nice)
      weight = weight * 5 / 4;
  }
  return weight;
}

static void join(u64 gtid, s32 nice, u64 runtime) {
  struct entity e = {0, runtime, weight_of(nice), 0, 0};

  bpf_map_update_elem(&entities, &gtid, &e, BPF_ANY);
}

static u64 scaled(u64 ns, u64 weight) {
  return weight ? ns * NICE_0 / weight : ns;
}

/* The virtual run time of who runs, as of now; 0 if nobody does. */
static u64 current(struct on_cpu *rq) {
  if (!rq->gtid)
    return 0;
  return rq->vruntime + scaled(bpf_ktime_get_ns() - rq->since, rq->weight);
}

/* The least virtual run time of a CPU, kept from falling. */
static u64 update_min(struct on_cpu *rq, u32 cpu) {
  u64 least = current(rq);
  struct slot *first = heap_min(cpu);

  if (first && (!rq->gtid || first->key < least))
    least = first->key;
  if (least > rq->min_vruntime)
    rq->min_vruntime = least;
  return rq->min_vruntime;
}

static void enqueue(u64 gtid, u32 barrier, u32 cpu, _Bool woken) {
  struct on_cpu *rq = on(cpu);
  struct entity *e;
  u64 base, v, credit;

  if (!rq || cpu >= MAX_CPUS) {
    count(&overflow);
    return;
  }
  base = update_min(rq, cpu);
  if (!entity_of(gtid))
    join(gtid, 0, 0);
  v = base;
  e = entity_of(gtid);
  if (e && woken) {
    credit = (u64)latency / 2;
    v = base < credit ? 0 : base - credit;
  } else if (e) {
    v = base + e->vruntime;
  }
  if (heap_push(cpu, gtid, barrier, v)) {
    count(&overflow);
    return;
  }
  if (woken && rq->gtid && rq->gtid != gtid && current(rq) > v + (u64)wakeup_granularity) {
    count(&wakeup_preempted);
    ghost_resched_cpu2(cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
  }
}

/* A task has left a CPU, having run for `runtime` in its life. */
static void left(u32 cpu, u64 gtid, u64 runtime) {
  struct on_cpu *rq = on(cpu);
  struct entity *e;
  u64 base, v;

  if (!rq)
    return;
  base = update_min(rq, cpu);
  e = entity_of(gtid);
  if (e) {
    v = e->vruntime + scaled(runtime - e->runtime, e->weight);
    e->runtime = runtime;
    e->vruntime = v < base ? 0 : v - base;
  }
  if (rq->gtid == gtid)
    rq->gtid = 0;
}

/* `last` if the task may still run there, else the first CPU where it may. */
static u32 home(u64 gtid, u32 last) {
  struct entity *e;

  if (may_run(gtid, last))
    return last;
  e = entity_of(gtid);
  return e ? e->home : last;
}

static _Bool is_idle(u32 cpu) {
  struct on_cpu *rq = on(cpu);

  return rq && cpu < MAX_CPUS && !rq->gtid && !lengths[cpu];
}

/* Where a task that was last on `last` should wait: there, or where nobody runs, or where fewer wait. */
static u32 place(u64 gtid, u32 last) {
  u32 best, fewest = 0xffffffff;

  if (is_idle(last) && may_run(gtid, last))
    return last;
  best = home(gtid, last);
#pragma clang loop unroll(disable)
  for (u32 i = 0; i < MAX_LOOKS && i < reach; i++) {
    u32 c = (last + i) % __nr_cpus;

    if (!may_run(gtid, c))
      continue;
    if (is_idle(c))
      return c;
    if (c >= MAX_CPUS)
      break;
    if (lengths[c] < fewest) {
      fewest = lengths[c];
      best = c;
    }
  }
  return best;
}

static void forget(u32 cpu, u64 gtid) {
  stopped(cpu, gtid);
  bpf_map_delete_elem(&entities, &gtid);
  bpf_map_delete_elem(&allowed, &gtid);
}

/* Who waits moves to where it may run; a CPU that runs it although it may not picks anew. */
static void affinity_changed(u64 gtid, u32 barrier) {
  learn_affinity(gtid);
  if (bpf_map_lookup_elem(&slot_index, &gtid)) {
    heap_remove(gtid);
    enqueue(gtid, barrier, place(gtid, bpf_get_smp_processor_id()), 0);
    return;
  }
  for (u32 i = 0; i < MAX_RECHECKS && i < __nr_cpus; i++) {
    struct on_cpu *rq = on(i);

    if (!rq)
      break;
    if (rq->gtid == gtid && !may_run(gtid, i))
      ghost_resched_cpu2(i, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
  }
}

static void tick(u32 cpu) {
  struct on_cpu *rq = on(cpu);
  struct slot *first;
  u64 ran, slice;

  if (!rq || cpu >= MAX_CPUS || !rq->gtid)
    return;
  first = heap_min(cpu);
  if (!first)
    return;
  ran = bpf_ktime_get_ns() - rq->since;
  slice = (u64)latency / ((u64)lengths[cpu] + 1);
  if (slice < (u64)granularity)
    slice = granularity;
  if (ran >= slice && first->key < current(rq))
    ghost_resched_cpu2(cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
}

static void priority_changed(struct bpf_ghost_msg *m) {
  struct entity *e = entity_of(m->gtid);

  if (e)
    e->weight = weight_of(m->priority.nice);
  heap_renew(m->gtid, m->seqnum);
}

SEC("ghost_msg/msg_send")
int msg_send(struct bpf_ghost_msg *m) {
  u64 gtid = m->gtid;

  switch (m->type) {
  case TASK_NEW:
    join(gtid, m->new_task.nice, m->new_task.runtime);
    learn_affinity(gtid);
    if (m->new_task.runnable)
      enqueue(gtid, m->seqnum, place(gtid, bpf_get_smp_processor_id()), 0);
    break;
  case TASK_PRIORITY_CHANGED:
    priority_changed(m);
    break;
  case TASK_WAKEUP:
    enqueue(gtid, m->seqnum, home(gtid, m->wakeup.wake_up_cpu), 1);
    break;
  case TASK_PREEMPT:
  case TASK_YIELD:
    left(m->stopped.cpu, gtid, m->stopped.runtime);
    enqueue(gtid, m->seqnum, home(gtid, m->stopped.cpu), 0);
    break;
  case TASK_BLOCKED:
    left(m->blocked.cpu, gtid, m->blocked.runtime);
    break;
  case TASK_DEAD:
    forget(m->dead.cpu, gtid);
    break;
  case TASK_DEPARTED:
    forget(m->departed.cpu, gtid);
    heap_remove(gtid);
    break;
  case TASK_AFFINITY_CHANGED:
    affinity_changed(gtid, m->seqnum);
    break;
  case CPU_TICK:
    tick(m->tick_cpu);
    break;
  }
  return CONSUME;
}

static void start(u64 gtid, u32 barrier, u32 cpu, u64 v) {
  struct on_cpu *rq = on(cpu);
  struct entity *e;
  int err;

  if (!rq)
    return;
  err = -ghost_run_gtid(gtid, barrier, 0);
  if (err) {
    if (err != ENOENT)
      enqueue(gtid, barrier, cpu, 0);
    return;
  }
  rq->gtid = gtid;
  rq->since = bpf_ktime_get_ns();
  rq->vruntime = v;
  rq->weight = NICE_0;
  e = entity_of(gtid);
  if (!e)
    return;
  rq->weight = e->weight;
  e->vruntime = v;
}

SEC("ghost_sched/pnt")
int pick_next_task(struct bpf_ghost_sched *ctx) {
  u32 me = bpf_get_smp_processor_id();
  struct on_cpu *rq;
  struct slot *s;

  ctx->dont_idle = 1;
  if (ctx->agent_runnable || ctx->might_yield || ctx->next_gtid)
    return 0;
  rq = on(me);
  if (!rq)
    return 0;
  s = heap_pop(me);
  if (s) {
    start(s->gtid, s->barrier, me, s->key);
    return 0;
  }
#pragma clang loop unroll(disable)
  for (u32 i = 1; i < MAX_LOOKS && i < reach; i++) {
    u32 c = (me + i) % __nr_cpus;
    u64 gtid, v;
    u32 barrier;

    s = heap_pop(c);
    if (!s)
      continue;
    gtid = s->gtid;
    barrier = s->barrier;
    v = s->key;
    if (!may_run(gtid, me)) {
      if (heap_push(c, gtid, barrier, v))
        count(&overflow);
      continue;
    }
    count(&pulled);
    start(gtid, barrier, me, rq->min_vruntime);
    return 0;
  }
  return 0;
}

SEC("ghost_select_rq/select_rq")
int select_rq(struct bpf_ghost_select_rq *ctx) {
  return place(ctx->gtid, ctx->task_cpu);
}
