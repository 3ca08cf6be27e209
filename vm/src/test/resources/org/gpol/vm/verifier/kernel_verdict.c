// Asks the running Linux kernel for its verdict on BPF programs. Nothing is attached or run.
//
// Input, a line each:
//   map TYPE KEY VALUE ENTRIES FLAGS INNER FIELD CONTENT   the next map; its index is its place
//     INNER: index of the map to take as the pattern of a map of maps, or -1
//     FIELD: what lies at the start of a value: none, lock, timer, kptr
//     CONTENT: hex bytes of the only value, after which the map is frozen; or -
//   prog NAME STARTS CODE   a program of type sched_cls
//     STARTS: slots at which its functions start, separated by commas
//     CODE: hex bytes; a wide load with source 1 or 2 holds the index of a map
// Output: for each program "NAME accept" or "NAME reject REASON".
#include <errno.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_INSNS 4096
#define MAX_FUNCTIONS 16

static uint32_t types[1024];
static unsigned words;
static char strings[1024] = "";
static unsigned text = 1;
static char log_text[1 << 20];

static int bpf(int command, union bpf_attr *attr) {
  return (int)syscall(__NR_bpf, command, attr, sizeof *attr);
}

static uint32_t name(const char *s) {
  uint32_t at = text;
  strcpy(strings + text, s);
  text += strlen(s) + 1;
  return at;
}

static void put(uint32_t word) { types[words++] = word; }

static void type(const char *s, unsigned kind, unsigned vlen, uint32_t size_or_type) {
  put(*s ? name(s) : 0);
  put(kind << 24 | vlen);
  put(size_or_type);
}

static void member(const char *s, uint32_t id, uint32_t bits) {
  put(name(s));
  put(id);
  put(bits);
}

enum { U32 = 1, U64, LOCK, TIMER, TASK, TAG, KPTR, PROTO, FUNCTIONS };

static int load_btf(int value_size, const char *field) {
  words = 0;
  text = 1;
  type("u32", BTF_KIND_INT, 0, 4);
  put(32);
  type("u64", BTF_KIND_INT, 0, 8);
  put(64);
  type("bpf_spin_lock", BTF_KIND_STRUCT, 1, 4);
  member("val", U32, 0);
  type("bpf_timer", BTF_KIND_STRUCT, 2, 16);
  member("a", U64, 0);
  member("b", U64, 64);
  type("task_struct", BTF_KIND_STRUCT, 0, 0);
  type("kptr", BTF_KIND_TYPE_TAG, 0, TASK);
  type("", BTF_KIND_PTR, 0, TAG);
  type("", BTF_KIND_FUNC_PROTO, 0, U32);
  for (int i = 0; i < MAX_FUNCTIONS; i++) {
    char function[8];
    snprintf(function, sizeof function, "f%d", i);
    type(function, BTF_KIND_FUNC, BTF_FUNC_STATIC, PROTO);
  }
  if (field) {
    int lock = !strcmp(field, "lock"), timer = !strcmp(field, "timer");
    type("value", BTF_KIND_STRUCT, 1, value_size);
    member("special", lock ? LOCK : timer ? TIMER : KPTR, 0);
  }
  static char blob[8192];
  struct btf_header header = {
      .magic = BTF_MAGIC, .version = 1, .hdr_len = sizeof header, .type_len = words * 4,
      .str_off = words * 4, .str_len = text};
  memcpy(blob, &header, sizeof header);
  memcpy(blob + sizeof header, types, words * 4);
  memcpy(blob + sizeof header + words * 4, strings, text);
  union bpf_attr attr;
  memset(&attr, 0, sizeof attr);
  attr.btf = (uintptr_t)blob;
  attr.btf_size = sizeof header + words * 4 + text;
  attr.btf_log_buf = (uintptr_t)log_text;
  attr.btf_log_size = sizeof log_text;
  attr.btf_log_level = 1;
  int fd = bpf(BPF_BTF_LOAD, &attr);
  if (fd < 0) {
    fprintf(stderr, "btf: %s\n%s\n", strerror(errno), log_text);
    exit(3);
  }
  return fd;
}

static int bytes(const char *hex, uint8_t *to) {
  int n = 0;
  for (unsigned byte; sscanf(hex + 2 * n, "%2x", &byte) == 1; n++) {
    to[n] = byte;
  }
  return n;
}

static int maps[64], map_count;

