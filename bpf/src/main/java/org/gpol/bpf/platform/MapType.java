package org.gpol.bpf.platform;

/** Map types by the kernel's names and numbers ({@code enum bpf_map_type}). */
public enum MapType {
  HASH(1),
  ARRAY(2),
  PERCPU_ARRAY(6),
  ARRAY_OF_MAPS(12),
  QUEUE(22);

  private final int number;

  MapType(int number) {
    this.number = number;
  }

  /** The kernel's number of the type. */
  public int number() {
    return number;
  }
}
