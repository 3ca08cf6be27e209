#include "bpf.h"

/* A scheduler for ghOSt: all CPUs take the oldest task of one queue. */

struct bpf_ghost_sched {
  u8 agent_on_rq, agent_runnable, might_yield, dont_idle, must_resched;
  u64 next_gtid;
};

struct bpf_ghost_msg {
  union {
    u64 gtid;
    u32 cpu;
    struct {
      u64 gtid;
      u64 parent_gtid;
      u64 runtime;
      u16 runnable;
    } new_task;
    struct {
      u64 gtid;
      u64 commit_time;
      u64 cpu_seqnum;
      u32 cpu;
    } on_cpu;
    u8 bytes[48];
  } payload;
  u16 type;
  u32 seqnum;
  s32 pref_cpu;
};

struct bpf_ghost_select_rq {
  u64 gtid;
  s32 task_cpu;
};

enum message {
  TASK_DEAD = 64,
  TASK_BLOCKED,
  TASK_WAKEUP,
  TASK_NEW,
  TASK_PREEMPT,
  TASK_YIELD,
  TASK_DEPARTED,
  TASK_ON_CPU = 73,
  CPU_TICK = 128,
};

#define SEND_TASK_ON_CPU 0x400
#define RESCHED_GHOST_CLASS 2
#define SET_MUST_RESCHED 16
#define EBUSY 16
#define ESTALE 116
#define MAX_CPUS 1024

static long (*ghost_run_gtid)(u64 gtid, u32 barrier, u32 flags) = (void *)3001;
static long (*ghost_resched_cpu2)(u32 cpu, u32 flags) = (void *)3003;

struct {
  __uint(type, QUEUE);
  __type(value, u64);
  __uint(max_entries, 4096);
} runq SEC(".maps");

/* The last message of each task: whoever runs one must know it. */
struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, u32);
  __uint(max_entries, 4096);
} barriers SEC(".maps");

const volatile u64 slice = 5000000;

u64 waiting;
u64 overflow;

/* When the task that each CPU runs began, 0 if it runs none. */
u64 since[MAX_CPUS];

static noinline void enqueue(u64 gtid) {
  if (bpf_map_push_elem(&runq, &gtid, 0))
    overflow++;
  else
    waiting++;
}

static noinline void tick(u32 cpu) {
  if (cpu >= MAX_CPUS || !since[cpu] || !waiting)
    return;
  if (bpf_ktime_get_ns() - since[cpu] >= slice)
    ghost_resched_cpu2(cpu, RESCHED_GHOST_CLASS | SET_MUST_RESCHED);
}

SEC("ghost_msg/msg_send")
int msg_send(struct bpf_ghost_msg *msg) {
  u64 gtid = msg->payload.gtid;
  u32 barrier = msg->seqnum;

  if (msg->type == CPU_TICK) {
    tick(msg->payload.cpu);
    return 1;
  }
  if (msg->type >= CPU_TICK)
    return 0;
  if (msg->type == TASK_DEAD || msg->type == TASK_DEPARTED) {
    bpf_map_delete_elem(&barriers, &gtid);
    return 0;
  }
  bpf_map_update_elem(&barriers, &gtid, &barrier, 0);
  switch (msg->type) {
  case TASK_NEW:
    if (msg->payload.new_task.runnable)
      enqueue(gtid);
    break;
  case TASK_WAKEUP:
  case TASK_PREEMPT:
  case TASK_YIELD:
    enqueue(gtid);
    break;
  case TASK_ON_CPU:
    if (msg->payload.on_cpu.cpu < MAX_CPUS)
      since[msg->payload.on_cpu.cpu] = msg->payload.on_cpu.commit_time;
    break;
  }
  return 0;
}

SEC("ghost_sched/pnt")
int pick_next_task(struct bpf_ghost_sched *ctx) {
  u64 gtid;
  u32 *barrier;
  u32 cpu = bpf_get_smp_processor_id();

  ctx->dont_idle = 1;
  if (ctx->agent_runnable || ctx->might_yield || ctx->next_gtid)
    return 0;
  if (cpu < MAX_CPUS)
    since[cpu] = 0;
  if (bpf_map_pop_elem(&runq, &gtid))
    return 0;
  waiting--;
  barrier = bpf_map_lookup_elem(&barriers, &gtid);
  if (!barrier)
    return 0;
  /* Still leaving its last CPU, or changed in between: it keeps its turn. */
  if (ghost_run_gtid(gtid, *barrier, SEND_TASK_ON_CPU) < 0)
    enqueue(gtid);
  return 0;
}

SEC("ghost_select_rq/select_rq")
int select_rq(struct bpf_ghost_select_rq *ctx) {
  return ctx->task_cpu;
}

char LICENSE[] SEC("license") = "GPL";
