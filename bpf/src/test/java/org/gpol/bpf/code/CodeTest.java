package org.gpol.bpf.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.junit.jupiter.api.Test;

/** Indices, slots and functions of a program. */
class CodeTest {
  private static final Insn EXIT = new Insn.Exit();
  private static final List<Function> MAIN = List.of(new Function("main", 0));

  @Test
  void slotOf_behindWideInstructions_countsThemTwice() {
    Code code =
        Code.of(
            List.of(
                new Insn.LoadImm64(Reg.R1, 1),
                new Insn.LoadRef(Reg.R2, RefKind.MAP, 0, 0),
                new Insn.Call(1),
                EXIT));

    assertEquals(
        List.of(0, 2, 4, 5),
        List.of(code.slotOf(0), code.slotOf(1), code.slotOf(2), code.slotOf(3)));
  }

  @Test
  void functionAt_everyIndex_isTheLastThatStartsThereOrBefore() {
    Function first = new Function("a", 0);
    Function second = new Function("b", 2);
    Code code =
        new Code(
            Collections.nCopies(4, EXIT), List.of(first, second), Collections.nCopies(4, null));

    assertEquals(first, code.functionAt(0));
    assertEquals(first, code.functionAt(1));
    assertEquals(second, code.functionAt(2));
    assertEquals(second, code.functionAt(3));
  }

  @Test
  void insns_ofAListChangedLater_staysAsItWas() {
    List<Insn> insns = new ArrayList<>(List.of(EXIT));
    Code code = Code.of(insns);
    insns.set(0, new Insn.Jump(0));

    assertEquals(List.of(EXIT), code.insns());
  }

  @Test
  void constructor_whatIsNoProgram_isRefused() {
    refuses(List.of(), MAIN, 0);
    refuses(List.of(EXIT), MAIN, 2);
    refuses(List.of(EXIT), List.of(), 1);
    refuses(List.of(EXIT, EXIT), List.of(new Function("late", 1)), 2);
  }

  private static void refuses(List<Insn> insns, List<Function> functions, int lines) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Code(insns, functions, Collections.nCopies(lines, null)));
  }
}
