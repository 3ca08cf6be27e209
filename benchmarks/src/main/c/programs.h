/*
 * Six small programs that do what scheduling policies do all day, and an empty one. Each works on
 * a memory of its own and changes it, so that no two runs are alike and engines can be compared by
 * what they leave behind. The same functions are compiled to BPF and to native code.
 */
#ifndef GPOL_BENCHMARKS_PROGRAMS_H
#define GPOL_BENCHMARKS_PROGRAMS_H

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long s64;

#define INLINE static inline __attribute__((always_inline))

/* Nothing: what calling a program costs. */
struct empty {
	u64 unused[8];
};

INLINE u64 empty(struct empty *state)
{
	(void)state;
	return 0;
}

/* Counts primes by trial division: multiplication, remainder, short loops. */
struct prime {
	u64 limit, found, runs;
};

INLINE u64 prime(struct prime *state)
{
	u64 limit = state->limit;
	u64 found = 0;

	if (limit > 1000)
		limit = 1000;
	for (u64 n = 2; n <= limit; n++) {
		u64 is_prime = 1;

		for (u64 d = 2; d * d <= n; d++) {
			if (n % d == 0) {
				is_prime = 0;
				break;
			}
		}
		found += is_prime;
	}
	state->found = found;
	state->runs++;
	return found;
}

/* Picks the entry of a run queue that has had least, as far as it may run here, and charges it. */
#define RUNNABLE 1u
#define PINNED 2u /* to the CPU in the upper half of the flags */
#define INTERACTIVE 4u
#define ENTRIES 16

struct entry {
	u64 vtime;
	u32 weight, flags;
};

struct pick {
	u64 time;
	u32 length, cpu;
	u64 floor, slice, picked, idle;
	u32 last, unused[3];
	struct entry queue[ENTRIES];
};

INLINE u64 pick(struct pick *state)
{
	u64 floor = state->floor, slice = state->slice;
	u32 length = state->length, cpu = state->cpu;
	u64 chosen = ENTRIES, least = 0;

	if (length > ENTRIES)
		length = ENTRIES;
	for (u64 i = 0; i < length; i++) {
		u32 flags = state->queue[i].flags;
		u64 key;

		if (!(flags & RUNNABLE) || ((flags & PINNED) && flags >> 16 != cpu))
			continue;
		key = state->queue[i].vtime;
		if ((s64)(key - floor) < -(s64)slice)
			key = floor - slice;
		if (flags & INTERACTIVE)
			key -= slice / 4;
		if (chosen == ENTRIES || (s64)(key - least) < 0) {
			chosen = i;
			least = key;
		}
	}
	if (chosen >= ENTRIES) {
		state->idle++;
		return ~0ull;
	}
	state->queue[chosen].vtime += slice * 1024 / (state->queue[chosen].weight | 1);
	if ((s64)(least - floor) > 0)
		state->floor = least;
	state->picked++;
	state->last = chosen;
	return chosen;
}

/* Moving averages and virtual deadlines of 32 samples: shifts, multiplications, divisions. */
#define SAMPLES 32

struct sample {
	u64 delta;
	u32 weight, unused;
};

struct ewma {
	u64 average, vtime, slice, runs, lag, unused[3];
	struct sample samples[SAMPLES];
};

INLINE u64 ewma(struct ewma *state)
{
	u64 average = state->average, vtime = state->vtime, lag = state->lag;
	u64 slice = state->slice, earliest = ~0ull;

	for (u64 i = 0; i < SAMPLES; i++) {
		u64 delta = state->samples[i].delta;
		u64 weight = state->samples[i].weight | 1;
		u64 deadline;

		average += (delta >> 3) - (average >> 3);
		vtime += delta * 1024 / weight;
		deadline = vtime + slice * 1024 / weight;
		lag += average * 717 >> 10;
		if (lag > 100000000)
			lag >>= 1;
		if (deadline < earliest)
			earliest = deadline;
	}
	state->average = average;
	state->vtime = vtime;
	state->lag = lag;
	state->runs++;
	return earliest ^ average ^ lag;
}

/* Two running sums over a packet, a byte at a time: loads. */
#define PACKET 1500

