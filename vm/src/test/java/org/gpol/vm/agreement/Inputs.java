package org.gpol.vm.agreement;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;

/**
 * Contexts on which something may show: besides any numbers, those that programs compare with and
 * their neighbours, and those at the edges of the widths.
 */
final class Inputs {
  private static final long[] EDGES = {
    0,
    1,
    -1,
    Byte.MAX_VALUE,
    Byte.MIN_VALUE,
    Short.MAX_VALUE,
    Short.MIN_VALUE,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xffff_ffffL,
    0x1_0000_0000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    63,
    64
  };

  private final Random random;
  private final List<Long> constants = new ArrayList<>();

  private Inputs(List<Code> programs, Random random) {
    this.random = random;
    for (Code code : programs) {
      code.insns().forEach(this::note);
    }
  }

  /** Contexts for {@code runs} runs of {@code programs}. */
  static List<byte[]> contexts(List<Code> programs, int runs, Random random) {
    Inputs inputs = new Inputs(programs, random);
    List<byte[]> contexts = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      contexts.add(inputs.context());
    }
    return contexts;
  }

  private void note(Insn insn) {
    if (insn instanceof Insn.Alu alu && alu.src() instanceof Imm imm) {
      constants.add((long) imm.value());
    } else if (insn instanceof Insn.Branch branch && branch.right() instanceof Imm imm) {
      constants.add((long) imm.value());
    } else if (insn instanceof Insn.LoadImm64 wide) {
      constants.add(wide.value());
    }
  }

  private byte[] context() {
    byte[] bytes = new byte[Setting.CONTEXT_BYTES];
    ByteBuffer context = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int shape = random.nextInt(8);
    while (context.hasRemaining()) {
      if (random.nextInt(4) == 0) {
        context.putInt((int) number(shape)).putInt((int) number(shape));
      } else {
        context.putLong(number(shape));
      }
    }
    return bytes;
  }

  private long number(int shape) {
    if (shape == 0) {
      return 0;
    }
    return switch (random.nextInt(6)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextLong() >> random.nextInt(64);
      case 2 -> random.nextInt(80);
      case 3 -> EDGES[random.nextInt(EDGES.length)] + random.nextInt(3) - 1;
      default ->
          constants.isEmpty()
              ? random.nextInt()
              : constants.get(random.nextInt(constants.size())) + random.nextInt(3) - 1;
    };
  }
}
