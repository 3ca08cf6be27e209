package org.gpol.bpf.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.code.CodeBuilder.Label;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.junit.jupiter.api.Test;

/** Labels become indices, wherever they were placed. */
class CodeBuilderTest {
  private static final Insn EXIT = new Insn.Exit();
  private static final Insn WIDE = new Insn.LoadImm64(Reg.R1, 1);

  @Test
  void build_labelsPlacedBeforeAndAfterUse_becomeIndices() {
    Label top = new Label();
    Label end = new Label();
    Code code =
        new CodeBuilder()
            .place(top)
            .add(WIDE)
            .branch(JumpCond.JNE, Width.W32, Reg.R1, new Imm(3), end)
            .jump(top)
            .place(end)
            .add(EXIT)
            .build();

    Insn branch = new Insn.Branch(JumpCond.JNE, Width.W32, Reg.R1, new Imm(3), 3);
    assertEquals(List.of(WIDE, branch, new Insn.Jump(0), EXIT), code.insns());
  }

  @Test
  void build_callOfAFunctionBehind_targetsItsStart() {
    Label callee = new Label();
    Code code =
        new CodeBuilder()
            .function("main")
            .callLocal(callee)
            .add(EXIT)
            .function("callee")
            .place(callee)
            .add(EXIT)
            .build();

    assertEquals(new Insn.CallLocal(2), code.insn(0));
    assertEquals(List.of(new Function("main", 0), new Function("callee", 2)), code.functions());
  }

  @Test
  void build_withoutAFunction_isOneCalledMain() {
    Code code = new CodeBuilder().add(EXIT).build();

    assertEquals(List.of(new Function("main", 0)), code.functions());
  }

  @Test
  void build_placesOfTheSource_lastUntilTheNext() {
    SourceLocation line = new SourceLocation("p.gpol", 2, 1, "x");
    Code code = new CodeBuilder().add(WIDE).at(line).add(WIDE).add(WIDE).at(null).add(EXIT).build();

    assertNull(code.location(0));
    assertEquals(line, code.location(1));
    assertEquals(line, code.location(2));
    assertNull(code.location(3));
  }

  @Test
  void build_labelNeverPlaced_isABug() {
    CodeBuilder builder = new CodeBuilder().add(EXIT).jump(new Label());

    GpolBug e = assertThrows(GpolBug.class, builder::build);

    assertEquals("label of instruction 1 was never placed", e.getMessage());
  }

  @Test
  void place_twice_isABug() {
    Label label = new Label();
    CodeBuilder builder = new CodeBuilder().place(label).add(EXIT);

    assertThrows(GpolBug.class, () -> builder.place(label));
  }
}
