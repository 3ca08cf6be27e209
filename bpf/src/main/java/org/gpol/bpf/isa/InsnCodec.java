package org.gpol.bpf.isa;

import java.util.List;

/**
 * Code as bytes (RFC 9669): the one place that knows both the encoding and the shapes. Decoding is
 * strict: a field that an instruction does not use must be zero, since it may come to mean
 * something. {@code decode(encode(x))} is {@code x} for everything that can be encoded, save that
 * the width of a byte-order conversion, which means nothing, comes back as 64 bits.
 *
 * <p>Bytes that decode are the only ones of what they mean, with two exceptions: the long form of a
 * jump that the short one reaches, and a {@code callx} with its register in the immediate, where
 * clang up to version 18 put it. Both are written back in the other form.
 */
public final class InsnCodec {
  /** As many instructions as Linux loads of a privileged user's program. */
  public static final int MAX_SLOTS = 1_000_000;

  /** Bytes of a slot: an instruction takes one, or two if it has a 64-bit immediate. */
  public static final int SLOT_BYTES = Slot.BYTES;

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
