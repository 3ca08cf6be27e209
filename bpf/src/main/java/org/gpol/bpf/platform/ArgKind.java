package org.gpol.bpf.platform;

/** What a helper demands of an argument; names follow the kernel's {@code ARG_*}. */
public enum ArgKind {
  /** Any initialised scalar. */
  SCALAR,
  /** A map known at verification time. */
  CONST_MAP_PTR,
  /** Readable, initialised memory of the map's key size. */
  MAP_KEY,
  /** Readable, initialised memory of the map's value size. */
  MAP_VALUE,
  /** Like {@link #MAP_VALUE}, or null. */
  MAP_VALUE_OR_NULL,
  /** Writable memory of the map's value size, which the helper initialises. */
  UNINIT_MAP_VALUE,
  /** Readable, initialised memory whose size is the next argument. */
  MEM,
  /** Writable memory whose size is the next argument, which the helper initialises. */
  UNINIT_MEM,
  /** Like {@link #UNINIT_MEM}, or null with a size of 0. */
  UNINIT_MEM_OR_NULL,
  /** Writable memory of eight bytes at a multiple of eight, which the helper initialises. */
  UNINIT_LONG,
  /** The size in bytes of the memory before it; must be positive. */
  CONST_SIZE,
  /** The size in bytes of the memory before it; zero allowed. */
  CONST_SIZE_OR_ZERO,
  /** The program's context. */
  CONTEXT,
  /** Anything initialised, number or pointer: the helper copes with every value. */
  ANYTHING,
  /** The arguments of a format: like {@link #MEM}, pointers allowed; or null with a size of 0. */
  MEM_OR_NULL,
  /** A string with its terminating zero in memory that cannot change ({@code .rodata}). */
  CONST_STRING,
  /** The address of a function of the program, called back as {@link CallbackKind} says. */
  FUNCTION,
  /** What a callback gets as its context: a pointer to the stack, or null. */
  STACK_OR_NULL,
  /** A known size, which is the size of the memory that the helper returns; zero allowed. */
  CONST_ALLOC_SIZE_OR_ZERO,
  /** Memory that {@code ringbuf_reserve} returned, given back by this call. */
  RELEASED_RINGBUF_MEM,
  /** An initialised dynptr on the stack. */
  DYNPTR,
  /** Room on the stack for a dynptr, which the helper initialises. */
  UNINIT_DYNPTR,
  /** Like {@link #UNINIT_DYNPTR}, for a reservation in a ring buffer that must be given back. */
  UNINIT_RINGBUF_DYNPTR,
  /** A dynptr of a reservation in a ring buffer, given back by this call. */
  RELEASED_RINGBUF_DYNPTR,
  /** A {@code bpf_spin_lock} in a map value, taken by this call. */
  SPIN_LOCK_TAKEN,
  /** The {@code bpf_spin_lock} in a map value that the program holds, dropped by this call. */
  SPIN_LOCK_DROPPED,
  /** A {@code bpf_timer} in a map value. */
  TIMER,
  /** The address of a per-CPU variable of the platform. */
  PERCPU_VARIABLE,
  /** A pointer field of a map value that may hold a counted object. */
  KPTR_FIELD,
  /** A counted object of the type that the field takes, given away by this call; or null. */
  RELEASED_KPTR_OR_NULL,
  /** A task. */
  TASK,
  /** A counted task, given back by this call. */
  RELEASED_TASK
}
