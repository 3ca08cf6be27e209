package org.gpol.vm.agreement;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.DecodeException;
import org.gpol.bpf.isa.InsnCodec;

/**
 * Bytes that happen to decode: random ones, of which the opcode decides whether the rest is used
 * and has to be zero, and encodings of programs in which some bytes were changed.
 */
final class ByteGenerator {
  private static final int TRIES = 40;
  private static final int SLOT = InsnCodec.SLOT_BYTES;

  private final Random random;

  private ByteGenerator(Random random) {
    this.random = random;
  }

  /** The next program of {@code random}; empty if none of many tries has decoded. */
  static Optional<Code> generate(Code pattern, Random random) {
    ByteGenerator generator = new ByteGenerator(random);
    for (int i = 0; i < TRIES; i++) {
      byte[] bytes =
          random.nextInt(3) == 0
              ? generator.random()
              : generator.changed(InsnCodec.encode(pattern.insns()));
      try {
        return Optional.of(CodeEdit.code(InsnCodec.decode(bytes), List.of()));
      } catch (DecodeException next) {
        // Most bytes mean nothing.
      }
    }
    return Optional.empty();
  }

  /** A few slots of random bytes, each taken only if it decodes by itself or may with others. */
  private byte[] random() {
    int slots = 1 + random.nextInt(12);
    byte[] bytes = new byte[slots * SLOT];
    for (int slot = 0; slot < slots; slot++) {
      byte[] one = new byte[SLOT];
      for (int i = 0; i < 200; i++) {
        random.nextBytes(one);
        one[1] = (byte) (random.nextInt(11) | random.nextInt(11) << 4);
        zero(one);
        if (decodes(one)) {
          System.arraycopy(one, 0, bytes, slot * SLOT, SLOT);
          break;
        }
        // 0x95 is the exit that remains where nothing decoded.
        bytes[slot * SLOT] = (byte) 0x95;
      }
    }
    return bytes;
  }

  private void zero(byte[] slot) {
    if (random.nextBoolean()) {
      slot[1] &= 0xf;
    }
    if (random.nextInt(3) > 0) {
      Arrays.fill(slot, 2, 4, (byte) 0);
    } else {
      slot[2] = (byte) (random.nextInt(9) - 4);
      slot[3] = (byte) (slot[2] >> 7);
    }
    if (random.nextBoolean()) {
      Arrays.fill(slot, 4, SLOT, (byte) 0);
    } else if (random.nextBoolean()) {
      Arrays.fill(slot, 5, SLOT, (byte) 0);
    }
  }

  /** True if the slot decodes between others, where a small jump goes somewhere. */
  private static boolean decodes(byte[] slot) {
    byte[] between = new byte[SLOT * 9];
    for (int i = 0; i < between.length; i += SLOT) {
      between[i] = (byte) 0x95;
    }
    System.arraycopy(slot, 0, between, 4 * SLOT, SLOT);
    try {
      return InsnCodec.decode(between).size() == 9;
    } catch (DecodeException e) {
      return false;
    }
  }

  private byte[] changed(byte[] bytes) {
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> {
          int from = random.nextInt(bytes.length / SLOT) * SLOT;
          System.arraycopy(bytes, from, bytes, at / SLOT * SLOT, SLOT);
        }
        default -> bytes[at] += (byte) (random.nextInt(5) - 2);
      }
    }
    return bytes;
  }
}
