/* What both C programs here have in common: memory from a file, time of this thread, output. */
#ifndef GPOL_BENCHMARKS_MEASURE_H
#define GPOL_BENCHMARKS_MEASURE_H

#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MEMORY_MAX 4096
#define WINDOWS 11

static size_t read_file(const char *name, void *to, size_t most)
{
	FILE *file = fopen(name, "rb");
	size_t size;

	if (!file) {
		perror(name);
		exit(1);
	}
	size = fread(to, 1, most, file);
	fclose(file);
	return size;
}

/* Of this thread alone: others use the machine too. */
static double now_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return time.tv_sec * 1e9 + time.tv_nsec;
}

static int by_size(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

static double median(double *values)
{
	qsort(values, WINDOWS, sizeof(*values), by_size);
	return values[WINDOWS / 2];
}

/* One line: the last result, the memory, and the nanoseconds that a run takes. */
static void report(unsigned long long result, const unsigned char *memory, size_t size, double ns)
{
	printf("%llx ", result);
	for (size_t i = 0; i < size; i++)
		printf("%02x", memory[i]);
	printf(" %.3f\n", ns);
}

#endif
