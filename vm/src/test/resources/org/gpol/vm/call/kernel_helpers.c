// Runs BPF programs in the running kernel. Each line of input is
//   CONTENT CODE
// both in hexadecimal: what map 0 holds, an array with one read-only, frozen value; and the
// program, in which the immediate of a load of a map's value is the number of the map. Map 1 is an
// array with one value of OUT bytes, all zero before each run. Each line of output is what map 1
// holds afterwards, or "load ERRNO", or "run ERRNO". Exits with 4 if programs may not be loaded.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CONTENT = 2048, OUT = 2048, MOST_CODE = 1 << 16, NO_PERMISSION = 4 };

static long bpf(int command, union bpf_attr *attr) {
  return syscall(SYS_bpf, command, attr, sizeof *attr);
}

static int create(uint32_t size, uint32_t flags) {
  union bpf_attr attr = {0};
  attr.map_type = BPF_MAP_TYPE_ARRAY;
  attr.key_size = 4;
  attr.value_size = size;
  attr.max_entries = 1;
  attr.map_flags = flags;
  return bpf(BPF_MAP_CREATE, &attr);
}

static long element(int command, int map, void *value) {
  uint32_t key = 0;
  union bpf_attr attr = {0};
  attr.map_fd = map;
  attr.key = (uintptr_t)&key;
  attr.value = (uintptr_t)value;
  return bpf(command, &attr);
}

static int load(struct bpf_insn *code, size_t count) {
  union bpf_attr attr = {0};
  attr.prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT;
  attr.insns = (uintptr_t)code;
  attr.insn_cnt = count;
  attr.license = (uintptr_t) "GPL";
  return bpf(BPF_PROG_LOAD, &attr);
}

static long run(int program) {
  union bpf_attr attr = {0};
  attr.test.prog_fd = program;
  return bpf(BPF_PROG_TEST_RUN, &attr);
}

static size_t unhex(const char *text, uint8_t *to, size_t most) {
  size_t n = 0;
  unsigned byte;
  while (n < most && sscanf(text + 2 * n, "%2x", &byte) == 1) {
    to[n++] = byte;
  }
  return n;
}

static void link_maps(struct bpf_insn *code, size_t count, const int *maps) {
  for (size_t i = 0; i + 1 < count; i++) {
    if (code[i].code == (BPF_LD | BPF_IMM | BPF_DW)) {
      if (code[i].src_reg == BPF_PSEUDO_MAP_VALUE) {
        code[i].imm = maps[code[i].imm];
      }
      i++;
    }
  }
}

int main(void) {
  static uint8_t content[CONTENT], code[MOST_CODE], out[OUT];
  int maps[2];
  maps[1] = create(OUT, 0);
  if (maps[1] < 0) {
    return NO_PERMISSION;
  }
  char *line = NULL;
  size_t room = 0;
  while (getline(&line, &room, stdin) > 0) {
    char *space = strchr(line, ' ');
    if (!space) {
      return 2;
    }
    *space = 0;
    memset(content, 0, sizeof content);
    unhex(line, content, sizeof content);
    size_t count = unhex(space + 1, code, sizeof code) / sizeof(struct bpf_insn);
    maps[0] = create(CONTENT, BPF_F_RDONLY_PROG);
    union bpf_attr freeze = {.map_fd = maps[0]};
    memset(out, 0, sizeof out);
    if (maps[0] < 0 || element(BPF_MAP_UPDATE_ELEM, maps[0], content) ||
        bpf(BPF_MAP_FREEZE, &freeze) || element(BPF_MAP_UPDATE_ELEM, maps[1], out)) {
      perror("maps");
      return 2;
    }
    link_maps((struct bpf_insn *)code, count, maps);
    int program = load((struct bpf_insn *)code, count);
    if (program < 0) {
      if (errno == EPERM) {
        return NO_PERMISSION;
      }
      printf("load %d\n", errno);
    } else if (run(program) || element(BPF_MAP_LOOKUP_ELEM, maps[1], out)) {
      printf("run %d\n", errno);
    } else {
      for (size_t i = 0; i < sizeof out; i++) {
        printf("%02x", out[i]);
      }
      putchar('\n');
    }
    if (program >= 0) {
      close(program);
    }
    close(maps[0]);
  }
  return 0;
}
