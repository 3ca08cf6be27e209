/*
 * What the schedulers here have in common. Whoever includes this has said MAX_TASKS and `struct on_cpu`, which begins with
 * `gtid` and `since`, and defines `enqueue`.
 */
static void enqueue(u64 gtid, u32 barrier);

#include "oncpu.h"

RENEWED(MAX_TASKS);

/* Tasks put back because they had not left their last CPU yet. */
COUNTER(busy);

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

STAYS_ON_CPU