static void create(const char *line) {
  unsigned type, key, value, entries, flags;
  int inner;
  char field[16], content[1024];
  if (sscanf(line, "map %u %u %u %u %u %d %15s %1023s", &type, &key, &value, &entries, &flags,
             &inner, field, content) != 8) {
    exit(2);
  }
  union bpf_attr attr;
  memset(&attr, 0, sizeof attr);
  attr.map_type = type;
  attr.key_size = key;
  attr.value_size = value;
  attr.max_entries = entries;
  attr.map_flags = flags;
  if (inner >= 0) {
    attr.inner_map_fd = maps[inner];
  }
  if (strcmp(field, "none")) {
    attr.btf_fd = load_btf(value, field);
    attr.btf_key_type_id = key == 4 ? U32 : U64;
    attr.btf_value_type_id = FUNCTIONS + MAX_FUNCTIONS;
  }
  int fd = bpf(BPF_MAP_CREATE, &attr);
  if (fd < 0) {
    fprintf(stderr, "map %d: %s\n", map_count, strerror(errno));
    exit(errno == EPERM ? 4 : 3);
  }
  if (strcmp(content, "-")) {
    static uint8_t buffer[1024];
    uint32_t zero = 0;
    bytes(content, buffer);
    memset(&attr, 0, sizeof attr);
    attr.map_fd = fd;
    attr.key = (uintptr_t)&zero;
    attr.value = (uintptr_t)buffer;
    bpf(BPF_MAP_UPDATE_ELEM, &attr);
    memset(&attr, 0, sizeof attr);
    attr.map_fd = fd;
    bpf(BPF_MAP_FREEZE, &attr);
  }
  maps[map_count++] = fd;
}

/** The last line of the log that gives a reason. */
static const char *reason(void) {
  const char *found = "";
  for (char *line = strtok(log_text, "\n"); line; line = strtok(NULL, "\n")) {
    if (strncmp(line, "processed ", 10)) {
      found = line;
    }
  }
  return found;
}

/* What the programs are; networking programs may call most helpers. */
static int prog_type = BPF_PROG_TYPE_SCHED_CLS;

static void judge(char *line) {
  static struct bpf_insn insns[MAX_INSNS];
  struct bpf_func_info functions[MAX_FUNCTIONS];
  strtok(line, " ");
  char *label = strtok(NULL, " "), *starts = strtok(NULL, " "), *hex = strtok(NULL, " \n");
  unsigned count = bytes(hex, (uint8_t *)insns) / 8, functions_count = 0;
  for (char *at = starts; at && functions_count < MAX_FUNCTIONS; functions_count++) {
    functions[functions_count] = (struct bpf_func_info){
        .insn_off = strtoul(at, &at, 10), .type_id = FUNCTIONS + functions_count};
    at = *at == ',' ? at + 1 : NULL;
  }
  for (unsigned i = 0; i < count; i++) {
    if (insns[i].code == (BPF_LD | BPF_IMM | BPF_DW)) {
      if (insns[i].src_reg == BPF_PSEUDO_MAP_FD || insns[i].src_reg == BPF_PSEUDO_MAP_VALUE) {
        insns[i].imm = maps[insns[i].imm];
      }
      i++;
    }
  }
  static int btf = -1;
  if (btf < 0) {
    btf = load_btf(0, NULL);
  }
  union bpf_attr attr;
  memset(&attr, 0, sizeof attr);
  attr.prog_type = prog_type;
  attr.insns = (uintptr_t)insns;
  attr.insn_cnt = count;
  attr.license = (uintptr_t) "GPL";
  attr.log_buf = (uintptr_t)log_text;
  attr.log_size = sizeof log_text;
  attr.log_level = 1;
  attr.prog_btf_fd = btf;
  attr.func_info = (uintptr_t)functions;
  attr.func_info_cnt = functions_count;
  attr.func_info_rec_size = sizeof functions[0];
  log_text[0] = 0;
  int fd = bpf(BPF_PROG_LOAD, &attr);
  if (fd < 0) {
    int error = errno;
    printf("%s reject (%s) %s\n", label, strerror(error), reason());
  } else {
    printf("%s accept\n", label);
    close(fd);
  }
}

int main(void) {
  static char line[1 << 17];
  while (fgets(line, sizeof line, stdin)) {
    if (!strncmp(line, "type ", 5)) {
      prog_type = atoi(line + 5);
    } else if (!strncmp(line, "map ", 4)) {
      create(line);
    } else if (!strncmp(line, "prog ", 5)) {
      judge(line);
    }
  }
  return 0;
}
