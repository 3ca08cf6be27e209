/* policies/stride.gpol in C. */
#include "ghost.h"

#define MAX_TASKS 16384
#define MAX_LOOKS 256
#define CAPACITY MAX_TASKS
#define LANES 1
#define KEY u64
#define HEIGHT_STEPS 15
#define MERGE_STEPS 30
#define STRIDE_OF_NICE_0 65536
#define NOBODY 0xffffffffffffffffULL

const volatile s64 slice = 3000000;
const volatile s64 credit = 6000000;

/* `pass` and `stride` are the task's as of `since`. */
struct on_cpu {
  u64 gtid, since, pass, stride;
};

/* `ran` is the CPU time that `pass` accounts for. */
struct client {
  u64 pass;
  s64 ran;
  u64 stride;
};

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, struct client);
  __uint(max_entries, MAX_TASKS);
} clients SEC(".maps");

/* The least pass of the tasks that run or wait, as of `advance`; it never goes back. */
u64 global_pass;

COUNTER(expired);

#include "heap.h"
#include "policy.h"

static u64 stride_of(s32 nice) {
  u64 stride = STRIDE_OF_NICE_0;

  for (s32 i = 0; i < 20; i++) {
    if (nice > i)
      stride = stride * 5 / 4;
    if (nice < -i)
      stride = stride * 4 / 5;
  }
  return stride;
}

/* How far a pass goes on for CPU time. */
static u64 way(u64 used, u64 stride) {
  return used * stride / STRIDE_OF_NICE_0;
}

/* Brings `global_pass` up to now. */
static void advance(void) {
  u64 at = bpf_ktime_get_ns(), least = NOBODY;
  struct slot *first = heap_min(0);

  if (first)
    least = first->key;
  for (u32 i = 0; i < MAX_LOOKS && i < __nr_cpus; i++) {
    u32 cpu = i;
    struct on_cpu *s = bpf_map_lookup_elem(&oncpu, &cpu);
    u64 pass;

    if (!s)
      break;
    if (!s->gtid)
      continue;
    pass = s->pass + way(at - s->since, s->stride);
    if (pass < least)
      least = pass;
  }
  if (least != NOBODY && least > global_pass)
    global_pass = least;
}

/* To the queue, at its pass. */
static void enqueue(u64 gtid, u32 barrier) {
  struct client *c = bpf_map_lookup_elem(&clients, &gtid);

  if (heap_push(0, gtid, barrier, c ? c->pass : global_pass))
    count(&overflow);
}

/* A task that slept may not have saved up more than `credit`. */
static void joined(u64 gtid, u32 barrier) {
  struct client *c;

  advance();
  c = bpf_map_lookup_elem(&clients, &gtid);
  if (c) {
    u64 saved = credit;

    if (global_pass > saved && c->pass < global_pass - saved)
      c->pass = global_pass - saved;
  }
  enqueue(gtid, barrier);
}

/* Charges a task for the CPU time since it was charged last. */
static void charge(u64 gtid, s64 runtime) {
  struct client *c = bpf_map_lookup_elem(&clients, &gtid);

  if (!c)
    return;
  c->pass += way(runtime - c->ran, c->stride);
  c->ran = runtime;
}

static void gone(u32 cpu, u64 gtid) {
  stopped(cpu, gtid);
  bpf_map_delete_elem(&clients, &gtid);
  bpf_map_delete_elem(&renewed, &gtid);
  heap_remove(gtid);
}

static void task_new(struct bpf_ghost_msg *m) {
  u64 gtid = m->gtid;
  struct client client;

  advance();
  client.pass = global_pass;
  client.ran = m->new_task.runtime;
  client.stride = stride_of(m->new_task.nice);
  bpf_map_update_elem(&clients, &gtid, &client, BPF_ANY);
  if (m->new_task.runnable)
    enqueue(gtid, m->seqnum);
}

static void priority_changed(struct bpf_ghost_msg *m) {
  u64 gtid = m->gtid;
  struct client *c;

  renew(m);
  c = bpf_map_lookup_elem(&clients, &gtid);
  if (c)
    c->stride = stride_of(m->priority.nice);
}

static void on_cpu(struct bpf_ghost_msg *m) {
  u32 cpu = m->on_cpu.cpu;
  u64 gtid = m->gtid;
  struct on_cpu *c = bpf_map_lookup_elem(&oncpu, &cpu);
  struct client *client;

  if (!c)
    return;
  c->gtid = gtid;
  c->since = m->on_cpu.commit_time;
  client = bpf_map_lookup_elem(&clients, &gtid);
  if (client) {
    c->pass = client->pass;
    c->stride = client->stride;
  }
}

static void tick(u32 cpu) {
  struct on_cpu *s = bpf_map_lookup_elem(&oncpu, &cpu);
  struct slot *first;

  if (!s || !s->gtid || (s64)(bpf_ktime_get_ns() - s->since) < slice)
    return;
  first = heap_min(0);
  /* The running task has not been charged for this stay yet. */
  if (!first || first->key >= s->pass + way(bpf_ktime_get_ns() - s->since, s->stride))
    return;
  count(&expired);
  ghost_resched_cpu2(cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
}

SEC("ghost_msg/msg_send")
int msg_send(struct bpf_ghost_msg *m) {
  switch (m->type) {
  case TASK_NEW:
    task_new(m);
    break;
  case TASK_WAKEUP:
    joined(m->gtid, m->seqnum);
    break;
  case TASK_YIELD:
  case TASK_PREEMPT:
    stopped(m->stopped.cpu, m->gtid);
    charge(m->gtid, m->stopped.runtime);
    enqueue(m->gtid, m->seqnum);
    break;
  case TASK_BLOCKED:
    advance();
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
