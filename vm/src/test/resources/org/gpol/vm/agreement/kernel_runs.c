// Runs BPF programs in the running kernel, each on maps of its own and on several contents of one
// of them. Input, a line each:
//   map INDEX TYPE KEY VALUE ENTRIES FLAGS CONTENT   a map that each program gets
//     CONTENT: hex bytes of its only value, after which it is frozen; or -
//   prog DATA OUT STARTS CODE INPUT...   a program of type sched_cls
//     DATA: the index of the map whose value each INPUT, hex bytes, is put into before a run
//     OUT: the index of an array, which is shown after each run
//     STARTS: slots at which its functions start, separated by commas
//     CODE: hex bytes; a wide load with source 1 or 2 holds the index of a map
// Output: for each program "load ERRNO REASON", or words: after each run the value of DATA and those of
// OUT as hex, and in the end "INDEX:HEX" for every element of each hash map, key and value, and
// for every value popped of each queue or stack. Exits with 4 if programs may not be loaded.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MAPS = 32, MOST_INSNS = 4096, FUNCTIONS = 16, BYTES = 4096, NO_PERMISSION = 4 };

struct map {
  int used, fd;
  uint32_t type, key, value, entries, flags;
  uint8_t content[BYTES];
  int content_size;
};

static struct map maps[MAPS];
static int btf = -1;
static char log_text[1 << 20];

static int bpf(int command, union bpf_attr *attr) {
  return (int)syscall(SYS_bpf, command, attr, sizeof *attr);
}

static int element(int command, int fd, const void *key, const void *value) {
  union bpf_attr attr;
  memset(&attr, 0, sizeof attr);
  attr.map_fd = fd;
  attr.key = (uintptr_t)key;
  attr.value = (uintptr_t)value;
  return bpf(command, &attr);
}

static int bytes(const char *hex, uint8_t *to, int most) {
  int n = 0;
  for (unsigned byte; n < most && sscanf(hex + 2 * n, "%2x", &byte) == 1; n++) {
    to[n] = byte;
  }
  return n;
}

static void show(const uint8_t *from, int size) {
  for (int i = 0; i < size; i++) {
    printf("%02x", from[i]);
  }
}

/* One integer type, one prototype, and as many functions as a program may have. */
static void load_btf(void) {
  static struct {
    struct btf_header header;
    uint32_t types[4 + 3 + 3 * FUNCTIONS];
    char strings[8];
  } blob;
  uint32_t *t = blob.types;
  memcpy(blob.strings, "\0int\0f", 7);
  uint32_t fixed[] = {1, BTF_KIND_INT << 24, 4, 32, 0, BTF_KIND_FUNC_PROTO << 24, 1};
  memcpy(t, fixed, sizeof fixed);
  for (int i = 0; i < FUNCTIONS; i++) {
    uint32_t function[] = {5, BTF_KIND_FUNC << 24 | BTF_FUNC_STATIC, 2};
    memcpy(t + 7 + 3 * i, function, sizeof function);
  }
  blob.header = (struct btf_header){.magic = BTF_MAGIC, .version = 1,
                                    .hdr_len = sizeof blob.header,
                                    .type_len = sizeof blob.types, .str_off = sizeof blob.types,
                                    .str_len = 7};
  union bpf_attr attr;
  memset(&attr, 0, sizeof attr);
  attr.btf = (uintptr_t)&blob;
  attr.btf_size = sizeof blob.header + sizeof blob.types + 7;
  btf = bpf(BPF_BTF_LOAD, &attr);
  if (btf < 0) {
    perror("BPF_BTF_LOAD");
    exit(errno == EPERM || errno == ENOSYS ? NO_PERMISSION : 3);
  }
}

static void declare(const char *line) {
  static char content[2 * BYTES + 1];
  unsigned index;
  struct map m = {.used = 1, .fd = -1};
  if (sscanf(line, "map %u %u %u %u %u %u %8192s", &index, &m.type, &m.key, &m.value, &m.entries,
             &m.flags, content) != 7 || index >= MAPS) {
    exit(2);
  }
  m.content_size = content[0] == '-' ? 0 : bytes(content, m.content, BYTES);
  maps[index] = m;
}

static void create(struct map *m) {
  union bpf_attr attr;
  uint32_t zero = 0;
  memset(&attr, 0, sizeof attr);
  attr.map_type = m->type;
  attr.key_size = m->key;
  attr.value_size = m->value;
  attr.max_entries = m->entries;
  attr.map_flags = m->flags;
  m->fd = bpf(BPF_MAP_CREATE, &attr);
  if (m->fd < 0) {
    perror("BPF_MAP_CREATE");
    exit(errno == EPERM ? NO_PERMISSION : 3);
  }
  if (m->content_size) {
    element(BPF_MAP_UPDATE_ELEM, m->fd, &zero, m->content);
    memset(&attr, 0, sizeof attr);
    attr.map_fd = m->fd;
    bpf(BPF_MAP_FREEZE, &attr);
  }
}

