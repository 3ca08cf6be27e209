#include "bpf.h"

struct inner {
  __uint(type, ARRAY);
  __type(key, u32);
  __type(value, u64);
  __uint(max_entries, 2);
} first SEC(".maps"), second SEC(".maps");

struct {
  __uint(type, ARRAY_OF_MAPS);
  __type(key, u32);
  __uint(max_entries, 4);
  __array(values, struct inner);
} outer SEC(".maps") = {.values = {[0] = &first, [2] = &second}};

int tail(void *context);

struct {
  __uint(type, PROG_ARRAY);
  __uint(key_size, 4);
  __uint(value_size, 4);
  __uint(max_entries, 2);
  __array(values, int(void *));
} jumps SEC(".maps") = {.values = {[1] = (void *)&tail}};

SEC("test/tail")
int tail(void *context) {
  return 99;
}

SEC("test/write")
int put(void *context) {
  u32 key = 2, one = 1;
  void *map = bpf_map_lookup_elem(&outer, &key);
  if (!map)
    return -1;
  u64 *value = bpf_map_lookup_elem(map, &one);
  if (!value)
    return -2;
  *value += 5;
  return *value;
}

SEC("test/jump")
int jump(void *context) {
  bpf_tail_call(context, &jumps, 1);
  return 1;
}

char LICENSE[] SEC("license") = "GPL";
