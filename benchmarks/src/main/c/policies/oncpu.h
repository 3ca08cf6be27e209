/* What CPUs run. Whoever includes this has said `struct on_cpu`, which begins with `gtid`; no task is 0. */
struct {
  __uint(type, ARRAY);
  __type(key, u32);
  __type(value, struct on_cpu);
  __uint(max_entries, MAX_CPUS);
} oncpu SEC(".maps");

/* Tasks lost because the queue was full. */
COUNTER(overflow);

static struct on_cpu *on(u32 cpu) {
  return bpf_map_lookup_elem(&oncpu, &cpu);
}

static void stopped(u32 cpu, u64 gtid) {
  struct on_cpu *s = on(cpu);

  if (s && s->gtid == gtid)
    s->gtid = 0;
}

char LICENSE[] SEC("license") = "GPL";
