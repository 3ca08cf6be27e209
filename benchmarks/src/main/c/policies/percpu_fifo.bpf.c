/* policies/percpu_fifo.gpol in C. */
#include "ghost.h"

#define MAX_TASKS 65536
#define QUEUE_SIZE 4096
#define MAX_LOOKS 64

const volatile s64 slice = 5000000;
const volatile _Bool steal = 1;
const volatile u32 reach = 16;

struct on_cpu {
  u64 gtid, since;
  u8 idle;
};

struct task {
  u64 gtid;
  u32 barrier, zero;
};

struct queue {
  __uint(type, QUEUE);
  __uint(value_size, sizeof(struct task));
  __uint(max_entries, QUEUE_SIZE);
};

/* One queue for each CPU. */
struct {
  __uint(type, ARRAY_OF_MAPS);
  __type(key, u32);
  __uint(max_entries, MAX_CPUS);
  __array(values, struct queue);
} queues SEC(".maps");

COUNTER(stolen);
COUNTER(placed_idle);

#include "oncpu.h"

RENEWED(MAX_TASKS);

static void *queue_of(u32 cpu) {
  return bpf_map_lookup_elem(&queues, &cpu);
}

static void enqueue(u64 gtid, u32 barrier, u32 cpu) {
  struct task t = {gtid, barrier, 0};
  void *q = queue_of(cpu);
  struct on_cpu *s;

  if (!q || bpf_map_push_elem(q, &t, BPF_ANY)) {
    count(&overflow);
    return;
  }
  s = on(cpu);
  /* An idle CPU polls, but one that is about to sleep has to be told. */
  if (s && s->idle)
    ghost_resched_cpu2(cpu, RESCHED_IDLE_CLASS);
}

static _Bool is_idle(u32 cpu) {
  struct on_cpu *s = on(cpu);

  return s && s->idle;
}

/* The CPU on which a task that was last on `last` should wait. */
static u32 place(u32 last) {
  if (is_idle(last)) {
    count(&placed_idle);
    return last;
  }
#pragma clang loop unroll(disable)
  for (u32 i = 0; i < MAX_LOOKS && i < reach; i++) {
    u32 c = (last + i) % __nr_cpus;

    if (is_idle(c)) {
      count(&placed_idle);
      return c;
    }
  }
  return last;
}

static void gone(u32 cpu, u64 gtid) {
  stopped(cpu, gtid);
  bpf_map_delete_elem(&renewed, &gtid);
}

static void on_cpu(struct bpf_ghost_msg *m) {
  struct on_cpu *s = on(m->on_cpu.cpu);

  if (!s)
    return;
  s->gtid = m->gtid;
  s->since = m->on_cpu.commit_time;
  s->idle = 0;
}

static void tick(u32 cpu) {
  struct on_cpu *s = on(cpu);
  void *q = queue_of(cpu);
  struct task first;

  if (!s || !q || !s->gtid || (s64)(bpf_ktime_get_ns() - s->since) < slice)
    return;
  if (bpf_map_peek_elem(q, &first))
    return;
  ghost_resched_cpu2(cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
}

SEC("ghost_msg/msg_send")
int msg_send(struct bpf_ghost_msg *m) {
  switch (m->type) {
  case TASK_NEW:
    if (m->new_task.runnable)
      enqueue(m->gtid, m->seqnum, place(bpf_get_smp_processor_id()));
    break;
  case TASK_WAKEUP:
    enqueue(m->gtid, m->seqnum, m->wakeup.wake_up_cpu);
    break;
  case TASK_YIELD:
  case TASK_PREEMPT:
    stopped(m->stopped.cpu, m->gtid);
    enqueue(m->gtid, m->seqnum, m->stopped.cpu);
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

/* A message has made what we know of the task out of date: run it by what the message said. */
static void retry(u64 gtid, u32 barrier) {
  u32 *newest = bpf_map_lookup_elem(&renewed, &gtid);

  if (newest && ghost_run_gtid(gtid, *newest, SEND_TASK_ON_CPU) == -EBUSY)
    enqueue(gtid, barrier, bpf_get_smp_processor_id());
}

static void start(struct task *t, u32 cpu) {
  int err = -ghost_run_gtid(t->gtid, t->barrier, SEND_TASK_ON_CPU);
  struct on_cpu *s;

  switch (err) {
  case 0:
  case ENOENT:
    break;
  case EBUSY:
    enqueue(t->gtid, t->barrier, cpu);
    break;
  case ESTALE:
    retry(t->gtid, t->barrier);
    break;
  default:
    bpf_trace_printk("run failed: %d", sizeof("run failed: %d"), err);
    enqueue(t->gtid, t->barrier, cpu);
  }
  s = on(cpu);
  if (s)
    s->idle = 0;
}

SEC("ghost_sched/pnt")
int pick_next_task(struct bpf_ghost_sched *ctx) {
  u32 me = bpf_get_smp_processor_id();
  struct on_cpu *s;
  struct task t;
  void *q;

  ctx->dont_idle = 1;
  s = on(me);
  if (!s)
    return 0;
  if (ctx->agent_runnable || ctx->might_yield || ctx->next_gtid) {
    s->idle = 0;
    return 0;
  }
  q = queue_of(me);
  if (!q)
    return 0;
  if (!bpf_map_pop_elem(q, &t)) {
    start(&t, me);
    return 0;
  }
  if (steal) {
#pragma clang loop unroll(disable)
    for (u32 i = 1; i < MAX_LOOKS && i < reach; i++) {
      q = queue_of((me + i) % __nr_cpus);
      if (!q || bpf_map_pop_elem(q, &t))
        continue;
      count(&stolen);
      start(&t, me);
      return 0;
    }
  }
  s->idle = 1;
  return 0;
}

SEC("ghost_select_rq/select_rq")
int select_rq(struct bpf_ghost_select_rq *ctx) {
  return place(ctx->task_cpu);
}
