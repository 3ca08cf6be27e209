package org.gpol.bpf.vectors;

import java.util.List;
import java.util.Map;
import org.gpol.bpf.isa.AluSpec;
import org.gpol.bpf.isa.JumpCond;

/** Vectors for RFC 9669 section 4.3: jumps, calls, returns. */
final class BranchVectors {
  private static final int JMP = 0x05;
  private static final int JMP32 = 0x06;
  private static final int REG = 0x08;

  private record Condition(String name, int code, JumpCond meaning) {}

  private static final List<Condition> CONDITIONS =
      List.of(
          new Condition("jeq", 0x10, JumpCond.JEQ),
          new Condition("jgt", 0x20, JumpCond.JGT),
          new Condition("jge", 0x30, JumpCond.JGE),
          new Condition("jset", 0x40, JumpCond.JSET),
          new Condition("jne", 0x50, JumpCond.JNE),
          new Condition("jsgt", 0x60, JumpCond.JSGT),
          new Condition("jsge", 0x70, JumpCond.JSGE),
          new Condition("jlt", 0xa0, JumpCond.JLT),
          new Condition("jle", 0xb0, JumpCond.JLE),
          new Condition("jslt", 0xc0, JumpCond.JSLT),
          new Condition("jsle", 0xd0, JumpCond.JSLE));

  /** Less, equal and greater, signed and not, at the whole width and in the low half alone. */
  private static final long[][] PAIRS = {
    {1, 2},
    {2, 1},
    {5, 5},
    {0, 0},
    {-1, 1},
    {1, -1},
    {-1, -1},
    {-2, -1},
    {Integer.MIN_VALUE, Integer.MAX_VALUE},
    {0x8000_0000L, Integer.MIN_VALUE},
    {0x7fff_ffffL, Integer.MIN_VALUE},
    {0xffff_ffffL, -1},
    {0x1_0000_0005L, 5},
    {0x7fff_ffff_0000_0001L, 2},
    {Long.MIN_VALUE, 0},
    {0xf0f0_f0f0_0f0f_0f0fL, 0x7070_7070L},
  };

  private final Map<String, String> files;

  BranchVectors(Map<String, String> files) {
    this.files = files;
  }

  void write() {
    for (Condition condition : CONDITIONS) {
      for (int bits : new int[] {32, 64}) {
        branch(condition, bits, true);
        branch(condition, bits, false);
      }
    }
    jump("ja", JMP, false);
    jump("ja32", JMP32, true);
    calls();
    functionAddresses();
    unresolved();
    RawText exit = new RawText().move(0, RawText.PASSED).exit().move(0, 1).exit();
    files.put("exit", exit.fileAsIs("0x95 exit"));
  }

  private void branch(Condition condition, int bits, boolean register) {
    RawText out = new RawText();
    int opcode = (bits == 32 ? JMP32 : JMP) | condition.code | (register ? REG : 0);
    for (long[] pair : PAIRS) {
      long right = register ? pair[1] : (int) pair[1];
      boolean taken =
          AluSpec.test(
              condition.meaning, bits, AluSpec.low(pair[0], bits), AluSpec.low(right, bits));
      out.beginCase(String.format("0x%x and 0x%x: %s", pair[0], right, taken ? "goes" : "stays"));
      out.loadConstant(1, pair[0]);
      if (register) {
        out.loadConstant(2, right);
      }
      out.put(opcode, 1, register ? 2 : 0, 1, register ? 0 : (int) right);
      if (!taken) {
        out.put(JMP, 0, 0, 1, 0);
      }
      out.exit();
      out.expect(1, pair[0]);
    }
    backward(out, opcode, condition, bits, register);
    String name = condition.name + bits + (register ? "-reg" : "-imm");
    files.put(name, out.file(String.format("0x%02x %s", opcode, name)));
  }

