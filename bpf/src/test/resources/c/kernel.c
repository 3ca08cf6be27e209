#include "bpf.h"

/* What a kernel's types could be, for the relocations of core.c: nothing is where it was. */

struct place {
  u64 level;
  u32 row;
  u32 column;
};

enum colour { BLACK, GREEN = 9 };

struct task_struct {
  u64 flags;
  struct {
    u32 moved;
    union {
      u64 weight;
      u32 shares;
    };
  };
  struct place home[2];
  u64 resized;
  s32 tone;
  u32 other : 9;
  u32 narrow : 7;
  u32 pid;
};

struct task_struct task;
enum colour colour;
