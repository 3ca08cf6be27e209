/* The programs as native code: native PROGRAM MEMORY-FILE CHECKED-RUNS MILLISECONDS */

#include "measure.h"

#define MAPS
#define map_lookup hash_lookup
#define map_update hash_update
#define queue_push ring_push
#define queue_pop ring_pop
#define APART __attribute__((noinline, noclone, noipa))

struct task;
APART struct task *hash_lookup(const unsigned *key);
APART long hash_update(const unsigned *key, const struct task *value);
APART long ring_push(const unsigned long long *value);
APART long ring_pop(unsigned long long *value);

#include "programs.h"

/* Maps of the declared sizes, behind calls as helpers are. */
#define BUCKETS 4096
#define QUEUED 1024

struct node {
	struct node *next;
	u32 key;
	struct task value;
};

static struct node *buckets[BUCKETS], nodes[BUCKETS];
static u64 ring[QUEUED];
static u32 node_count, head, tail;

static struct node *find(u32 key)
{
	struct node *node = buckets[key * 0x9e3779b1u >> 20];

	while (node && node->key != key)
		node = node->next;
	return node;
}

struct task *hash_lookup(const u32 *key)
{
	struct node *node = find(*key);

	return node ? &node->value : NULL;
}

long hash_update(const u32 *key, const struct task *value)
{
	struct node *node = find(*key);

	if (!node) {
		struct node **bucket = &buckets[*key * 0x9e3779b1u >> 20];

		if (node_count == BUCKETS)
			return -7;
		node = &nodes[node_count++];
		node->key = *key;
		node->next = *bucket;
		*bucket = node;
	}
	node->value = *value;
	return 0;
}

long ring_push(const u64 *value)
{
	if (tail - head == QUEUED)
		return -7;
	ring[tail++ % QUEUED] = *value;
	return 0;
}

long ring_pop(u64 *value)
{
	if (tail == head)
		return -2;
	*value = ring[head++ % QUEUED];
	return 0;
}

static void reset_maps(void)
{
	memset(buckets, 0, sizeof(buckets));
	node_count = head = tail = 0;
	for (u64 i = 0; i < 64; i++)
		ring_push(&i);
}

#define WRAP(name) APART static u64 run_##name(void *memory) { return name(memory); }
WRAP(empty)
WRAP(prime)
WRAP(pick)
WRAP(ewma)
WRAP(cksum)
WRAP(bitmap)
WRAP(mapq)

typedef u64 (*program_fn)(void *);
#define ROW(name) { #name, run_##name }
static const struct {
	const char *name;
	program_fn run;
} programs[] = { ROW(empty), ROW(prime), ROW(pick), ROW(ewma), ROW(cksum), ROW(bitmap), ROW(mapq) };

static double per_run(program_fn run, void *memory, u64 times)
{
	double start = now_ns();

	for (u64 i = 0; i < times; i++)
		run(memory);
	return (now_ns() - start) / times;
}

int main(int argc, char **argv)
{
	static unsigned char initial[MEMORY_MAX], memory[MEMORY_MAX], checked[MEMORY_MAX];
	size_t size, row = 0;
	program_fn volatile chosen;
	double windows[WINDOWS], window_ns;
	u64 result = 0, times;

	if (argc != 5)
		return 2;
	while (strcmp(programs[row].name, argv[1]))
		if (++row == sizeof(programs) / sizeof(*programs))
			return 2;
	chosen = programs[row].run;
	size = read_file(argv[2], initial, sizeof(initial));
	window_ns = atof(argv[4]) * 1e6;

	memcpy(memory, initial, size);
	reset_maps();
	for (int i = atoi(argv[3]); i > 0; i--)
		result = chosen(memory);
	memcpy(checked, memory, size);

	memcpy(memory, initial, size);
	reset_maps();
	per_run(chosen, memory, 1000);
	times = window_ns / per_run(chosen, memory, 1000) + 1;
	per_run(chosen, memory, times);
	for (int i = 0; i < WINDOWS; i++)
		windows[i] = per_run(chosen, memory, times);
	report(result, checked, size, median(windows));
	return 0;
}
