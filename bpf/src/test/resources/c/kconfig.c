#include "bpf.h"

extern int CONFIG_HZ __attribute__((section(".kconfig")));

SEC("test")
int hertz(void *context) {
  return CONFIG_HZ;
}

char LICENSE[] SEC("license") = "GPL";
