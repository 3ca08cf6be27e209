/* One of the programs, chosen with -DPROGRAM, as bare BPF: R1 is its memory. See build-programs. */

/*
 * Maps are 64-bit constants that whoever loads the code replaces by real ones: map 0 is a hash,
 * map 1 a queue. The helpers have Linux's numbers.
 */
#define MAPS
#define MAP(number)                                                                              \
	({                                                                                       \
		void *map;                                                                       \
		asm volatile("%0 = 0x67706f6c0000000" #number " ll" : "=r"(map));                \
		map;                                                                             \
	})
#define map_lookup(key) ((struct task * (*)(void *, const void *))1)(MAP(0), key)
#define map_update(key, value)                                                                   \
	((long (*)(void *, const void *, const void *, unsigned long long))2)(MAP(0), key, value, 0)
#define queue_push(value) ((long (*)(void *, const void *, unsigned long long))87)(MAP(1), value, 0)
#define queue_pop(value) ((long (*)(void *, void *))88)(MAP(1), value)

#include "programs.h"

u64 run(struct PROGRAM *state)
{
	return PROGRAM(state);
}
