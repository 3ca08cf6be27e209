#include "bpf.h"

enum mode { OFF, SLOW, FAST = 7 };

struct point {
  s32 x;
  s64 y;
};

struct shape {
  char name;
  struct point corners[3];
  enum mode mode;
  u8 flags : 3;
};

struct {
  __uint(type, HASH);
  __type(key, u32);
  __type(value, struct point);
  __uint(max_entries, 16);
} points SEC(".maps");

struct {
  __uint(type, ARRAY);
  __uint(key_size, 4);
  __uint(value_size, 8);
  __uint(max_entries, 3);
  __uint(map_flags, 1024);
} slots SEC(".maps");

const volatile u32 factor = 3;
const volatile enum mode mode = SLOW;
const volatile _Bool negate;
const volatile s32 bias = -5;
const volatile u64 limits[4] = {1, 2, 3, 4};

u64 calls;
static u32 last_sum = 11;
struct shape shape = {.name = 's', .corners = {{1, -2}, {3, 4}}, .mode = FAST};
u8 small = 200;
s64 table SEC(".data.table") = 77;

static noinline u64 scale(u64 value) {
  last_sum += value;
  return value * factor + bias;
}

noinline u64 sum_of(const u32 *words, u32 count) {
  u64 sum = 0;
  if (!words)
    return 0;
  for (u32 i = 0; i < 2; i++)
    sum += i < count ? words[i] : 0;
  return scale(sum);
}

SEC("test")
u64 count(u32 *words) {
  u32 key = 1;
  struct point *point = bpf_map_lookup_elem(&points, &key);
  u64 sum;
  calls++;
  if (point) {
    point->y++;
  } else {
    struct point fresh;
    __builtin_memset(&fresh, 0, sizeof(fresh)); /* its padding too */
    fresh.x = shape.corners[1].x;
    fresh.y = table;
    bpf_map_update_elem(&points, &key, &fresh, 0);
  }
  u32 pair[2] = {words[0], words[1]};
  sum = sum_of(pair, 2);
  u64 *slot = bpf_map_lookup_elem(&slots, &key);
  if (slot)
    *slot += limits[words[0] & 3];
  if (mode == FAST)
    sum += 1000;
  bpf_trace_printk("sum %d\n", 8, sum);
  return negate ? -sum : sum;
}

char LICENSE[] SEC("license") = "GPL";
