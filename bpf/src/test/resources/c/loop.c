#include "bpf.h"

struct state {
  u64 sum;
  u64 limit;
};

static int add(u32 index, struct state *state) {
  state->sum += index;
  return state->sum > state->limit;
}

SEC("test")
int total(u64 *words) {
  struct state state = {.sum = 0, .limit = 30};
  bpf_loop(100, add, &state, 0);
  return state.sum;
}

char LICENSE[] SEC("license") = "GPL";
