package org.gpol.bpf.object;

import java.nio.ByteBuffer;
import org.gpol.bpf.btf.CoreRelocation;
import org.gpol.bpf.core.CoreException;
import org.gpol.bpf.core.CoreValue;

/**
 * Writes the answers to CO-RE relocations into code. What the kernel does not have becomes a call
 * that no verifier lets through unless it is never reached, as libbpf does it.
 */
final class CorePatcher {
  private static final int CALL = 0x85;
  private static final int LDDW = 0x18;
  private static final int SOURCE_REGISTER = 0x08;

  /** The two size bits of a load or store, by the logarithm of the size. */
  private static final int[] SIZE_CODES = {0x10, 0x08, 0x00, 0x18};

  private final ByteBuffer code;

  CorePatcher(ByteBuffer code) {
    this.code = code;
  }

  void patch(CoreRelocation relocation, CoreValue value) throws CoreException {
    int at = relocation.offset();
    if (at > code.limit() - 8) {
      throw new CoreException("is of an instruction behind the end of its section");
    }
    int opcode = code.get(at) & 0xff;
    if (value.poison()) {
      poison(at, opcode);
      return;
    }
    switch (opcode & 0x07) {
      case 0x04, 0x07 -> arithmetic(at, opcode, value);
      case 0x01, 0x02, 0x03 -> access(at, opcode, value);
      default -> wide(at, opcode, value);
    }
  }

  private void poison(int at, int opcode) throws CoreException {
    call(at);
    if (opcode == LDDW) {
      second(at);
      call(at + 8);
    }
  }

  private void call(int at) {
    code.put(at, (byte) CALL).put(at + 1, (byte) 0).putShort(at + 2, (short) 0);
    code.putInt(at + 4, ElfReader.MISSING_TYPE);
  }

  private void arithmetic(int at, int opcode, CoreValue value) throws CoreException {
    if ((opcode & SOURCE_REGISTER) != 0) {
      throw new CoreException("is of an instruction without a number in it");
    }
    hold(value, code.getInt(at + 4));
    code.putInt(at + 4, (int) value.value());
  }

  private void access(int at, int opcode, CoreValue value) throws CoreException {
    hold(value, code.getShort(at + 2));
    if (value.value() > Short.MAX_VALUE) {
      throw new CoreException("comes to " + value.value() + ", which no load can have as offset");
    }
    if (value.bytes() != value.originalBytes()) {
      if (!value.resizable()) {
        // A number of another size and meaning: not to be read as if it were the same.
        poison(at, opcode);
        return;
      }
      code.put(at, (byte) ((opcode & ~0x18) | sizeCode(opcode, value)));
    }
    code.putShort(at + 2, (short) value.value());
  }

  private static int sizeCode(int opcode, CoreValue value) throws CoreException {
    int now = 0;
    for (int i = 0; i < SIZE_CODES.length; i++) {
      now = SIZE_CODES[i] == (opcode & 0x18) ? 1 << i : now;
    }
    if (now != value.originalBytes()) {
      throw new CoreException("is of a load of " + now + " bytes that is not its field's");
    }
    if (Integer.bitCount(value.bytes()) != 1 || value.bytes() > 8) {
      throw new CoreException("comes to a load of " + value.bytes() + " bytes");
    }
    return SIZE_CODES[Integer.numberOfTrailingZeros(value.bytes())];
  }

  private void wide(int at, int opcode, CoreValue value) throws CoreException {
    if (opcode != LDDW || code.get(at + 1) >> 4 != 0) {
      throw new CoreException("is of an instruction that has no such number");
    }
    second(at);
    long there = ((long) code.getInt(at + 12) << 32) | (code.getInt(at + 4) & 0xffff_ffffL);
    hold(value, there);
    code.putInt(at + 4, (int) value.value()).putInt(at + 12, (int) (value.value() >>> 32));
  }

  private void second(int at) throws CoreException {
    if (at > code.limit() - 16) {
      throw new CoreException("is of a wide instruction without its second half");
    }
  }

  /** Both numbers are compared as the instruction shows them, in 32 bits unless it has more. */
  private static void hold(CoreValue value, long there) throws CoreException {
    boolean same =
        there == value.original() || ((int) there == there && (int) value.original() == there);
    if (value.checked() && !same) {
      throw new CoreException(
          "should find " + value.original() + " in its instruction, but there is " + there);
    }
  }
}
