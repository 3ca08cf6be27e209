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
  /** Writable memory of the map's value size, which the helper initialises. */
  UNINIT_MAP_VALUE,
  /** Readable, initialised memory whose size is the next argument. */
  MEM,
  /** Writable memory whose size is the next argument, which the helper initialises. */
  UNINIT_MEM,
  /** The size in bytes of the memory before it; must be positive. */
  CONST_SIZE,
  /** The size in bytes of the memory before it; zero allowed. */
  CONST_SIZE_OR_ZERO,
  /** The program's context. */
  CONTEXT
}
