package org.gpol.kernel.model;

import org.gpol.kernel.hook.HookPoint;

/** What a file descriptor of a process stands for. */
sealed interface OpenFile {

  /**
   * A file of ghostfs.
   *
   * @param enclave null for the files of the root
   * @param region of {@code sw_regions}, null for others
   */
  record Ghost(Enclave enclave, GhostFile file, StatusWordRegion region, boolean writable)
      implements OpenFile {}

  /** A message queue of an enclave. */
  record Queue(Enclave enclave, MessageQueue queue) implements OpenFile {}

  /** A program attached to an enclave. */
  record Link(Enclave enclave, HookPoint point) implements OpenFile {}

  /** A timer. */
  record Timer(GhostTimer timer) implements OpenFile {}
}
