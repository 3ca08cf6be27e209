/*
 * A program before the running kernel's verifier: verify CODE-FILE MEMORY-BYTES TIMES
 *
 * Map value 0 of the code is an array with one value of MEMORY-BYTES. Prints the verdict, the
 * instructions that the kernel says it processed, and the median of the milliseconds that loading
 * takes, its JIT included. Needs root; exits with 3 if the kernel does not let us.
 */

#include "measure.h"
#include <errno.h>
#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST 1000000

static int bpf(int command, union bpf_attr *attr)
{
	return syscall(SYS_bpf, command, attr, sizeof(*attr));
}

static int memory_map(int bytes)
{
	union bpf_attr attr = { .map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4,
				.value_size = bytes, .max_entries = 1 };
	int fd = bpf(BPF_MAP_CREATE, &attr);

	if (fd < 0) {
		perror("BPF_MAP_CREATE");
		exit(3);
	}
	return fd;
}

static int load(const struct bpf_insn *code, int length, char *log, unsigned size)
{
	union bpf_attr attr = { .prog_type = BPF_PROG_TYPE_XDP, .insns = (unsigned long)code,
				.insn_cnt = length, .license = (unsigned long)"GPL",
				.log_buf = (unsigned long)log, .log_size = size, .log_level = 4 };
	int fd = bpf(BPF_PROG_LOAD, &attr);

	if (fd < 0 && errno == EPERM) {
		perror("BPF_PROG_LOAD");
		exit(3);
	}
	return fd;
}

int main(int argc, char **argv)
{
	static struct bpf_insn code[MOST];
	static char log[1 << 20];
	double times[WINDOWS];
	int length, map, fd = -1, rounds;
	char *processed;

	if (argc != 4)
		return 2;
	length = read_file(argv[1], code, sizeof(code)) / sizeof(*code);
	map = memory_map(atoi(argv[2]));
	for (int i = 0; i + 1 < length; i++)
		if (code[i].code == (BPF_LD | BPF_DW | BPF_IMM)) {
			if (code[i].src_reg == BPF_PSEUDO_MAP_VALUE)
				code[i].imm = map;
			i++;
		}
	rounds = atoi(argv[3]);
	if (rounds > WINDOWS)
		rounds = WINDOWS;
	for (int i = 0; i < rounds; i++) {
		double start = now_ns();

		if (fd >= 0)
			close(fd);
		fd = load(code, length, log, sizeof(log));
		times[i] = (now_ns() - start) / 1e6;
	}
	qsort(times, rounds, sizeof(*times), by_size);
	processed = strstr(log, "processed ");
	printf("%s %ld %.3f\n", fd >= 0 ? "accepts" : "refuses",
	       processed ? atol(processed + 10) : 0, times[rounds / 2]);
	return 0;
}
