package org.gpol.bpf.platform;

/** What a helper leaves in R0. */
public enum ReturnKind {
  /** A scalar of which nothing is known. */
  SCALAR,
  /** A negative error number or 0 or more, sign-extended from 32 bits. */
  ERRNO,
  /** A pointer to a value of the map given, or null; for a map of maps, the inner map or null. */
  MAP_VALUE_OR_NULL,
  /** Nothing: R0 is unreadable. */
  VOID,
  /** A reservation in a ring buffer that must be given back, of the size asked for; or null. */
  RINGBUF_MEM_OR_NULL,
  /** Memory inside a dynptr, of the size asked for; or null. */
  DYNPTR_MEM_OR_NULL,
  /** One CPU's copy of a per-CPU variable, or null where there is no such CPU. */
  PERCPU_VALUE_OR_NULL,
  /** The executing CPU's copy of a per-CPU variable. */
  PERCPU_VALUE,
  /** What a pointer field held: a counted object that must be given back; or null. */
  KPTR_OR_NULL,
  /** A task that stays valid while the program runs. */
  TASK,
  /** A counted task that must be given back, or null. */
  ACQUIRED_TASK_OR_NULL
}
