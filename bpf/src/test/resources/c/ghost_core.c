#include "bpf.h"

/* Contexts as another kernel has them: the members are found by name. */

struct bpf_ghost_sched {
  u64 next_gtid;
  u8 might_yield, dont_idle;
} CORE;

struct bpf_ghost_select_rq {
  s32 waker_cpu;
  s32 task_cpu;
  u64 added_later;
} CORE;

u64 seen;

SEC("ghost_sched/pnt")
int pick_next_task(struct bpf_ghost_sched *ctx) {
  seen = ctx->next_gtid;
  return ctx->might_yield;
}

SEC("ghost_select_rq/select_rq")
int select_rq(struct bpf_ghost_select_rq *ctx) {
  if (__builtin_preserve_field_info(ctx->added_later, 2))
    return ctx->added_later;
  return ctx->task_cpu;
}

char LICENSE[] SEC("license") = "GPL";
