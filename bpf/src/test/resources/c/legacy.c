#include "bpf.h"

struct bpf_map_def {
  u32 type, key_size, value_size, max_entries, flags;
} old SEC("maps") = {HASH, 4, 4, 1, 0};

SEC("test")
int nothing(void *context) {
  u32 key = 0;
  return bpf_map_delete_elem(&old, &key);
}

char LICENSE[] SEC("license") = "GPL";
