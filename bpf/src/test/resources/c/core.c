#include "bpf.h"

struct place {
  u32 row;
  u32 column;
} CORE;

enum colour { RED, GREEN = 5 };
enum colour___wide { VIOLET___wide = 1 };

/* The kernel's task_struct of the tests is laid out otherwise. */
struct task_struct {
  u32 pid;
  union {
    u64 weight;
  };
  struct place home[2];
  u32 moved;
  u32 narrow : 5;
  s32 tone;
  u16 resized;
} CORE;

struct task_struct___old {
  u32 gone;
} CORE;

struct missing {
  int x;
} CORE;

#define OFFSET 0
#define SIZE 1
#define EXISTS 2
#define SIGNED 3
#define LSHIFT 4
#define RSHIFT 5
#define info(field, kind) __builtin_preserve_field_info(field, kind)

SEC("test/read")
u64 read_fields(struct task_struct *task) {
  return task->pid + 10 * task->weight + 100 * task->home[1].column + 1000 * task->moved;
}

SEC("test/resized")
u64 read_resized(struct task_struct *task) {
  return task->resized;
}

SEC("test/info")
u64 infos(struct task_struct *task) {
  struct task_struct___old *old = (void *)task;
  u64 bits = info(task->moved, OFFSET);
  bits = bits << 8 | info(task->home, SIZE);
  bits = bits << 4 | info(task->moved, EXISTS);
  bits = bits << 4 | info(old->gone, EXISTS);
  bits = bits << 4 | info(task->tone, SIGNED);
  bits = bits << 4 | info(task->pid, SIGNED);
  bits = bits << 8 | info(task->narrow, LSHIFT);
  bits = bits << 8 | info(task->narrow, RSHIFT);
  return bits;
}

SEC("test/poison")
u64 guarded(struct task_struct *task) {
  struct task_struct___old *old = (void *)task;
  if (info(old->gone, EXISTS))
    return old->gone;
  return 42;
}

SEC("test/types")
u64 types(void *context) {
  u64 bits = __builtin_preserve_type_info(*(struct task_struct *)0, 0);
  bits = bits << 4 | __builtin_preserve_type_info(*(struct missing *)0, 0);
  bits = bits << 8 | __builtin_preserve_type_info(*(struct task_struct *)0, 1);
  bits = bits << 4 | __builtin_preserve_enum_value(*(typeof(enum colour) *)GREEN, 0);
  bits = bits << 8 | __builtin_preserve_enum_value(*(typeof(enum colour) *)GREEN, 1);
  return bits;
}

char LICENSE[] SEC("license") = "GPL";
