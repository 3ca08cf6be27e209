package org.gpol.bpf.isa;

import java.util.List;

/**
 * Code as bytes (RFC 9669): the one place that knows both the encoding and the shapes. Decoding is
 * strict: a field that an instruction does not use must be zero, since it may come to mean
 * something. {@code decode(encode(x))} is {@code x} for everything that can be encoded, save that
 * the width of a byte-order conversion, which means nothing, comes back as 64 bits.
 */
public final class InsnCodec {
  /** As many instructions as Linux loads of a privileged user's program. */
  public static final int MAX_SLOTS = 1_000_000;

  private InsnCodec() {}

  /**
   * The encoding of a program.
   *
   * @throws IllegalArgumentException if an instruction has none: an operation that does not exist
   *     in that form, an offset or a conditional jump beyond 16 bits
   */
  public static byte[] encode(List<Insn> insns) {
    return new InsnEncoder(insns).encode();
  }

  /**
   * The program that {@code bytes} encode.
   *
   * @throws DecodeException at the first slot that is not understood
   */
  public static List<Insn> decode(byte[] bytes) throws DecodeException {
    return new InsnDecoder(bytes).decode();
  }
}
