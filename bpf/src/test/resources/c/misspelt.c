#include "bpf.h"

struct {
  __uint(type, HASH);
  __type(key, u32);
  __type(value, u32);
  __uint(max_entires, 8);
} wrong SEC(".maps");

SEC("test")
int nothing(void *context) {
  u32 key = 0;
  return bpf_map_delete_elem(&wrong, &key);
}

char LICENSE[] SEC("license") = "GPL";
