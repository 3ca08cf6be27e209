package org.gpol.bpf.platform;

import java.util.Arrays;
import java.util.Optional;

/** Map types by the kernel's names and numbers ({@code enum bpf_map_type}). */
public enum MapType {
  HASH(1),
  ARRAY(2),
  PROG_ARRAY(3),
  PERF_EVENT_ARRAY(4),
  PERCPU_HASH(5),
  PERCPU_ARRAY(6),
  LRU_HASH(9),
  LRU_PERCPU_HASH(10),
  LPM_TRIE(11),
  ARRAY_OF_MAPS(12),
  HASH_OF_MAPS(13),
  QUEUE(22),
  STACK(23),
  RINGBUF(27),
  TASK_STORAGE(29),
  BLOOM_FILTER(30),
  CGRP_STORAGE(32);

  private final int number;

  MapType(int number) {
    this.number = number;
  }

  /** The kernel's number of the type. */
  public int number() {
    return number;
  }

  /** True if each entry of a map of this type is itself a map. */
  public boolean holdsMaps() {
    return this == ARRAY_OF_MAPS || this == HASH_OF_MAPS;
  }

  /** The type with the kernel's {@code number}, if the machine has it. */
  public static Optional<MapType> of(int number) {
    return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
  }
}
