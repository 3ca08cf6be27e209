// Programs as people write them: each is accepted by Linux, whatever instruction set it is
// compiled for, and is to be accepted here.
#include "machine.h"

struct task {
  u64 time;
  u32 cpu;
  u16 weight;
  u8 flags;
  u8 state;
};

struct counter {
  struct lock lock;
  u32 hits;
  u64 total;
  u64 last;
};

struct event {
  u64 time;
  u32 kind;
  u32 size;
  u8 bytes[16];
};

u64 total;
u32 histogram[16];
u64 by_cpu[8][4];
u8 text[64];
volatile u32 limit = 12;
const volatile u32 scale = 3;
const volatile s32 weights[8] = {1, 2, 4, 8, 16, 32, 64, 128};
const char names[4][8] = {"idle", "run", "sleep", "dead"};
static s32 last_error;
struct task current_task;

PROGRAM(mask_as_bound) {
  u32 i = prandom() & 15;
  histogram[i]++;
  return histogram[i];
}

PROGRAM(compare_as_bound) {
  u32 i = prandom();
  if (i > 15) return -1;
  histogram[i] += 1;
  return 0;
}

PROGRAM(signed_compare_as_bound) {
  s32 i = (s32)prandom();
  if (i < 0 || i >= 16) return -1;
  return histogram[i];
}

PROGRAM(signed_long_as_bound) {
  s64 i = (s64)now() - 5;
  if (i < 0 || i > 7) return 1;
  return weights[i];
}

PROGRAM(modulo_as_bound) {
  return by_cpu[prandom() % 8][now() % 4];
}

PROGRAM(byte_as_index) {
  u8 small = (u8)now();
  return text[small >> 2];
}

PROGRAM(bound_of_a_variable) {
  u32 n = limit;
  if (n > 16) n = 16;
  u64 sum = 0;
  for (u32 i = 0; i < n; i++) sum += histogram[i];
  return sum;
}

PROGRAM(fixed_loop) {
  u64 sum = 0;
#pragma clang loop unroll(disable)
  for (int i = 0; i < 16; i++) sum += histogram[i] * scale;
  total = sum;
  return 0;
}

PROGRAM(nested_loops) {
  u64 most = 0;
#pragma clang loop unroll(disable)
  for (u32 cpu = 0; cpu < 8; cpu++) {
#pragma clang loop unroll(disable)
    for (u32 i = 0; i < 4; i++) {
      if (by_cpu[cpu][i] > most) most = by_cpu[cpu][i];
    }
  }
  return most > 1000;
}

PROGRAM(loop_with_exit) {
  u32 wanted = prandom();
#pragma clang loop unroll(disable)
  for (int i = 0; i < 8; i++) {
    if (weights[i] == wanted) return i;
  }
  return -1;
}

PROGRAM(index_kept_across_a_call) {
  u64 i = now();
  u64 j = now();
  if (i >= 8 || j >= 4) return 0;
  u64 time = now();
  by_cpu[i][j] = time;
  return time - by_cpu[i ^ 1][j ^ 1];
}

PROGRAM(many_values_alive) {
  u32 a = prandom() & 7, b = prandom() & 7, c = prandom() & 7, d = prandom() & 7;
  u32 e = prandom() & 7, f = prandom() & 7, g = prandom() & 7, h = prandom() & 7;
  u64 t = now();
  return weights[a] + weights[b] * weights[c] + weights[d] + weights[e] * weights[f] + weights[g]
         + weights[h] + weights[(a + b) & 7] + t;
}

PROGRAM(look_up_and_change) {
  u64 key = prandom();
  struct task *task = lookup(&tasks, &key);
  if (!task) {
    struct task fresh = {.time = now(), .weight = 1};
    last_error = update(&tasks, &key, &fresh, 0);
    return last_error;
  }
  task->time = now();
  task->weight += task->flags & 1 ? 2 : 1;
  __sync_fetch_and_add(&task->cpu, 1);
  if (task->state == 3) delete(&tasks, &key);
  return 0;
}

PROGRAM(two_look_ups) {
  u64 a = 1, b = 2;
  struct task *first = lookup(&tasks, &a), *second = lookup(&tasks, &b);
  if (!first || !second) return 0;
  struct task swap = *first;
  *first = *second;
  *second = swap;
  return 1;
}

PROGRAM(copy_of_a_struct) {
  struct task copy = current_task;
  copy.cpu ^= copy.state;
  current_task = copy;
  return 0;
}

NOINLINE u64 weigh(struct task *task, u32 index) {
  if (index >= 8) return 0;
  return task->time * weights[index];
}

NOINLINE long clamp(s64 value, s64 least, s64 most) {
  return value < least ? least : value > most ? most : value;
}

PROGRAM(functions) {
  struct task task = {.time = now(), .cpu = prandom()};
  total += weigh(&task, task.cpu);
  s64 i = clamp((s64)total, 0, 15);
  if (i < 0 || i > 15) return 0;
  return histogram[i];
}

PROGRAM(string_in_rodata) {
  u32 i = prandom() & 3;
#pragma clang loop unroll(disable)
  for (int k = 0; k < 8; k++) text[k] = names[i][k];
  return 0;
}

