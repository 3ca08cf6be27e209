#include "bpf.h"

/* What bpftrace's runqlat does: how long tasks wait for a CPU, from the tracepoints. */

struct wakeup {
  u64 header;
  char comm[16];
  s32 pid, prio, success, target_cpu;
};

struct change {
  u64 header;
  char prev_comm[16];
  s32 prev_pid, prev_prio;
  s64 prev_state;
  char next_comm[16];
  s32 next_pid, next_prio;
};

struct {
  __uint(type, HASH);
  __uint(max_entries, 4096);
  __type(key, s32);
  __type(value, u64);
} since SEC(".maps");

u64 waits;
u64 sum_ns;

SEC("tp/sched/sched_wakeup") int wakeup(struct wakeup *ctx)
{
  s32 pid = ctx->pid;
  u64 now = bpf_ktime_get_ns();
  bpf_map_update_elem(&since, &pid, &now, 0);
  return 0;
}

SEC("tracepoint/sched/sched_switch") int change(struct change *ctx)
{
  s32 pid = ctx->next_pid;
  u64 *at = bpf_map_lookup_elem(&since, &pid);
  if (!at)
    return 0;
  waits++;
  sum_ns += bpf_ktime_get_ns() - *at;
  bpf_map_delete_elem(&since, &pid);
  return 0;
}
