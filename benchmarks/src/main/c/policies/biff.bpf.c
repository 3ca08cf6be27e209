/* policies/biff.gpol in C. */
#include "ghost.h"

#define MAX_TASKS 65536
#define MAX_SIBLINGS 8
#define BUCKETS 513

const volatile s64 slice = 50000000;

struct task {
  u64 gtid;
  u32 barrier, zero;
};

struct task_state {
  u64 parent, runnable_at, ran_at, ran_until;
  u32 seqnum, unused;
};

struct on_cpu {
  u64 gtid, since, cpu_seqnum;
  u8 busy;
};

struct {
  __uint(type, QUEUE);
  __type(value, struct task);
  __uint(max_entries, MAX_TASKS);
} runq SEC(".maps");

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, struct task_state);
  __uint(max_entries, MAX_TASKS);
} tasks SEC(".maps");

/* One bucket for each wait below 16 ns, eight for each power of two above, and the sum of all. */
struct {
  __uint(type, PERCPU_ARRAY);
  __type(key, u32);
  __type(value, u64);
  __uint(max_entries, BUCKETS);
} waited SEC(".maps");

COUNTER(put_back);
COUNTER(expired);
COUNTER(taken);

#include "oncpu.h"

static struct task_state *state_of(u64 gtid) {
  return bpf_map_lookup_elem(&tasks, &gtid);
}

static void push(u64 gtid, u32 barrier) {
  struct task t = {gtid, barrier, 0};

  if (bpf_map_push_elem(&runq, &t, BPF_ANY))
    count(&overflow);
}

static void enqueue(u64 gtid, u32 seqnum) {
  struct task_state *s = state_of(gtid);

  if (s) {
    s->runnable_at = bpf_ktime_get_ns();
    s->seqnum = seqnum;
  }
  push(gtid, seqnum);
}

static void put_again(u64 gtid, u32 barrier) {
  count(&put_back);
  push(gtid, barrier);
}

static void left(u32 cpu, u64 gtid) {
  struct task_state *s = state_of(gtid);

  if (s)
    s->ran_until = bpf_ktime_get_ns();
  stopped(cpu, gtid);
}

static void forget(u32 cpu, u64 gtid) {
  left(cpu, gtid);
  bpf_map_delete_elem(&tasks, &gtid);
}

static void renew(u64 gtid, u32 seqnum) {
  struct task_state *s = state_of(gtid);

  if (s)
    s->seqnum = seqnum;
}

static void task_new(struct bpf_ghost_msg *m) {
  u64 gtid = m->gtid;
  struct task_state fresh = {m->new_task.parent_gtid, 0, 0, 0, m->seqnum, 0};
  int known = -bpf_map_update_elem(&tasks, &gtid, &fresh, BPF_NOEXIST);

  if (known && known != EEXIST)
    count(&overflow);
  if (m->new_task.runnable && known != EEXIST)
    enqueue(gtid, m->seqnum);
}

/* The bucket of a wait. */
static u32 bucket_of(u64 v) {
  u64 power = 0, rest = v;

  if (v < 16)
    return v;
  for (u32 shift = 32; shift > 1; shift /= 2) {
    if (rest >> shift) {
      power += shift;
      rest >>= shift;
    }
  }
  power += rest >> 1;
  return power * 8 - 16 + (v >> (power - 3) & 7);
}

static void add_wait(u64 ns) {
  u32 bucket, last = BUCKETS - 1;
  u64 *cell;

  if ((s64)ns < 0)
    ns = 0;
  bucket = bucket_of(ns);
  cell = bpf_map_lookup_elem(&waited, &bucket);
  if (cell)
    ++*cell;
  cell = bpf_map_lookup_elem(&waited, &last);
  if (cell)
    *cell += ns;
}

static void on_cpu(struct bpf_ghost_msg *m) {
  struct task_state *t = state_of(m->gtid);
  struct on_cpu *s;

  if (t) {
    t->ran_at = m->on_cpu.commit_time;
    add_wait(m->on_cpu.commit_time - t->runnable_at);
  }
  s = on(m->on_cpu.cpu);
  if (!s)
    return;
  s->gtid = m->gtid;
  s->since = m->on_cpu.commit_time;
  s->cpu_seqnum = m->on_cpu.cpu_seqnum;
}

static void availability(u32 cpu, u8 busy) {
  struct on_cpu *s = on(cpu);

  if (s)
    s->busy = busy;
}

static void tick(u32 cpu) {
  u32 flags = RESCHED_GHOST_CLASS | RESCHED_IDLE_CLASS | SET_MUST_RESCHED, other;
  struct on_cpu *s = on(cpu);

  if (!s || !s->gtid || (s64)(bpf_ktime_get_ns() - s->since) <= slice)
    return;
  count(&expired);
  ghost_resched_cpu2(cpu, flags);
  other = __cpu_sibling[cpu % MAX_CPUS];
#pragma clang loop unroll(disable)
  for (int i = 0; i < MAX_SIBLINGS && other != cpu; i++) {
    ghost_resched_cpu2(other, flags);
    other = __cpu_sibling[other % MAX_CPUS];
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
  case TASK_PREEMPT:
  case TASK_YIELD:
    left(m->stopped.cpu, m->gtid);
    enqueue(m->gtid, m->seqnum);
    break;
  case TASK_BLOCKED:
    left(m->blocked.cpu, m->gtid);
    break;
  case TASK_DEAD:
    forget(m->dead.cpu, m->gtid);
    break;
  case TASK_DEPARTED:
    forget(m->departed.cpu, m->gtid);
    break;
  case TASK_AFFINITY_CHANGED:
  case TASK_PRIORITY_CHANGED:
    renew(m->gtid, m->seqnum);
    break;
  case TASK_ON_CPU:
    on_cpu(m);
    break;
  case CPU_AVAILABLE:
    availability(m->tick_cpu, 0);
    break;
  case CPU_BUSY:
    availability(m->tick_cpu, 1);
    count(&taken);
    break;
  case CPU_TICK:
    tick(m->tick_cpu);
    break;
  }
  return CONSUME;
}

/* A message has made what we know of the task out of date: run it by what the message said. */
static void retry(u64 gtid, u32 barrier) {
  struct task_state *s = state_of(gtid);

  if (s && ghost_run_gtid(gtid, s->seqnum, SEND_TASK_ON_CPU) == -EBUSY)
    put_again(gtid, barrier);
}

SEC("ghost_sched/pnt")
int pick_next_task(struct bpf_ghost_sched *ctx) {
  struct task t;

  ctx->dont_idle = 1;
  if (ctx->agent_runnable || ctx->might_yield || ctx->next_gtid)
    return 0;
  if (bpf_map_pop_elem(&runq, &t))
    return 0;
  switch (-ghost_run_gtid(t.gtid, t.barrier, SEND_TASK_ON_CPU)) {
  case 0:
  case ENOENT:
    break;
  case ESTALE:
    retry(t.gtid, t.barrier);
    break;
  default:
    put_again(t.gtid, t.barrier);
  }
  return 0;
}

SEC("ghost_select_rq/select_rq")
int select_rq(struct bpf_ghost_select_rq *ctx) {
  if (!state_of(ctx->gtid))
    return ANY_CPU;
  ctx->skip_ttwu_queue = 1;
  return ctx->task_cpu;
}
