/*
 * What the schedulers here have in common. Whoever includes this has said MAX_TASKS and `struct on_cpu`, which begins with
 * `gtid` and `since`, and defines `enqueue`.
 */
static void enqueue(u64 gtid, u32 barrier);

/* What a CPU runs; no task is 0. */
struct {
  __uint(type, ARRAY);
  __type(key, u32);
  __type(value, struct on_cpu);
  __uint(max_entries, MAX_CPUS);
} oncpu SEC(".maps");

RENEWED(MAX_TASKS);

/* Tasks lost because the queue was full. */
COUNTER(overflow);
/* Tasks put back because they had not left their last CPU yet. */
COUNTER(busy);

static void stopped(u32 cpu, u64 gtid) {
  struct on_cpu *s = bpf_map_lookup_elem(&oncpu, &cpu);

  if (s && s->gtid == gtid)
    s->gtid = 0;
}

/* A message has made what we know of the task out of date: run it by what the message said. */
static void retry(u64 gtid, u32 barrier) {
  u32 *newest = bpf_map_lookup_elem(&renewed, &gtid);

  if (newest && ghost_run_gtid(gtid, *newest, SEND_TASK_ON_CPU) == -EBUSY) {
    count(&busy);
    enqueue(gtid, barrier);
  }
}

static void start(u64 gtid, u32 barrier) {
  int err = -ghost_run_gtid(gtid, barrier, SEND_TASK_ON_CPU);

  switch (err) {
  case 0:
  case ENOENT:
    break;
  case EBUSY:
    count(&busy);
    enqueue(gtid, barrier);
    break;
  case ESTALE:
    retry(gtid, barrier);
    break;
  default:
    bpf_trace_printk("run failed: %d", sizeof("run failed: %d"), err);
    enqueue(gtid, barrier);
  }
}

SEC("ghost_select_rq/select_rq")
int select_rq(struct bpf_ghost_select_rq *ctx) {
  return ctx->task_cpu;
}

char LICENSE[] SEC("license") = "GPL";
