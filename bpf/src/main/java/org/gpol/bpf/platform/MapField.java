package org.gpol.bpf.platform;

/**
 * A part of a map's value that programs may touch only through helpers.
 *
 * @param offset bytes from the start of the value
 * @param typeName of what a {@link Kind#KPTR} points at, e.g. {@code task_struct}; else empty
 */
public record MapField(Kind kind, int offset, String typeName) {
  /** What the kernel's {@code enum btf_field_type} calls the part, and its size. */
  public enum Kind {
    /** {@code struct bpf_spin_lock}. */
    SPIN_LOCK(4),
    /** {@code struct bpf_timer}. */
    TIMER(16),
    /** A pointer to a counted object of the platform, tagged {@code kptr} in BTF. */
    KPTR(8);

    private final int bytes;

    Kind(int bytes) {
      this.bytes = bytes;
    }

    /** The size of the part. */
    public int bytes() {
      return bytes;
    }
  }
}
