/*
 * The programs in the running kernel, compiled by its JIT and run by BPF_PROG_TEST_RUN:
 * kernel CODE-FILE MEMORY-FILE CHECKED-RUNS MILLISECONDS
 *
 * The memory is the value of an array, and the code the very same instructions that the other
 * engines run, behind two that load R1 and R2. Nothing but system calls: no libbpf. Needs root.
 * Exits with 3 if the kernel does not let us.
 */

#include "measure.h"
#include <errno.h>
#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PROLOGUE 3
#define MOST 4096
#define MAP_MARK 0x67706f6c

static int bpf(int command, union bpf_attr *attr)
{
	return syscall(SYS_bpf, command, attr, sizeof(*attr));
}

static int create(int type, int key, int value, int entries)
{
	union bpf_attr attr = { .map_type = type, .key_size = key, .value_size = value,
				.max_entries = entries };
	int fd = bpf(BPF_MAP_CREATE, &attr);

	if (fd < 0) {
		perror("BPF_MAP_CREATE");
		exit(3);
	}
	return fd;
}

static void element(int command, int fd, const void *key, void *value)
{
	union bpf_attr attr = { .map_fd = fd, .key = (unsigned long)key,
				.value = (unsigned long)value };

	if (bpf(command, &attr)) {
		perror("map");
		exit(1);
	}
}

static int load(struct bpf_insn *code, int length)
{
	static char log[65536];
	union bpf_attr attr = { .prog_type = BPF_PROG_TYPE_XDP, .insns = (unsigned long)code,
				.insn_cnt = length, .license = (unsigned long)"GPL",
				.log_buf = (unsigned long)log, .log_size = sizeof(log),
				.log_level = 4 };
	int fd = bpf(BPF_PROG_LOAD, &attr);

	if (fd < 0) {
		fprintf(stderr, "BPF_PROG_LOAD: %s\n%s", strerror(errno), log);
		exit(3);
	}
	return fd;
}

static unsigned run(int fd, unsigned times, double *per_run)
{
	static unsigned char packet[64], out[256];
	union bpf_attr attr;
	double start;

	do {
		memset(&attr, 0, sizeof(attr));
		attr.test.prog_fd = fd;
		attr.test.data_in = (unsigned long)packet;
		attr.test.data_size_in = sizeof(packet);
		attr.test.data_out = (unsigned long)out;
		attr.test.data_size_out = sizeof(out);
		attr.test.repeat = times;
		start = now_ns();
		errno = 0;
		bpf(BPF_PROG_TEST_RUN, &attr);
	} while (errno == EINTR);
	*per_run = (now_ns() - start) / times;
	if (errno) {
		perror("BPF_PROG_TEST_RUN");
		exit(3);
	}
	return attr.test.retval;
}

static int prepare(struct bpf_insn *code, int length, int size, int memory, int hash, int queue)
{
	code[0] = (struct bpf_insn){ .code = BPF_LD | BPF_DW | BPF_IMM, .dst_reg = 1,
				     .src_reg = BPF_PSEUDO_MAP_VALUE, .imm = memory };
	code[1] = (struct bpf_insn){ 0 };
	code[2] = (struct bpf_insn){ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 2, .imm = size };
	for (int i = PROLOGUE; i < length; i++) {
		if (code[i].code != (BPF_LD | BPF_DW | BPF_IMM))
			continue;
		if (code[i + 1].imm == MAP_MARK) {
			code[i].src_reg = BPF_PSEUDO_MAP_FD;
			code[i].imm = code[i].imm ? queue : hash;
			code[i + 1].imm = 0;
		}
		i++;
	}
	return load(code, length);
}

int main(int argc, char **argv)
{
	static struct bpf_insn code[MOST];
	static unsigned char initial[MEMORY_MAX], checked[MEMORY_MAX];
	double windows[WINDOWS], window_ns, per_run;
	int size, length, memory, hash, queue, fd;
	unsigned result, times;
	unsigned zero = 0;

	if (argc != 5)
		return 2;
	length = read_file(argv[1], code + PROLOGUE, sizeof(code) / 2) / sizeof(*code) + PROLOGUE;
	size = read_file(argv[2], initial, sizeof(initial));
	window_ns = atof(argv[4]) * 1e6;
	memory = create(BPF_MAP_TYPE_ARRAY, 4, size, 1);
	hash = create(BPF_MAP_TYPE_HASH, 4, 32, 4096);
	queue = create(BPF_MAP_TYPE_QUEUE, 0, 8, 1024);
	for (unsigned long long i = 0; i < 64; i++)
		element(BPF_MAP_UPDATE_ELEM, queue, NULL, &i);
	element(BPF_MAP_UPDATE_ELEM, memory, &zero, initial);
	fd = prepare(code, length, size, memory, hash, queue);

	result = run(fd, atoi(argv[3]), &per_run);
	element(BPF_MAP_LOOKUP_ELEM, memory, &zero, checked);

	run(fd, 10000, &per_run);
	times = window_ns / per_run + 1;
	run(fd, times, &per_run);
	for (int i = 0; i < WINDOWS; i++)
		run(fd, times, &windows[i]);
	report(result, checked, size, median(windows));
	return 0;
}
