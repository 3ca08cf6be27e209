package org.gpol.kernel.model;

/**
 * Memory that the kernel shares with user space, read as a mapping of its file is: little endian.
 */
public interface SharedMemory {

  /** Bytes of the mapping, a multiple of a page. */
  int size();

  /** Loads 32 bits at a multiple of four. */
  int getInt(int offset);

  /** Loads 64 bits at a multiple of four. */
  long getLong(int offset);
}