static int load(struct bpf_insn *code, int count, const char *starts) {
  struct bpf_func_info functions[FUNCTIONS];
  unsigned n = 0;
  for (char *at = (char *)starts; at && n < FUNCTIONS; n++) {
    functions[n] = (struct bpf_func_info){.insn_off = strtoul(at, &at, 10), .type_id = 3 + n};
    at = *at == ',' ? at + 1 : NULL;
  }
  for (int i = 0; i < count; i++) {
    if (code[i].code == (BPF_LD | BPF_IMM | BPF_DW)) {
      if (code[i].src_reg == BPF_PSEUDO_MAP_FD || code[i].src_reg == BPF_PSEUDO_MAP_VALUE) {
        code[i].imm = maps[code[i].imm].fd;
      }
      i++;
    }
  }
  union bpf_attr attr;
  memset(&attr, 0, sizeof attr);
  attr.prog_type = BPF_PROG_TYPE_SCHED_CLS;
  attr.insns = (uintptr_t)code;
  attr.insn_cnt = count;
  attr.license = (uintptr_t) "GPL";
  attr.log_buf = (uintptr_t)log_text;
  attr.log_size = sizeof log_text;
  attr.log_level = 1;
  attr.prog_btf_fd = btf;
  attr.func_info = (uintptr_t)functions;
  attr.func_info_cnt = n;
  attr.func_info_rec_size = sizeof functions[0];
  return bpf(BPF_PROG_LOAD, &attr);
}

static int run(int fd) {
  static uint8_t packet[64], out[256];
  union bpf_attr attr;
  memset(&attr, 0, sizeof attr);
  attr.test.prog_fd = fd;
  attr.test.data_in = (uintptr_t)packet;
  attr.test.data_size_in = sizeof packet;
  attr.test.data_out = (uintptr_t)out;
  attr.test.data_size_out = sizeof out;
  attr.test.repeat = 1;
  return bpf(BPF_PROG_TEST_RUN, &attr);
}

static void elements(int index, struct map *m) {
  uint8_t key[256], next[256], value[BYTES];
  if (m->type == BPF_MAP_TYPE_HASH) {
    for (void *at = NULL; !element(BPF_MAP_GET_NEXT_KEY, m->fd, at, next); at = key) {
      memcpy(key, next, m->key);
      element(BPF_MAP_LOOKUP_ELEM, m->fd, key, value);
      printf(" %d:", index);
      show(key, m->key);
      show(value, m->value);
    }
  } else if (m->type == BPF_MAP_TYPE_QUEUE || m->type == BPF_MAP_TYPE_STACK) {
    while (!element(BPF_MAP_LOOKUP_AND_DELETE_ELEM, m->fd, NULL, value)) {
      printf(" %d:", index);
      show(value, m->value);
    }
  }
}

static void answer(struct map *data, struct map *out, int fd, char *inputs) {
  uint8_t value[BYTES];
  uint32_t zero = 0;
  for (char *input = strtok(inputs, " \n"); input; input = strtok(NULL, " \n")) {
    memset(value, 0, sizeof value);
    bytes(input, value, BYTES);
    element(BPF_MAP_UPDATE_ELEM, data->fd, &zero, value);
    if (run(fd)) {
      printf("run%d ", errno);
      continue;
    }
    element(BPF_MAP_LOOKUP_ELEM, data->fd, &zero, value);
    show(value, data->value);
    for (uint32_t key = 0; key < out->entries; key++) {
      element(BPF_MAP_LOOKUP_ELEM, out->fd, &key, value);
      show(value, out->value);
    }
    printf(" ");
  }
}

/* The last line of the log that gives a reason. */
static const char *reason(void) {
  const char *found = "";
  for (char *line = strtok(log_text, "\n"); line; line = strtok(NULL, "\n")) {
    if (strncmp(line, "processed ", 10)) {
      found = line;
    }
  }
  return found;
}

static void program(char *line) {
  static uint8_t code[MOST_INSNS * sizeof(struct bpf_insn)];
  strtok(line, " ");
  int data = atoi(strtok(NULL, " ")), out = atoi(strtok(NULL, " "));
  char *starts = strtok(NULL, " "), *hex = strtok(NULL, " "), *inputs = strtok(NULL, "\n");
  int count = bytes(hex, code, sizeof code) / sizeof(struct bpf_insn);
  for (int i = 0; i < MAPS; i++) {
    if (maps[i].used) {
      create(&maps[i]);
    }
  }
  log_text[0] = 0;
  int fd = load((struct bpf_insn *)code, count, starts);
  if (fd < 0) {
    int error = errno;
    printf("load %d %s", error, reason());
  } else {
    answer(&maps[data], &maps[out], fd, inputs);
    for (int i = 0; i < MAPS; i++) {
      if (maps[i].used) {
        elements(i, &maps[i]);
      }
    }
    close(fd);
  }
  printf("\n");
  for (int i = 0; i < MAPS; i++) {
    if (maps[i].used) {
      close(maps[i].fd);
    }
  }
}

int main(void) {
  static char line[1 << 18];
  load_btf();
  while (fgets(line, sizeof line, stdin)) {
    if (!strncmp(line, "map ", 4)) {
      declare(line);
    } else if (!strncmp(line, "prog ", 5)) {
      program(line);
    }
  }
  return 0;
}
