package org.gpol.bpf.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.code.CodeBuilder.Label;

/**
 * Random programs that are well formed: every target lies inside the function, every function ends
 * with an exit, and everything can be encoded. Nothing says that one is safe to run. The same seed
 * gives the same program.
 */
public final class InsnGenerator {
  private static final int MOST_FUNCTIONS = 3;

  /** Shapes without a target, which mean the same anywhere. */
  private final List<Insn> plain = new ArrayList<>();

  private final SplittableRandom random;

  /** A generator whose programs all follow from {@code seed}. */
  public InsnGenerator(long seed) {
    random = new SplittableRandom(seed);
    for (Insn insn : InsnShapes.all()) {
      boolean hasTarget =
          insn.jumpTarget() >= 0
              || insn instanceof Insn.CallLocal
              || (insn instanceof Insn.LoadRef ref && ref.kind() == RefKind.CODE);
      if (!hasTarget) {
        plain.add(insn);
      }
    }
  }

  /** The next program, of one to three functions with about {@code length} instructions each. */
  public Code next(int length) {
    CodeBuilder code = new CodeBuilder();
    int count = 1 + random.nextInt(MOST_FUNCTIONS);
    List<Label> functions = labels(count);
    for (int i = 0; i < count; i++) {
      code.function("f" + i).place(functions.get(i));
      body(code, functions, length);
    }
    return code.build();
  }

  private void body(CodeBuilder code, List<Label> functions, int length) {
    List<Label> here = labels(length);
    for (Label label : here) {
      code.place(label);
      switch (random.nextInt(8)) {
        case 0 -> code.jump(any(here));
        case 1, 2 -> branch(code, any(here));
        case 3 -> code.callLocal(any(functions));
        default -> code.add(any(plain));
      }
    }
    code.add(new Insn.Exit());
  }

  private void branch(CodeBuilder code, Label target) {
    JumpCond cond = any(List.of(JumpCond.values()));
    Width width = any(List.of(Width.values()));
    Operand right = random.nextBoolean() ? reg() : new Imm(random.nextInt());
    code.branch(cond, width, reg(), right, target);
  }

  private Reg reg() {
    return Reg.of(random.nextInt(Reg.COUNT));
  }

  private <T> T any(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static List<Label> labels(int count) {
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      labels.add(new Label());
    }
    return labels;
  }
}