struct cksum {
	u32 seed, runs;
	u8 packet[PACKET];
	u8 unused[4];
};

INLINE u64 cksum(struct cksum *state)
{
	u64 low = state->seed & 0xffff, high = 0;

	for (u64 i = 0; i < PACKET; i++) {
		low += state->packet[i];
		high += low;
	}
	state->runs++;
	state->seed = low + high;
	return high << 32 ^ low;
}

/* Finds an idle CPU among 512, a core with both threads idle first: masks, shifts, branches. */
#define CPUS 512
#define WORDS (CPUS / 64)

struct bitmap {
	u32 previous, counter;
	u64 hits, halves, misses, unused[4];
	u64 idle[WORDS], allowed[WORDS];
};

/* BPF has no instruction for it; word is not 0. */
INLINE u64 lowest_bit(u64 word)
{
	u64 n = 0;

	if (!(word & 0xffffffff)) {
		n = 32;
		word >>= 32;
	}
	if (!(word & 0xffff)) {
		n += 16;
		word >>= 16;
	}
	if (!(word & 0xff)) {
		n += 8;
		word >>= 8;
	}
	if (!(word & 0xf)) {
		n += 4;
		word >>= 4;
	}
	if (!(word & 0x3)) {
		n += 2;
		word >>= 2;
	}
	return n + !(word & 1);
}

INLINE u64 find_idle(struct bitmap *state, u64 first, u64 whole_cores)
{
	for (u64 i = 0; i < WORDS; i++) {
		u64 at = (first + i) % WORDS;
		u64 free = state->idle[at] & state->allowed[at];

		if (whole_cores)
			free &= free >> 1 & 0x5555555555555555;
		if (free)
			return at * 64 + lowest_bit(free);
	}
	return CPUS;
}

INLINE u64 bitmap(struct bitmap *state)
{
	u64 previous = state->previous % CPUS, first = previous / 64;
	u64 pair = 3ull << (previous & 62);
	u64 cpu = CPUS, other;

	if ((state->idle[first] & state->allowed[first] & pair) == pair)
		cpu = previous;
	if (cpu == CPUS) {
		cpu = find_idle(state, first, 1);
		if (cpu == CPUS) {
			cpu = find_idle(state, first, 0);
			if (cpu != CPUS)
				state->halves++;
		}
	}
	if (cpu != CPUS) {
		cpu %= CPUS;
		state->idle[cpu / 64] &= ~(1ull << (cpu % 64));
		state->hits++;
		state->previous = cpu + 7;
	} else {
		state->misses++;
	}
	other = state->counter++ * 37ull % CPUS; /* goes idle meanwhile */
	state->idle[other / 64] |= 1ull << (other % 64);
	return cpu;
}

/* What a wake-up costs that keeps its tasks in maps: a lookup, an update, a push and a pop. */
#define TASKS 1024

struct task {
	u64 vtime, last;
	u32 weight, runs;
	u64 unused;
};

struct mapq {
	u32 counter, unused0;
	u64 now, sum, created, unused[4];
};

#ifdef MAPS
INLINE u64 mapq(struct mapq *state)
{
	u32 key = state->counter++ * 7 % TASKS, other;
	u64 now = state->now, weight, ran, item;
	struct task *task, fresh;

	state->now = now + 1000;
	task = map_lookup(&key);
	if (!task) {
		fresh.vtime = fresh.last = now;
		fresh.weight = TASKS / 2 + key;
		fresh.runs = 0;
		fresh.unused = 0;
		map_update(&key, &fresh);
		state->created++;
		return ~0ull;
	}
	weight = task->weight | 1;
	ran = now - task->last;
	if (ran > 100000)
		ran = 100000;
	task->vtime += ran * 1024 / weight;
	task->last = now;
	task->runs++;
	other = (key + TASKS / 2) % TASKS;
	fresh.vtime = task->vtime;
	fresh.last = now;
	fresh.weight = task->weight ^ 1;
	fresh.runs = task->runs;
	fresh.unused = 0;
	map_update(&other, &fresh);
	item = (u64)key << 32 | fresh.runs;
	queue_push(&item);
	item = 0;
	queue_pop(&item);
	state->sum += item;
	return item;
}
#endif

#endif
