package org.gpol.bpf.object;

import java.util.Optional;

/**
 * A named global variable inside a {@link DataSection}.
 *
 * @param map index into {@link BpfObject#maps()} of the section's map
 * @param offset bytes from the start of the section
 * @param bytes 1, 2, 4 or 8
 * @param kind how a user writes its value
 * @param min least value allowed at load, as a number of {@code kind}; only meaning something for
 *     parameters
 * @param max greatest value allowed at load
 * @param parameter true if the policy offers it to be set at load
 */
public record Variable(
    String name, int map, int offset, int bytes, Kind kind, long min, long max, boolean parameter) {
  /** How a value is written and read by people. */
  public enum Kind {
    UNSIGNED,
    SIGNED,
    BOOL,
    /** Nanoseconds; written with a unit, as in {@code 50us}. */
    DURATION;

    /** {@code value} as a person writes it. */
    public String text(long value) {
      return VariableText.format(this, value);
    }

    /** What a person wrote as a number of this kind; empty if it is none. */
    public Optional<Long> parse(String text) {
      return VariableText.parse(this, text);
    }
  }

  /** {@code value} as a person writes it. */
  public String text(long value) {
    return kind.text(value);
  }

  /**
   * True if {@code value} lies from {@code min} to {@code max}, which may be unsigned numbers above
   * the signed ones: both ends are taken as places on a circle.
   */
  public boolean allows(long value) {
    return Long.compareUnsigned(value - min, max - min) <= 0;
  }
}
