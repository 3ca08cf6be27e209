#include "bpf.h"

extern const int balance __ksym;
extern const int missing __ksym __weak;
extern u64 twice(u64 value) __ksym;
extern u64 never(u64 value) __ksym __weak;

SEC("test")
u64 ask(void *context) {
  u64 sum = twice(balance);
  if (&missing)
    sum += missing;
  if (never)
    sum += never(sum);
  return sum;
}

char LICENSE[] SEC("license") = "GPL";
