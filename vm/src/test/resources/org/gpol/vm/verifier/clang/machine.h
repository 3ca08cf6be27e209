// What the programs here use of the machine: helpers by number, and the maps of the tests by name.
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef int s32;
typedef long long s64;

#define SEC(name) __attribute__((section(name), used))
#define PROGRAM(name) SEC("test/" #name) long name(void *ctx)
#define MAP(name) struct { long unused; } name SEC(".maps")
#define NOINLINE static __attribute__((noinline))

struct timer { u64 opaque[2]; };
struct lock { u32 value; };
struct dynptr { u64 opaque[2]; };

static void *(*const lookup)(void *map, const void *key) = (void *)1;
static long (*const update)(void *map, const void *key, const void *value, u64 flags) = (void *)2;
static long (*const delete)(void *map, const void *key) = (void *)3;
static u64 (*const now)(void) = (void *)5;
static u32 (*const prandom)(void) = (void *)7;
static long (*const tail_call)(void *ctx, void *map, u32 index) = (void *)12;
static long (*const push)(void *map, const void *value, u64 flags) = (void *)87;
static long (*const pop)(void *map, void *value) = (void *)88;
static void (*const spin_lock)(struct lock *lock) = (void *)93;
static void (*const spin_unlock)(struct lock *lock) = (void *)94;
static long (*const ringbuf_output)(void *ring, void *data, u64 size, u64 flags) = (void *)130;
static void *(*const reserve)(void *ring, u64 size, u64 flags) = (void *)131;
static void (*const submit)(void *record, u64 flags) = (void *)132;
static void (*const discard)(void *record, u64 flags) = (void *)133;
static long (*const for_each)(void *map, void *f, void *ctx, u64 flags) = (void *)164;
static long (*const timer_init)(struct timer *timer, void *map, u64 flags) = (void *)169;
static long (*const timer_callback)(struct timer *timer, void *f) = (void *)170;
static long (*const timer_start)(struct timer *timer, u64 nsecs, u64 flags) = (void *)171;
static long (*const loop)(u32 rounds, void *f, void *ctx, u64 flags) = (void *)181;
static long (*const dynptr_from_mem)(void *data, u32 size, u64 flags, struct dynptr *to) = (void *)197;
static long (*const reserve_dynptr)(void *ring, u32 size, u64 flags, struct dynptr *to) = (void *)198;
static void (*const submit_dynptr)(struct dynptr *record, u64 flags) = (void *)199;
static long (*const dynptr_read)(void *to, u32 n, struct dynptr *from, u32 at, u64 flags) = (void *)201;
static long (*const dynptr_write)(struct dynptr *to, u32 at, void *from, u32 n, u64 flags) = (void *)202;
static void *(*const dynptr_data)(struct dynptr *of, u32 at, u32 n) = (void *)203;

// key 8 bytes, value 16 bytes
MAP(tasks);
MAP(queue);
MAP(ring);
// value 24 bytes, a lock first
MAP(locked);
// value 24 bytes, a timer first
MAP(timers);
MAP(progs);
MAP(percpu);
