package org.gpol.vm.engine.interp;

import java.util.List;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.bpf.isa.Width;

/**
 * The interpreter's own operation numbers, dense so that its switch is a jump table, and the word
 * that an instruction is packed into:
 *
 * <pre>
 *   bits  0..7       8..11        12..15  16..31              32..63
 *         operation  destination  source  offset, or how far  immediate, target,
 *                    or base              a branch goes       helper, operation
 * </pre>
 */
final class FlatOp {
  static final int ADD32 = 0;
  static final int ADD64 = 1;
  static final int SUB32 = 2;
  static final int SUB64 = 3;
  static final int MUL32 = 4;
  static final int MUL64 = 5;
  static final int DIV32 = 6;
  static final int DIV64 = 7;
  static final int SDIV32 = 8;
  static final int SDIV64 = 9;
  static final int OR32 = 10;
  static final int OR64 = 11;
  static final int AND32 = 12;
  static final int AND64 = 13;
  static final int LSH32 = 14;
  static final int LSH64 = 15;
  static final int RSH32 = 16;
  static final int RSH64 = 17;
  static final int MOD32 = 18;
  static final int MOD64 = 19;
  static final int SMOD32 = 20;
  static final int SMOD64 = 21;
  static final int XOR32 = 22;
  static final int XOR64 = 23;
  static final int MOV32 = 24;
  static final int MOV64 = 25;
  static final int MOVSX832 = 26;
  static final int MOVSX864 = 27;
  static final int MOVSX1632 = 28;
  static final int MOVSX1664 = 29;
  static final int MOVSX3232 = 30;
  static final int MOVSX3264 = 31;
  static final int ARSH32 = 32;
  static final int ARSH64 = 33;
  static final int NEG32 = 34;
  static final int NEG64 = 35;
  static final int LE16 = 36;
  static final int LE32 = 37;
  static final int LE64 = 38;
  static final int BE16 = 39;
  static final int BE32 = 40;
  static final int BE64 = 41;
  static final int BSWAP16 = 42;
  static final int BSWAP32 = 43;
  static final int BSWAP64 = 44;
  static final int JEQ_32 = 45;
  static final int JEQ_64 = 46;
  static final int JGT_32 = 47;
  static final int JGT_64 = 48;
  static final int JGE_32 = 49;
  static final int JGE_64 = 50;
  static final int JSET_32 = 51;
  static final int JSET_64 = 52;
  static final int JNE_32 = 53;
  static final int JNE_64 = 54;
  static final int JSGT_32 = 55;
  static final int JSGT_64 = 56;
  static final int JSGE_32 = 57;
  static final int JSGE_64 = 58;
  static final int JLT_32 = 59;
  static final int JLT_64 = 60;
  static final int JLE_32 = 61;
  static final int JLE_64 = 62;
  static final int JSLT_32 = 63;
  static final int JSLT_64 = 64;
  static final int JSLE_32 = 65;
  static final int JSLE_64 = 66;
  static final int LOAD8 = 67;
  static final int LOAD16 = 68;
  static final int LOAD32 = 69;
  static final int LOAD64 = 70;
  static final int LOADS8 = 71;
  static final int LOADS16 = 72;
  static final int LOADS32 = 73;
  static final int STORE8 = 74;
  static final int STORE16 = 75;
  static final int STORE32 = 76;
  static final int STORE64 = 77;
  static final int ATOMIC32 = 78;
  static final int ATOMIC64 = 79;
  static final int JUMP = 80;
  static final int CALL = 81;
  static final int CALL_LOCAL = 82;
  static final int CALL_REG = 83;
  static final int EXIT = 84;

  /** Loads a 64-bit constant by its number. */
  static final int CONSTANT = 85;

  /** A call of a helper that does not exist. */
  static final int CALL_UNKNOWN = 86;

  /** Stands behind the last instruction, for control that runs past it. */
  static final int END = 87;

  /** Stands where the budget ends, in code that is about to use it up. */
  static final int TRAP = 88;

  /** A call of {@code bpf_tail_call}: no helper could do it. */
  static final int TAIL_CALL = 89;

  /** Does nothing; what the inner loop ends with when the budget comes into reach. */
  static final int NOTHING = 90;

  /** How many there are, apart from the immediate forms. */
  static final int COUNT = 91;

  /**
   * Added to an operation whose second operand is a register, gives the one whose second operand is
   * the immediate.
   */
  static final int IMM = 128;

  private static final List<AtomicOp> ATOMIC_OPS = List.of(AtomicOp.values());
  private static final List<AluOp> ALU_OPS = List.of(AluOp.values());
  private static final List<UnaryOp> UNARY_OPS = List.of(UnaryOp.values());
  private static final List<JumpCond> CONDITIONS = List.of(JumpCond.values());
  private static final List<MemSize> SIZES = List.of(MemSize.values());

  private FlatOp() {}

  static int of(AluOp op, Width width) {
    return ADD32 + 2 * ALU_OPS.indexOf(op) + wide(width);
  }

  static int of(UnaryOp op, Width width) {
    return op == UnaryOp.NEG ? NEG32 + wide(width) : LE16 + UNARY_OPS.indexOf(op) - 1;
  }

  static int of(JumpCond cond, Width width) {
    return JEQ_32 + 2 * CONDITIONS.indexOf(cond) + wide(width);
  }

  static int load(MemSize size, boolean signed) {
    boolean extends64 = signed && size != MemSize.B8;
    return (extends64 ? LOADS8 : LOAD8) + SIZES.indexOf(size);
  }

  static int store(MemSize size) {
    return STORE8 + SIZES.indexOf(size);
  }

  static long pack(int op, int dst, int src, int offset, int imm) {
    int low = op | dst << 8 | src << 12 | offset << 16;
    return (low & 0xffff_ffffL) | (long) imm << 32;
  }

  static int op(long word) {
    return (int) word & 0xff;
  }

  static int dst(long word) {
    return (int) word >> 8 & 0xf;
  }

  static int src(long word) {
    return (int) word >> 12 & 0xf;
  }

  static int offset(long word) {
    return (int) word >> 16;
  }

  static int imm(long word) {
    return (int) (word >>> 32);
  }

  static AtomicOp atomicOp(long word) {
    return ATOMIC_OPS.get(imm(word));
  }

  static int number(AtomicOp op) {
    return ATOMIC_OPS.indexOf(op);
  }

  static boolean isLoad(int op) {
    return op >= LOAD8 && op <= LOADS32;
  }

  /** How many bytes a load or store accesses; 0 for other operations. */
  static int accessBytes(int op) {
    int form = op >= IMM ? op - IMM : op;
    if (form >= LOAD8 && form <= LOAD64) {
      return 1 << (form - LOAD8);
    }
    if (form >= LOADS8 && form <= LOADS32) {
      return 1 << (form - LOADS8);
    }
    return form >= STORE8 && form <= STORE64 ? 1 << (form - STORE8) : 0;
  }

  private static int wide(Width width) {
    return width == Width.W64 ? 1 : 0;
  }
}
