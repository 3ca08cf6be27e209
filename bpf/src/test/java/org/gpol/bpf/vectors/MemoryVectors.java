package org.gpol.bpf.vectors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.isa.AluSpec;
import org.gpol.bpf.isa.AtomicOp;

/** Vectors for RFC 9669 section 5: loads, stores, atomic operations, 64-bit immediates. */
final class MemoryVectors {
  private static final int MEM = 0x60;
  private static final int MEMSX = 0x80;
  private static final int ATOMIC = 0xc0;
  private static final int LDX = 1;
  private static final int ST = 2;
  private static final int STX = 3;

  private record Size(String letter, int bytes, int code) {}

  private static final List<Size> SIZES =
      List.of(
          new Size("b", 1, 0x10),
          new Size("h", 2, 0x08),
          new Size("w", 4, 0x00),
          new Size("dw", 8, 0x18));

  private record Op(String name, int code, AtomicOp meaning) {}

  private static final List<Op> ATOMICS =
      List.of(
          new Op("add", 0x00, AtomicOp.ADD),
          new Op("or", 0x40, AtomicOp.OR),
          new Op("and", 0x50, AtomicOp.AND),
          new Op("xor", 0xa0, AtomicOp.XOR),
          new Op("fetch-add", 0x01, AtomicOp.FETCH_ADD),
          new Op("fetch-or", 0x41, AtomicOp.FETCH_OR),
          new Op("fetch-and", 0x51, AtomicOp.FETCH_AND),
          new Op("fetch-xor", 0xa1, AtomicOp.FETCH_XOR),
          new Op("xchg", 0xe1, AtomicOp.XCHG),
          new Op("cmpxchg", 0xf1, AtomicOp.CMPXCHG));

  private static final String CONTENT = "01 82 c3 7f 80 ff 00 9a b6 05 e1 7d 33 f4 88 10";

  private static final long[] VALUES = {
    0, 1, -1, 0x8081_8283_8485_8687L, 0x7f7e_7d7c_7b7a_7978L, 0xffff_ffffL, 0x8000_0000L
  };

  private final Map<String, String> files;

  MemoryVectors(Map<String, String> files) {
    this.files = files;
  }

  void write() {
    for (Size size : SIZES) {
      load(size, false);
      if (size.bytes < 8) {
        load(size, true);
      }
      store(size, true);
      store(size, false);
    }
    for (Op op : ATOMICS) {
      atomic(op, 32);
      atomic(op, 64);
    }
    RawText constants = new RawText();
    for (long value : VALUES) {
      constants.beginCase(String.format("0x%x", value)).loadConstant(7, value);
      constants.copy(3, 7).put(0x77, 3, 0, 0, 32).expect(3, value >>> 32).expect(7, value);
    }
    files.put("lddw", constants.file("0x18 lddw"));
  }

  private static long content(int at, int bytes, boolean signed) {
    String[] words = CONTENT.split(" ");
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= Long.parseLong(words[at + i], 16) << (8 * i);
    }
    int unused = 64 - 8 * bytes;
    return signed ? value << unused >> unused : value;
  }

  /** At every offset that fits, aligned or not, from both ends. */
  private void load(Size size, boolean signed) {
    RawText out = new RawText();
    int opcode = LDX | (signed ? MEMSX : MEM) | size.code;
    out.copy(6, 1).copy(7, 1).put(0x07, 7, 0, 0, 16);
    for (int at = 0; at + size.bytes <= 16; at++) {
      long expected = content(at, size.bytes, signed);
      out.beginCase("offset " + at).loadConstant(2, -1);
      out.put(opcode, 2, 6, at, 0).expect(2, expected);
      out.put(opcode, 2, 7, at - 16, 0).expect(2, expected);
    }
    out.beginCase("into its own base").copy(8, 6).put(opcode, 8, 8, 2, 0);
    out.expect(8, content(2, size.bytes, signed));
    String name = "ldx" + (signed ? "s" : "") + size.letter;
    files.put(name, out.file(String.format("0x%02x %s", opcode, name), CONTENT));
  }

  /** What is stored is there, and what lies around it stays. */
  private void store(Size size, boolean register) {
    RawText out = new RawText();
    int opcode = (register ? STX : ST) | MEM | size.code;
    long before = 0x5a69_7887_96a5_b4c3L;
    for (long value : VALUES) {
      int at = 8 - size.bytes - (size.bytes < 8 ? 1 : 0);
      long stored = register ? value : (int) value;
      ByteBuffer memory = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, before);
      for (int i = 0; i < size.bytes; i++) {
        memory.put(at + i, (byte) (stored >>> (8 * i)));
      }
      out.beginCase(String.format("0x%x", stored)).loadConstant(2, before);
      out.put(0x7b, 10, 2, -16, 0).loadConstant(2, stored);
      out.put(opcode, 10, register ? 2 : 0, at - 16, register ? 0 : (int) stored);
      out.put(0x79, 3, 10, -16, 0).expect(3, memory.getLong(0));
    }
    String name = "st" + (register ? "x" : "") + size.letter;
    files.put(name, out.file(String.format("0x%02x %s", opcode, name)));
  }

  private void atomic(Op op, int bits) {
    RawText out = new RawText();
    int opcode = STX | ATOMIC | (bits == 32 ? 0x00 : 0x18);
    for (long old : VALUES) {
      for (long src : new long[] {1, 0xdead_beef_8000_0003L, old}) {
        atomicCase(out, opcode, op, bits, old, src, old);
        if (op.meaning == AtomicOp.CMPXCHG) {
          atomicCase(out, opcode, op, bits, old, src, ~old);
          // Only the low half counts at 32 bits.
          atomicCase(out, opcode, op, bits, old, src, old ^ 1L << 40);
        }
      }
    }
    String name = "lock-" + op.name + bits;
    files.put(name, out.file(String.format("0x%02x %s, immediate 0x%02x", opcode, name, op.code)));
  }

  private static void atomicCase(
      RawText out, int opcode, Op op, int bits, long old, long src, long r0) {
    long mask = bits == 32 ? 0xffff_ffffL : -1;
    long result =
        AluSpec.atomic(
                    op.meaning,
                    bits,
                    AluSpec.low(old, bits),
                    AluSpec.low(src, bits),
                    AluSpec.low(r0, bits))
                .longValue()
            & mask;
    boolean compares = op.meaning == AtomicOp.CMPXCHG;
    boolean fetches = (op.code & 1) != 0;
    out.loadConstant(1, old).put(0x7b, 10, 1, -8, 0).loadConstant(2, src).loadConstant(0, r0);
    out.put(opcode, 10, 2, -8, op.code).copy(5, 0);
    out.beginCase(String.format("memory 0x%x, source 0x%x, r0 0x%x", old, src, r0));
    out.put(0x79, 4, 10, -8, 0).expect(4, (old & ~mask) | result);
    out.expect(2, fetches && !compares ? old & mask : src);
    out.expect(5, compares ? old & mask : r0);
  }
}