  /** Over the target, back to it, and on from there. */
  private static void backward(
      RawText out, int opcode, Condition condition, int bits, boolean register) {
    for (long[] pair : PAIRS) {
      boolean taken =
          AluSpec.test(
              condition.meaning, bits, AluSpec.low(pair[0], bits), AluSpec.low(pair[1], bits));
      if (taken && pair[1] == (int) pair[1]) {
        out.beginCase("backward").loadConstant(1, pair[0]).loadConstant(2, pair[1]);
        out.put(JMP, 0, 0, 1, 0);
        out.put(JMP, 0, 0, 2, 0);
        out.put(opcode, 1, register ? 2 : 0, -2, register ? 0 : (int) pair[1]);
        out.exit();
        return;
      }
    }
  }

  private void jump(String name, int opcode, boolean farther) {
    RawText out = new RawText();
    out.beginCase("forward").put(opcode, 0, 0, farther ? 0 : 1, farther ? 1 : 0).exit();
    out.beginCase("to the next instruction").put(opcode, 0, 0, 0, 0);
    out.beginCase("backward").put(JMP, 0, 0, 1, 0).put(JMP, 0, 0, 2, 0);
    out.put(opcode, 0, 0, farther ? 0 : -2, farther ? -2 : 0).exit();
    files.put(name, out.file(String.format("0x%02x %s", opcode, name)));
  }

  private void calls() {
    RawText helper = new RawText();
    helper.beginCase("helper 0 gathers bytes");
    for (int reg = 1; reg <= 5; reg++) {
      helper.move(reg, 0x10 + reg);
    }
    helper.put(0x85, 0, 0, 0, 0).copy(6, 0).move(0, 1).expect(6, 0x11_1213_1415L);
    files.put("call-helper", helper.file("0x85 call of a helper by number"));

    RawText local = new RawText();
    local.beginCase("a function of the program").move(1, 20).move(6, 6).move(7, 7);
    local.put(0x7a, 10, 0, -8, 0x51);
    local.note("call +1").put(0x85, 0, 1, 0, 1);
    local.put(JMP, 0, 0, 6, 0);
    local.note("the function: changes what is its own").copy(0, 1).move(6, 0).move(7, 0);
    local.put(0x7a, 10, 0, -8, 0).put(0x07, 0, 0, 0, 2).exit();
    local.note("back again").copy(5, 0).move(0, 1);
    local.expect(5, 22).expect(6, 6).expect(7, 7);
    local.put(0x79, 4, 10, -8, 0).expect(4, 0x51);
    files.put("call-local", local.file("0x85 call of a function by distance"));
  }

  private void functionAddresses() {
    RawText out = new RawText();
    out.beginCase("the address of a function, called").move(1, 40);
    out.note("r2 = the function below").put(0x18, 2, 4, 0, 3).put(0, 0, 0, 0, 0);
    out.note("callx r2").put(0x8d, 2, 0, 0, 0);
    out.put(JMP, 0, 0, 3, 0);
    out.note("the function").copy(0, 1).put(0x07, 0, 0, 0, 2).exit();
    out.copy(5, 0).move(0, 1).expect(5, 42);
    String file = out.file("0x8d callx, and 0x18 with the address of code");
    files.put("callx", file);
  }

  /** What needs an object or a platform around it is refused by a bare machine. */
  private void unresolved() {
    String message = "a bare machine has none";
    String[] references = {
      null, "map", "map-value", "variable", null, "map-index", "map-value-index"
    };
    for (int source = 0; source < references.length; source++) {
      if (references[source] != null) {
        RawText out = new RawText().put(0x18, 1, source, 0, 0).put(0, 0, 0, 0, 0).move(0, 0);
        String name = "lddw-" + references[source];
        files.put(name, out.refused("0x18 source " + source + ", " + name, message));
      }
    }
    RawText out = new RawText().put(0x85, 0, 2, 0, 7);
    files.put("call-btf", out.refused("0x85 call by BTF id", message));
  }
}
