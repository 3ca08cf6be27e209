// Carries out map operations on the running kernel, so that tests can compare its answers with
// those of our own maps. One command on each line of standard input, one answer on each line of
// standard output; the first line of output is the number of possible CPUs.
//
//   C type key_size value_size max_entries flags extra inner   create; inner is a number or -1
//   L map flags key value_bytes value                          look up (value: for bloom filters)
//   U map flags key value                                      update or push
//   D map key                                                  delete
//   N map key key_bytes                                        next key
//   P map flags key value_bytes                                look up and delete, or pop
//
// Maps are numbered as they are created, from 0. Keys and values are hexadecimal, `-` is NULL.
// An answer is 0 or the negated error number, then what was read. Maps of maps take and give the
// numbers of maps.
#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_MAPS 4096
#define MAX_BYTES (1 << 16)

static int fds[MAX_MAPS], types[MAX_MAPS], maps;

static long sys(int command, union bpf_attr *attr) {
  return syscall(__NR_bpf, command, attr, sizeof(*attr)) < 0 ? -errno : 0;
}

static int of_hex(const char *text, unsigned char *bytes) {
  int n = 0;
  if (text[0] == '-') return -1;
  for (; text[2 * n]; n++) {
    unsigned byte;
    sscanf(text + 2 * n, "%2x", &byte);
    bytes[n] = byte;
  }
  return n;
}

static void answer(long rc, const unsigned char *bytes, int length) {
  printf("%ld ", rc);
  if (length == 0 || rc != 0) printf("-");
  for (int i = 0; i < length && rc == 0; i++) printf("%02x", bytes[i]);
  printf("\n");
}

static int holds_maps(int map) {
  return types[map] == BPF_MAP_TYPE_ARRAY_OF_MAPS || types[map] == BPF_MAP_TYPE_HASH_OF_MAPS;
}

static unsigned id_of(int fd) {
  struct bpf_map_info info;
  union bpf_attr attr;
  memset(&info, 0, sizeof(info));
  memset(&attr, 0, sizeof(attr));
  attr.info.bpf_fd = fd;
  attr.info.info = (unsigned long)&info;
  attr.info.info_len = sizeof(info);
  return sys(BPF_OBJ_GET_INFO_BY_FD, &attr) == 0 ? info.id : 0;
}

static void create(const char *line) {
  int type, key, value, max, flags, extra, inner;
  union bpf_attr attr;
  sscanf(line, "C %d %d %d %d %d %d %d", &type, &key, &value, &max, &flags, &extra, &inner);
  memset(&attr, 0, sizeof(attr));
  attr.map_type = type;
  attr.key_size = key;
  attr.value_size = value;
  attr.max_entries = max;
  attr.map_flags = flags;
  attr.map_extra = extra;
  if (inner >= 0) attr.inner_map_fd = fds[inner];
  long fd = syscall(__NR_bpf, BPF_MAP_CREATE, &attr, sizeof(attr));
  long rc = fd < 0 ? -errno : 0;
  fds[maps] = fd < 0 ? -1 : fd;
  types[maps++] = type;
  answer(rc, 0, 0);
}

static void translate(int map, long rc, unsigned char *value) {
  unsigned id;
  if (rc != 0 || !holds_maps(map)) return;
  memcpy(&id, value, 4);
  for (int i = 0; i < maps; i++) {
    if (fds[i] >= 0 && id_of(fds[i]) == id) memcpy(value, &i, 4);
  }
}

int main(void) {
  static char line[4 * MAX_BYTES], key_text[2 * MAX_BYTES], value_text[2 * MAX_BYTES];
  static unsigned char key[MAX_BYTES], value[MAX_BYTES];
  int first = 0, last = 0;
  FILE *possible = fopen("/sys/devices/system/cpu/possible", "r");
  if (possible && fscanf(possible, "%d-%d", &first, &last) < 2) last = first;
  printf("%d\n", last + 1);
  while (fgets(line, sizeof(line), stdin)) {
    int map = 0, size = 0, has_key;
    unsigned long long flags = 0;
    union bpf_attr attr;
    char command = line[0];
    if (command == 'C') {
      create(line);
      continue;
    }
    strcpy(value_text, "-");
    if (command == 'L') sscanf(line, "L %d %llx %s %d %s", &map, &flags, key_text, &size, value_text);
    if (command == 'U') sscanf(line, "U %d %llx %s %s", &map, &flags, key_text, value_text);
    if (command == 'D') sscanf(line, "D %d %s", &map, key_text);
    if (command == 'N') sscanf(line, "N %d %s %d", &map, key_text, &size);
    if (command == 'P') sscanf(line, "P %d %llx %s %d", &map, &flags, key_text, &size);
    memset(value, 0, sizeof(value));
    memset(&attr, 0, sizeof(attr));
    has_key = of_hex(key_text, key) >= 0;
    of_hex(value_text, value);
    if (command == 'U' && holds_maps(map)) {
      int wanted;
      memcpy(&wanted, value, 4);
      memcpy(value, &fds[wanted], 4);
    }
    attr.map_fd = fds[map];
    attr.key = has_key ? (unsigned long)key : 0;
    attr.value = command == 'D' ? 0 : (unsigned long)value;
    attr.flags = flags;
    int number = command == 'L'   ? BPF_MAP_LOOKUP_ELEM
                 : command == 'U' ? BPF_MAP_UPDATE_ELEM
                 : command == 'D' ? BPF_MAP_DELETE_ELEM
                 : command == 'N' ? BPF_MAP_GET_NEXT_KEY
                                  : BPF_MAP_LOOKUP_AND_DELETE_ELEM;
    long rc = sys(number, &attr);
    if (command == 'L') translate(map, rc, value);
    answer(rc, value, size);
  }
  return 0;
}
