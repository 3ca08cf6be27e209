package org.gpol.bpf.isa;

/**
 * One instruction as a shape: about a hundred opcodes collapse into these few, and every analysis
 * is written on them. Jump and call targets are absolute indices into the instruction list of the
 * {@link org.gpol.bpf.code.Code} that holds the instruction, so a wide instruction counts once;
 * {@link InsnCodec} translates to the slot offsets of the encoding.
 */
public sealed interface Insn {
  /** Calls the visitor's method for this shape. */
  <R> R accept(InsnVisitor<R> visitor);

  /** The registers whose value matters to the instruction, as a bit mask (bit n is register n). */
  int reads();

  /** The registers that the instruction overwrites, as a bit mask. */
  int writes();

  /** The registers of arguments, R1 to R5, which a call leaves unreadable. */
  int ARGUMENTS = 0b11_1110;

  private static int bit(Operand operand) {
    return operand instanceof Reg reg ? 1 << reg.number() : 0;
  }

  /** {@code dst op= src}, or a move. */
  record Alu(AluOp op, Width width, Reg dst, Operand src) implements Insn {
    @Override
    public <R> R accept(InsnVisitor<R> visitor) {
      return visitor.visitAlu(this);
    }

    @Override
    public int reads() {
      return bit(src) | (op.readsDst() ? bit(dst) : 0);
    }

    @Override
    public int writes() {
      return bit(dst);
    }
  }

  /** Negation or byte-order conversion in place. */
  record Unary(UnaryOp op, Width width, Reg dst) implements Insn {
    @Override
    public <R> R accept(InsnVisitor<R> visitor) {
      return visitor.visitUnary(this);
    }

    @Override
    public int reads() {
      return bit(dst);
    }

    @Override
    public int writes() {
      return bit(dst);
    }
  }

  /** A 64-bit constant; two slots. */
  record LoadImm64(Reg dst, long value) implements Insn {
    @Override
    public <R> R accept(InsnVisitor<R> visitor) {
      return visitor.visitLoadImm64(this);
    }

    @Override
    public int reads() {
      return 0;
    }

    @Override
    public int writes() {
      return bit(dst);
    }
  }

  /**
   * The address of something of the object's; two slots. {@code offset} matters to map values only.
   */
  record LoadRef(Reg dst, RefKind kind, int index, int offset) implements Insn {
    @Override
    public <R> R accept(InsnVisitor<R> visitor) {
      return visitor.visitLoadRef(this);
    }

    @Override
    public int reads() {
      return 0;
    }

    @Override
    public int writes() {
      return bit(dst);
    }
  }

  /** {@code dst = *(size *)(base + offset)}; {@code signed} extends the sign to 64 bits. */
  record Load(MemSize size, boolean signed, Reg dst, Reg base, int offset) implements Insn {
    @Override
    public <R> R accept(InsnVisitor<R> visitor) {
      return visitor.visitLoad(this);
    }

    @Override
    public int reads() {
      return bit(base);
    }

    @Override
    public int writes() {
      return bit(dst);
    }
  }

  /** {@code *(size *)(base + offset) = value}. */
  record Store(MemSize size, Reg base, int offset, Operand value) implements Insn {
    @Override
    public <R> R accept(InsnVisitor<R> visitor) {
      return visitor.visitStore(this);
    }

    @Override
    public int reads() {
      return bit(base) | bit(value);
    }

    @Override
    public int writes() {
      return 0;
    }
  }

  /** An atomic read-modify-write of 4 or 8 bytes at {@code base + offset}. */
  record Atomic(AtomicOp op, Width width, Reg base, int offset, Reg src) implements Insn {
    @Override
    public <R> R accept(InsnVisitor<R> visitor) {
      return visitor.visitAtomic(this);
    }

    @Override
    public int reads() {
      return bit(base) | bit(src) | (op == AtomicOp.CMPXCHG ? 1 : 0);
    }

    @Override
    public int writes() {
      if (op == AtomicOp.CMPXCHG) {
        return 1;
      }
      return op.fetches() ? bit(src) : 0;
    }
  }

  /** Goes to the instruction at index {@code target}. */
  record Jump(int target) implements Insn {
    @Override
    public <R> R accept(InsnVisitor<R> visitor) {
      return visitor.visitJump(this);
    }

    @Override
    public int reads() {
      return 0;
    }

    @Override
    public int writes() {
      return 0;
    }
  }

  /** Goes to {@code target} if {@code left cond right}, else to the next instruction. */
  record Branch(JumpCond cond, Width width, Reg left, Operand right, int target) implements Insn {
    @Override
    public <R> R accept(InsnVisitor<R> visitor) {
      return visitor.visitBranch(this);
    }

    @Override
    public int reads() {
      return bit(left) | bit(right);
    }

    @Override
    public int writes() {
      return 0;
    }
  }

  /**
   * Calls the helper numbered {@code id} with R1 to R5; which of them it reads is the helper's
   * signature.
   */
  record Call(int id) implements Insn {
    @Override
    public <R> R accept(InsnVisitor<R> visitor) {
      return visitor.visitCall(this);
    }

    @Override
    public int reads() {
      return ARGUMENTS;
    }

    @Override
    public int writes() {
      return ARGUMENTS | 1;
    }
  }

  /** Calls the function whose first instruction has index {@code target}, in a frame of its own. */
  record CallLocal(int target) implements Insn {
    @Override
    public <R> R accept(InsnVisitor<R> visitor) {
      return visitor.visitCallLocal(this);
    }

    @Override
    public int reads() {
      return ARGUMENTS;
    }

    @Override
    public int writes() {
      return ARGUMENTS | 1;
    }
  }

  /**
   * Calls the function of the platform or of the machine that type {@code id} of the program's BTF
   * names (RFC 9669 section 4.3.1, "helper function by BTF ID"); a loader resolves it by name.
   */
  record CallBtf(int id) implements Insn {
    @Override
    public <R> R accept(InsnVisitor<R> visitor) {
      return visitor.visitCallBtf(this);
    }

    @Override
    public int reads() {
      return ARGUMENTS;
    }

    @Override
    public int writes() {
      return ARGUMENTS | 1;
    }
  }

  /**
   * Calls the function whose address is in {@code function}, in a frame of its own: the conformance
   * group {@code callx}.
   */
  record CallReg(Reg function) implements Insn {
    @Override
    public <R> R accept(InsnVisitor<R> visitor) {
      return visitor.visitCallReg(this);
    }

    @Override
    public int reads() {
      return ARGUMENTS | bit(function);
    }

    @Override
    public int writes() {
      return ARGUMENTS | 1;
    }
  }

  /** Returns R0 to the caller, or from the program. */
  record Exit() implements Insn {
    @Override
    public <R> R accept(InsnVisitor<R> visitor) {
      return visitor.visitExit(this);
    }

    @Override
    public int reads() {
      return 1;
    }

    @Override
    public int writes() {
      return 0;
    }
  }

  /** How many 8-byte slots the encoding takes: 2 for 64-bit immediates, else 1. */
  default int slots() {
    return this instanceof LoadImm64 || this instanceof LoadRef ? 2 : 1;
  }

  /**
   * Where control may go besides the next instruction, or -1. A call comes back, so it has no
   * target here.
   */
  default int jumpTarget() {
    if (this instanceof Jump jump) {
      return jump.target();
    }
    return this instanceof Branch branch ? branch.target() : -1;
  }

  /** True if control can reach the next instruction. */
  default boolean fallsThrough() {
    return !(this instanceof Jump) && !(this instanceof Exit);
  }
}
