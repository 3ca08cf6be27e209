package org.gpol.bpf.isa;

/**
 * The sets of instructions that an implementation supports or not as a whole (RFC 9669 section
 * 2.4).
 */
public enum ConformanceGroup {
  BASE32("base32"),
  BASE64("base64"),
  ATOMIC32("atomic32"),
  ATOMIC64("atomic64"),
  DIVMUL32("divmul32"),
  DIVMUL64("divmul64"),
  /** The deprecated access to packets, which this machine refuses by name. */
  PACKET("packet"),
  /** Calls of a register's value: not in the RFC, but compilers emit them. */
  CALLX("callx");

  private final String label;

  ConformanceGroup(String label) {
    this.label = label;
  }

  /** The group's name in the registry of instructions. */
  public String label() {
    return label;
  }
}
