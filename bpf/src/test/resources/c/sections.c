#include "bpf.h"

u64 trace;

/* A static function among programs, called from its own section and from another. */
SEC("test/pair") static noinline u64 shared(u64 value) {
  trace = trace * 10 + value;
  return value + trace;
}

static noinline u64 deep(u64 value) {
  return shared(value) + 1;
}

SEC("test/pair")
u64 one(u64 *words) {
  return shared(1);
}

SEC("test/pair")
u64 two(u64 *words) {
  return deep(2);
}

SEC("test/other")
u64 three(u64 *words) {
  return deep(3) + shared(4);
}

SEC("?test/off")
u64 off(u64 *words) {
  return deep(9);
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
