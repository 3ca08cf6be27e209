/* What schedulers in C need of the kernel's headers: ghOSt's contexts, messages and helpers, by the numbers of ABI 91. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef int s32;
typedef long long s64;

#define NULL ((void *)0)
#define SEC(name) __attribute__((section(name), used))
#define __uint(name, val) int(*name)[val]
#define __type(name, val) typeof(val) *name
#define __array(name, val) typeof(val) *name[]

enum { HASH = 1, ARRAY = 2, PERCPU_ARRAY = 6, ARRAY_OF_MAPS = 12, QUEUE = 22 };

static void *(*bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*bpf_map_update_elem)(void *map, const void *key, const void *value, u64 flags) = (void *)2;
static long (*bpf_map_delete_elem)(void *map, const void *key) = (void *)3;
static u64 (*bpf_ktime_get_ns)(void) = (void *)5;
static u32 (*bpf_get_smp_processor_id)(void) = (void *)8;
static long (*bpf_trace_printk)(const char *fmt, u32 size, ...) = (void *)6;
static long (*bpf_map_push_elem)(void *map, const void *value, u64 flags) = (void *)87;
static long (*bpf_map_pop_elem)(void *map, void *value) = (void *)88;
static long (*bpf_map_peek_elem)(void *map, void *value) = (void *)89;
static int (*ghost_run_gtid)(u64 gtid, u32 barrier, u32 flags) = (void *)3001;
static int (*ghost_resched_cpu2)(u32 cpu, u32 flags) = (void *)3003;
static long (*ghost_affinity)(u64 gtid, void *mask, u32 size) = (void *)3005;

enum { BPF_ANY, BPF_NOEXIST };
enum { ENOENT = 2, E2BIG = 7, EBUSY = 16, EEXIST = 17, EINVAL = 22, ESTALE = 116 };

#define SEND_TASK_ON_CPU 0x400
#define RESCHED_IDLE_CLASS 1
#define RESCHED_GHOST_CLASS 2
#define SET_MUST_RESCHED 16
#define MAX_CPUS 1024
#define ANY_CPU 0xffffffff

/* What msg_send returns: the message ends here. */
#define CONSUME 1

struct bpf_ghost_sched {
  u8 agent_on_rq, agent_runnable, might_yield, dont_idle, must_resched;
  u64 next_gtid;
};

struct bpf_ghost_msg {
  union {
    u64 gtid;
    u32 tick_cpu;
    struct {
      u64 gtid, parent_gtid, runtime;
      u16 runnable;
      s32 nice;
    } new_task;
    struct {
      u64 gtid, agent_data;
      u8 deferrable;
      u32 last_ran_cpu, wake_up_cpu, waker_cpu;
    } wakeup;
    struct {
      u64 gtid, runtime, cpu_seqnum;
      u32 cpu;
    } blocked;
    struct {
      u64 gtid, runtime, cpu_seqnum, padding;
      u32 cpu;
      u8 from_switchto, was_latched;
    } stopped; /* by a preemption or a yield */
    struct {
      u64 gtid;
      u32 cpu;
    } dead;
    struct {
      u64 gtid, cpu_seqnum;
      u32 cpu;
    } departed;
    struct {
      u64 gtid;
      s32 nice;
    } priority;
    struct {
      u64 gtid, commit_time, cpu_seqnum;
      u32 cpu;
    } on_cpu;
    u8 bytes[48];
  };
  u16 type;
  u32 seqnum;
  s32 pref_cpu;
};

struct bpf_ghost_select_rq {
  u64 gtid;
  u32 task_cpu, waker_cpu, sd_flag, wake_flags;
  u8 skip_ttwu_queue;
};

enum message {
  TASK_DEAD = 64,
  TASK_BLOCKED,
  TASK_WAKEUP,
  TASK_NEW,
  TASK_PREEMPT,
  TASK_YIELD,
  TASK_DEPARTED,
  TASK_AFFINITY_CHANGED = 72,
  TASK_ON_CPU,
  TASK_PRIORITY_CHANGED,
  CPU_TICK = 128,
  CPU_AVAILABLE = 131,
  CPU_BUSY,
};

/* The number of CPUs, filled in by whoever loads the scheduler. */
const volatile u32 __nr_cpus = 1;

/* Of each CPU the next one of its core, and its core; filled in likewise. */
const volatile u32 __cpu_sibling[MAX_CPUS] = {};
const volatile u32 __cpu_core[MAX_CPUS] = {};

/* A task that wakes stays on its CPU until it is picked. */
#define STAYS_ON_CPU \
  SEC("ghost_select_rq/select_rq") \
  int select_rq(struct bpf_ghost_select_rq *ctx) { \
    return ctx->task_cpu; \
  }

/* Counters, each with a copy for every CPU. */
#define COUNTER(name) \
  struct { \
    __uint(type, PERCPU_ARRAY); \
    __type(key, u32); \
    __type(value, u64); \
    __uint(max_entries, 1); \
  } name SEC(".maps")

static void count(void *counter) {
  u32 zero = 0;
  u64 *n = bpf_map_lookup_elem(counter, &zero);

  if (n)
    ++*n;
}

/* The last barrier of tasks whose affinity or priority changed while they waited. */
#define RENEWED(size) \
  struct { \
    __uint(type, HASH); \
    __type(key, u64); \
    __type(value, u32); \
    __uint(max_entries, size); \
  } renewed SEC(".maps"); \
\
  static void renew(struct bpf_ghost_msg *m) { \
    u64 gtid = m->gtid; \
    u32 barrier = m->seqnum; \
\
    bpf_map_update_elem(&renewed, &gtid, &barrier, BPF_ANY); \
  }