PROGRAM(zero_a_buffer) {
  u8 buffer[48];
  __builtin_memset(buffer, 0, sizeof buffer);
  u32 i = prandom();
  if (i < sizeof buffer) buffer[i] = 1;
  u32 j = prandom() & 31;
  return buffer[j];
}

PROGRAM(switch_statement) {
  switch (prandom() % 6) {
    case 0: return total;
    case 1: total = 1; return 0;
    case 2: histogram[3]++; return 4;
    case 3: return limit;
    case 4: last_error = -22; return last_error;
    default: return -1;
  }
}

PROGRAM(queues) {
  struct task task = {.time = now()};
  if (push(&queue, &task, 0)) return -1;
  struct task out;
  if (pop(&queue, &out)) return 0;
  return out.time + out.state;
}

PROGRAM(record) {
  struct event *event = reserve(&ring, sizeof *event, 0);
  if (!event) return 1;
  event->time = now();
  event->kind = prandom();
  event->size = event->kind & 15;
  event->bytes[event->size & 15] = 1;
  if (event->time < total) {
    discard(event, 0);
    return 2;
  }
  submit(event, 0);
  return 0;
}

PROGRAM(record_copied) {
  struct event event = {};
  event.time = now();
  event.kind = 7;
  return ringbuf_output(&ring, &event, sizeof event, 0);
}

PROGRAM(lock_a_value) {
  u64 key = 5;
  struct counter *counter = lookup(&locked, &key);
  if (!counter) return 0;
  u64 time = now();
  spin_lock(&counter->lock);
  counter->hits++;
  if (time > counter->last) counter->last = time;
  counter->total += time;
  spin_unlock(&counter->lock);
  return 1;
}

PROGRAM(dynptr_of_a_map) {
  struct dynptr view;
  u64 key = 9;
  u64 *value = lookup(&tasks, &key);
  if (!value) return 0;
  if (dynptr_from_mem(value, 16, 0, &view)) return -1;
  u32 number = 0;
  dynptr_read(&number, sizeof number, &view, 4, 0);
  u64 *slice = dynptr_data(&view, 8, 8);
  if (slice) *slice += number;
  return 0;
}

PROGRAM(dynptr_of_a_record) {
  struct dynptr record;
  u64 time = now();
  if (!reserve_dynptr(&ring, 32, 0, &record)) dynptr_write(&record, 0, &time, sizeof time, 0);
  submit_dynptr(&record, 0);
  return 0;
}

struct sum {
  u64 value;
  u32 count;
  u32 limit;
};

NOINLINE long add_one(u32 index, struct sum *sum) {
  if (sum->count >= sum->limit) return 1;
  if (index < 16) sum->value += histogram[index];
  sum->count++;
  return 0;
}

PROGRAM(loop_with_a_function) {
  struct sum sum = {.limit = 10};
  loop(prandom(), add_one, &sum, 0);
  if (sum.count > 15) return 0;
  return histogram[sum.count];
}

NOINLINE long add_task(void *map, u64 *key, struct task *task, struct sum *sum) {
  if (task->state == 2) {
    sum->value += task->time + *key;
    sum->count++;
  }
  return sum->count > 100;
}

PROGRAM(every_task) {
  struct sum sum = {};
  for_each(&tasks, add_task, &sum, 0);
  total = sum.value;
  return sum.count;
}

struct alarm {
  struct timer timer;
  u64 count;
};

NOINLINE int ring_alarm(void *map, u32 *key, struct alarm *alarm) {
  alarm->count++;
  timer_start(&alarm->timer, 1000, 0);
  return 0;
}

PROGRAM(timer) {
  u32 key = 0;
  struct alarm *alarm = lookup(&timers, &key);
  if (!alarm) return 0;
  if (timer_init(&alarm->timer, &timers, 1)) return -1;
  timer_callback(&alarm->timer, ring_alarm);
  return timer_start(&alarm->timer, 1000, 0);
}

PROGRAM(percpu_counter) {
  u32 key = 0;
  u64 *count = lookup(&percpu, &key);
  if (count) *count += 1;
  return 0;
}

PROGRAM(tail_calls) {
  tail_call(ctx, &progs, prandom() & 7);
  return -1;
}

PROGRAM(bits_of_a_word) {
  u64 word = now();
  u32 highest = 0;
  if (word >> 32) { word >>= 32; highest += 32; }
  if (word >> 16) { word >>= 16; highest += 16; }
  if (word >> 8) { word >>= 8; highest += 8; }
  if (word >> 4) { word >>= 4; highest += 4; }
  return histogram[highest >> 2];
}

PROGRAM(sum_of_bytes) {
  u64 sum = 0;
#pragma clang loop unroll(disable)
  for (u32 i = 0; i < sizeof text; i++) sum += text[i];
  return sum;
}

PROGRAM(search) {
  u32 low = 0, high = 8;
  u32 wanted = prandom();
#pragma clang loop unroll(disable)
  for (int step = 0; step < 4 && low < high; step++) {
    u32 middle = (low + high) / 2;
    if (middle >= 8) return -1;
    if (weights[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
