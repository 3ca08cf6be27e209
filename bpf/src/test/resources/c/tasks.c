#include "bpf.h"

/* Linux has far more of it, at other places: CO-RE finds these. */
struct task_struct {
  u64 state;
  int prio;
  int pid;
  int tgid;
  char comm[16];
} CORE;

struct bpf_timer {
  u64 opaque[2];
} __attribute__((aligned(8)));

struct bpf_dynptr {
  u64 opaque[2];
} __attribute__((aligned(8)));

static long (*bpf_snprintf)(char *str, u32 size, const char *fmt, u64 *data, u32 len) = (void *)165;
static void *(*bpf_per_cpu_ptr)(const void *variable, u32 cpu) = (void *)153;
static void *(*bpf_this_cpu_ptr)(const void *variable) = (void *)154;
static void *(*bpf_task_storage_get)(void *map, struct task_struct *task, void *value, u64 flags) = (void *)156;
static struct task_struct *(*bpf_get_current_task_btf)(void) = (void *)158;
static long (*bpf_timer_init)(struct bpf_timer *timer, void *map, u64 flags) = (void *)169;
static long (*bpf_timer_set_callback)(struct bpf_timer *timer, void *function) = (void *)170;
static long (*bpf_timer_start)(struct bpf_timer *timer, u64 ns, u64 flags) = (void *)171;
static long (*bpf_ringbuf_reserve_dynptr)(void *ring, u32 size, u64 flags, struct bpf_dynptr *ptr) = (void *)198;
static void (*bpf_ringbuf_submit_dynptr)(struct bpf_dynptr *ptr, u64 flags) = (void *)199;
static long (*bpf_dynptr_write)(struct bpf_dynptr *ptr, u32 at, void *from, u32 len, u64 flags) = (void *)202;

extern struct task_struct *bpf_task_from_pid(s32 pid) __ksym;
extern void bpf_task_release(struct task_struct *task) __ksym;
extern const int cpu_number __ksym;
extern const u32 nr_cpu_ids __ksym;

enum { TASK_STORAGE = 29, NO_PREALLOC = 1, CREATE = 1, MONOTONIC = 1 };

struct {
  __uint(type, TASK_STORAGE);
  __uint(map_flags, NO_PREALLOC);
  __type(key, int);
  __type(value, u64);
} runs SEC(".maps");

struct {
  __uint(type, RINGBUF);
  __uint(max_entries, 4096);
} lines SEC(".maps");

struct clock {
  struct bpf_timer timer;
  u64 ticks;
};

struct {
  __uint(type, ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct clock);
} clocks SEC(".maps");

u64 cpus;
char line[64];

static int tick(void *map, u32 *key, struct clock *clock) {
  clock->ticks++;
  bpf_timer_start(&clock->timer, 1000, 0);
  return 0;
}

/* How often the current task was here before. */
SEC("test")
u64 visit(void *context) {
  struct task_struct *task = bpf_get_current_task_btf();
  u64 *count = bpf_task_storage_get(&runs, task, 0, CREATE);
  if (!count)
    return -1;
  u64 args[] = {(u64)task->comm, task->pid, task->tgid, *count};
  long length = bpf_snprintf(line, sizeof line, "%s %d/%d: %llu", args, sizeof args);
  struct bpf_dynptr record;
  bpf_ringbuf_reserve_dynptr(&lines, length & 63, 0, &record);
  bpf_dynptr_write(&record, 0, line, length & 63, 0);
  bpf_ringbuf_submit_dynptr(&record, 0);
  return (*count)++;
}

/* The process of another thread. */
SEC("test")
u64 process(int *pid) {
  struct task_struct *task = bpf_task_from_pid(*pid);
  if (!task)
    return -1;
  u64 tgid = task->tgid;
  bpf_task_release(task);
  return tgid;
}

SEC("test")
u64 start(void *context) {
  u32 key = 0;
  struct clock *clock = bpf_map_lookup_elem(&clocks, &key);
  if (!clock)
    return 1;
  bpf_timer_init(&clock->timer, &clocks, MONOTONIC);
  bpf_timer_set_callback(&clock->timer, tick);
  return bpf_timer_start(&clock->timer, 1000, 0);
}

/* Adds up the numbers of all CPUs. */
SEC("test")
u64 where(void *context) {
  const int *here = bpf_this_cpu_ptr(&cpu_number);
  cpus = nr_cpu_ids;
  u64 sum = 100 * *here;
  for (u32 cpu = 0; cpu < 8; cpu++) {
    const int *there = bpf_per_cpu_ptr(&cpu_number, cpu);
    if (!there)
      break;
    sum += *there;
  }
  return sum;
}

char LICENSE[] SEC("license") = "GPL";
