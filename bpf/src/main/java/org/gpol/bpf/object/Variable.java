package org.gpol.bpf.object;

import java.util.List;
import java.util.Optional;
import org.gpol.bpf.btf.BtfType;

/**
 * A named global variable inside a {@link DataSection}.
 *
 * @param map index into {@link BpfObject#maps()} of the section's map
 * @param offset bytes from the start of the section
 * @param bytes 1, 2, 4 or 8; any number if the value is {@link Kind#COMPOSITE}
 * @param kind how a user writes its value
 * @param min least value allowed at load, as a number of {@code kind}; only meaning something for
 *     parameters
 * @param max greatest value allowed at load
 * @param parameter true if the policy offers it to be set at load
 * @param type of the value in the object's BTF, 0 if that is not known
 * @param constants by which its value may be written
 */
public record Variable(
    String name,
    int map,
    int offset,
    int bytes,
    Kind kind,
    long min,
    long max,
    boolean parameter,
    int type,
    List<BtfType.Value> constants) {
  /** Copies the list. */
  public Variable {
    constants = List.copyOf(constants);
  }

  /** A variable of which only the kind of its value is known. */
  public Variable(
      String name,
      int map,
      int offset,
      int bytes,
      Kind kind,
      long min,
      long max,
      boolean parameter) {
    this(name, map, offset, bytes, kind, min, max, parameter, 0, List.of());
  }

  /** How a value is written and read by people. */
  public enum Kind {
    UNSIGNED,
    SIGNED,
    BOOL,
    /** Nanoseconds; written with a unit, as in {@code 50us}. */
    DURATION,
    /** A character of C, signed; written as itself in single quotes, or as a number. */
    CHAR,
    /** A constant of an enumeration; written by its name, or as a number. */
    ENUM,
    /** A structure, an array, an address: there is no way to write it as a whole. */
    COMPOSITE;

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
    for (BtfType.Value constant : constants) {
      if (constant.value() == value) {
        return constant.name();
      }
    }
    return kind.text(value);
  }

  /** What a person wrote as a value of this variable; empty if it is none. */
  public Optional<Long> parse(String text) {
    for (BtfType.Value constant : constants) {
      if (constant.name().equals(text)) {
        return Optional.of(constant.value());
      }
    }
    return kind.parse(text);
  }

  /**
   * True if {@code value} lies from {@code min} to {@code max}, which may be unsigned numbers above
   * the signed ones: both ends are taken as places on a circle.
   */
  public boolean allows(long value) {
    return Long.compareUnsigned(value - min, max - min) <= 0;
  }
}
