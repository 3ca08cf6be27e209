package org.gpol.bpf.vectors;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.AluSpec;

/** Vectors for RFC 9669 sections 4.1 and 4.2; expectations come from {@link AluSpec}. */
final class ArithmeticVectors {
  private static final int ALU = 0x04;
  private static final int ALU64 = 0x07;
  private static final int REG = 0x08;

  /** The encoding once more, transcribed from the RFC's table 5 and not from the enum. */
  private record Op(String name, int code, int offset, AluOp meaning) {}

  private static final List<Op> OPS =
      List.of(
          new Op("add", 0x00, 0, AluOp.ADD),
          new Op("sub", 0x10, 0, AluOp.SUB),
          new Op("mul", 0x20, 0, AluOp.MUL),
          new Op("div", 0x30, 0, AluOp.DIV),
          new Op("sdiv", 0x30, 1, AluOp.SDIV),
          new Op("or", 0x40, 0, AluOp.OR),
          new Op("and", 0x50, 0, AluOp.AND),
          new Op("lsh", 0x60, 0, AluOp.LSH),
          new Op("rsh", 0x70, 0, AluOp.RSH),
          new Op("mod", 0x90, 0, AluOp.MOD),
          new Op("smod", 0x90, 1, AluOp.SMOD),
          new Op("xor", 0xa0, 0, AluOp.XOR),
          new Op("mov", 0xb0, 0, AluOp.MOV),
          new Op("arsh", 0xc0, 0, AluOp.ARSH));

  private static final List<Op> EXTENSIONS =
      List.of(
          new Op("movsx8", 0xb0, 8, AluOp.MOVSX8),
          new Op("movsx16", 0xb0, 16, AluOp.MOVSX16),
          new Op("movsx32", 0xb0, 32, AluOp.MOVSX32));

  /** Small numbers, all signs, zero divisors at either width, overflow, counts beyond the width. */
  private static final long[][] PAIRS = {
    {1, 2},
    {-13, 3},
    {13, -3},
    {-13, -3},
    {-1, 1},
    {0, 0},
    {0x1234_5678_9abc_def0L, 0},
    {0x1234_5678_9abc_def0L, 0x1_0000_0000L},
    {0x1234_5678_9abc_def0L, 33},
    {0x8234_5678_9abc_def0L, 69},
    {Long.MIN_VALUE, -1},
    {0x8000_0000L, 0xffff_ffffL},
    {0xffff_ffff_8000_0000L, -1},
    {Long.MAX_VALUE, Long.MAX_VALUE},
    {0x5a5a_5a5a_a5a5_a5a5L, 0xffff_ffff_8000_0081L},
    {0x0f0f_0f0f_f0f0_f0f0L, 0x7fff_8001_7f80_7f7fL},
  };

  private static final long[] VALUES = {
    0, 1, -1, 0x1122_3344_5566_7788L, 0x8899_aabb_ccdd_eeffL, 0x8000_0000L, Long.MIN_VALUE, 0x80
  };

  private final Map<String, String> files;

  ArithmeticVectors(Map<String, String> files) {
    this.files = files;
  }

  void write() {
    for (int bits : new int[] {32, 64}) {
      for (Op op : OPS) {
        register(op, bits);
        immediate(op, bits);
      }
      for (Op op : EXTENSIONS) {
        if (op.offset < bits) {
          register(op, bits);
        }
      }
      negation(bits);
    }
    for (int bits : new int[] {16, 32, 64}) {
      conversion("le", ALU | 0xd0, bits, false);
      conversion("be", ALU | 0xd0 | REG, bits, true);
      conversion("bswap", ALU64 | 0xd0, bits, true);
    }
  }

  private static int aluClass(int bits) {
    return bits == 32 ? ALU : ALU64;
  }

  private static long eval(Op op, int bits, long dst, long src) {
    return AluSpec.eval(op.meaning, bits, AluSpec.low(dst, bits), AluSpec.low(src, bits))
        .longValue();
  }

  private void register(Op op, int bits) {
    RawText out = new RawText();
    int opcode = aluClass(bits) | op.code | REG;
    for (long[] pair : PAIRS) {
      out.beginCase(String.format("0x%x and 0x%x", pair[0], pair[1]));
      out.loadConstant(1, pair[0]).loadConstant(2, pair[1]);
      out.note(op.name + bits + " r1, r2").put(opcode, 1, 2, op.offset, 0);
      out.expect(1, eval(op, bits, pair[0], pair[1])).expect(2, pair[1]);
    }
    out.beginCase("a register with itself").loadConstant(3, PAIRS[9][0]);
    out.put(opcode, 3, 3, op.offset, 0);
    out.expect(3, eval(op, bits, PAIRS[9][0], PAIRS[9][0]));
    String name = op.name + bits + "-reg";
    files.put(name, out.file(title(opcode, name, op.offset)));
  }

  private void immediate(Op op, int bits) {
    RawText out = new RawText();
    int opcode = aluClass(bits) | op.code;
    for (long[] pair : PAIRS) {
      int imm = (int) pair[1];
      out.beginCase(String.format("0x%x and %d", pair[0], imm)).loadConstant(1, pair[0]);
      out.note(op.name + bits + " r1, " + imm).put(opcode, 1, 0, op.offset, imm);
      out.expect(1, eval(op, bits, pair[0], imm));
    }
    String name = op.name + bits + "-imm";
    files.put(name, out.file(title(opcode, name, op.offset)));
  }

  private void negation(int bits) {
    RawText out = new RawText();
    int opcode = aluClass(bits) | 0x80;
    for (long value : VALUES) {
      out.beginCase(String.format("0x%x", value)).loadConstant(4, value);
      out.note("neg" + bits + " r4").put(opcode, 4, 0, 0, 0);
      out.expect(
          4, AluSpec.low(0, 64).subtract(BigInteger.valueOf(value)).longValue() & mask(bits));
    }
    files.put("neg" + bits, out.file(title(opcode, "neg" + bits, 0)));
  }

  private void conversion(String family, int opcode, int bits, boolean swaps) {
    RawText out = new RawText();
    for (long value : VALUES) {
      long expected = 0;
      for (int at = 0; at < bits; at += 8) {
        long part = value >>> at & 0xff;
        expected |= part << (swaps ? bits - 8 - at : at);
      }
      out.beginCase(String.format("0x%x", value)).loadConstant(5, value);
      out.note(family + bits + " r5").put(opcode, 5, 0, 0, bits);
      out.expect(5, expected);
    }
    files.put(family + bits, out.file(title(opcode, family + bits, 0)));
  }

  private static long mask(int bits) {
    return bits == 32 ? 0xffff_ffffL : -1;
  }

  private static String title(int opcode, String name, int offset) {
    return String.format("0x%02x %s%s", opcode, name, offset == 0 ? "" : ", offset " + offset);
  }
}
