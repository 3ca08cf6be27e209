#include "bpf.h"

#define __kptr __attribute__((btf_type_tag("kptr")))

struct bpf_spin_lock {
  u32 val;
};

struct bpf_timer {
  u64 opaque[2];
} __attribute__((aligned(8)));

struct task_struct;

struct slot {
  u64 plain;
  struct task_struct __kptr *task;
};

struct value {
  u32 count;
  struct bpf_spin_lock lock;
  struct bpf_timer timer;
  struct slot slots[2];
};

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, struct value);
  __uint(max_entries, 8);
} values SEC(".maps");

struct {
  __uint(type, RINGBUF);
  __uint(max_entries, 5000);
} ring SEC(".maps");

SEC("test")
int nothing(void *context) {
  u64 key = 0;
  return bpf_map_delete_elem(&values, &key);
}

char LICENSE[] SEC("license") = "GPL";
