package org.gpol.vm.engine.interp;

import static org.gpol.bpf.isa.MemSize.B8;
import static org.gpol.bpf.isa.Reg.R0;
import static org.gpol.bpf.isa.Reg.R1;
import static org.gpol.bpf.isa.Reg.R10;
import static org.gpol.bpf.isa.Reg.R2;
import static org.gpol.bpf.isa.Reg.R3;
import static org.gpol.bpf.isa.Reg.R6;
import static org.gpol.vm.engine.Asm.add;
import static org.gpol.vm.engine.Asm.alu;
import static org.gpol.vm.engine.Asm.call;
import static org.gpol.vm.engine.Asm.code;
import static org.gpol.vm.engine.Asm.exit;
import static org.gpol.vm.engine.Asm.load;
import static org.gpol.vm.engine.Asm.map;
import static org.gpol.vm.engine.Asm.mov;
import static org.gpol.vm.engine.Asm.store;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.engine.Bench;
import org.gpol.vm.engine.FunctionAddresses;
import org.gpol.vm.engine.VmFault;
import org.junit.jupiter.api.Test;

/** Calls that leave the straight path: into other programs, and of functions by their address. */
class InterpreterCallTest {
  private static final int TAIL_CALL = 12;
  private static final int SLOTS = 4;

  private final Bench bench =
      new Bench(1, new MapSpec("programs", MapType.PROG_ARRAY, 4, 4, SLOTS, null));

  /** Adds a program and puts it into the slot of its number. */
  private Interpreter install(Consumer<CodeBuilder> body) {
    Interpreter program = bench.prepare(body);
    int number = 0;
    while (bench.programs.at(number) != null) {
      number++;
    }
    bench.programs.add(program);
    assertEquals(0, bench.map(0).setProgram(number, number));
    return program;
  }

  /** A tail call of what is in {@code slot}, and 77 if it comes back. */
  private static Consumer<CodeBuilder> tailCall(int slot) {
    return code(map(R2, 0), mov(R3, slot), call(TAIL_CALL), mov(R0, 77), exit());
  }

  @Test
  void tailCall_toAProgram_endsInItWithTheSameContext() {
    Interpreter first = install(tailCall(1));
    install(code(load(B8, R0, R1, 0), exit()));

    assertEquals(9, bench.run(first, new byte[] {9, 0, 0, 0, 0, 0, 0, 0}));
    assertEquals(3 + 2, bench.context.executed());
  }

  @Test
  void tailCall_toNothing_goesOnWithAnError() {
    for (int slot : new int[] {1, SLOTS, -1}) {
      assertEquals(77, bench.run(tailCall(slot)), "slot " + slot);
    }
    assertEquals(-22, bench.run(code(map(R2, 0), mov(R3, 2), call(TAIL_CALL), exit())));
  }

  @Test
  void tailCall_ofAMapThatIsNone_faults() {
    assertThrows(
        VmFault.MemoryFault.class, () -> bench.run(code(mov(R2, 5), call(TAIL_CALL), exit())));
  }

  @Test
  void tailCall_ofItself_isFollowedThirtyThreeTimes() {
    Interpreter counting =
        install(
            code(
                load(B8, R6, R1, 0),
                add(R6, 1),
                store(B8, R1, 0, R6),
                map(R2, 0),
                mov(R3, 0),
                call(TAIL_CALL),
                mov(R0, R6),
                exit()));

    assertEquals(34, bench.run(counting, new byte[8]));
    assertEquals(34, bench.run(counting, new byte[8]), "the limit is one of each run");
  }

  @Test
  void tailCall_fromAFunction_returnsToItsCaller() {
    CodeBuilder.Label callee = new CodeBuilder.Label();
    Interpreter first =
        install(
            b -> {
              b.function("main").add(mov(R6, 5)).callLocal(callee);
              b.add(alu(AluOp.ADD, R0, R6)).add(exit());
              b.function("callee").place(callee);
              tailCall(1).accept(b);
            });
    install(code(mov(R6, 1_000), mov(R0, 30), exit()));

    assertEquals(35, bench.run(first));
    assertEquals(4 + 3 + 3, bench.context.executed());
  }

  @Test
  void tailCall_usesUpTheBudgetOfTheRun() {
    bench.budget = 100;
    Interpreter first = install(tailCall(1));
    install(code(mov(R0, 0), new Insn.Jump(1)));

    VmFault fault = assertThrows(VmFault.BudgetExhausted.class, () -> bench.run(first));

    assertEquals(1, fault.index());
    assertEquals(100, bench.context.executed());
  }

  @Test
  void tailCall_intoAFault_namesTheInstructionOfTheOtherProgram() {
    Interpreter first = install(tailCall(1));
    install(code(mov(R0, 0), mov(R0, 0), mov(R0, 0), load(B8, R0, R10, 8_000), exit()));

    assertEquals(3, assertThrows(VmFault.class, () -> bench.run(first)).index());
  }

  @Test
  void call_functionByAddress_runsItAlone() {
    CodeBuilder builder = new CodeBuilder();
    builder.function("main").add(exit());
    builder.function("timer").add(mov(R0, R1)).add(alu(AluOp.ADD, R0, R2)).add(exit());
    Code code = builder.build();
    FunctionAddresses functions = FunctionAddresses.assign(bench.memory, "main", code);
    Interpreter program = bench.prepare(code, functions);
    bench.context.begin(new byte[0], bench);

    assertEquals(42, program.call(bench.context, functions.address(1), 40, 2, 0, 0, 0));
    assertEquals(3, bench.context.executed());
    assertTrue(program.hasFunction(functions.address(1)));
    assertFalse(program.hasFunction(functions.address(2)));
    assertThrows(
        IllegalArgumentException.class,
        () -> program.call(bench.context, functions.address(2), 0, 0, 0, 0, 0));
  }

  @Test
  void address_ofAFunctionOfAnotherProgram_isNotCalled() {
    Code other = Code.of(List.of(exit()));
    FunctionAddresses functions = FunctionAddresses.assign(bench.memory, "other", other);

    VmFault fault =
        assertThrows(
            VmFault.ControlFault.class,
            () ->
                bench.run(
                    code(
                        new Insn.LoadImm64(R1, functions.address(0)),
                        new Insn.CallReg(R1),
                        store(B8, R10, -8, new Imm(0)),
                        exit())));

    assertEquals(1, fault.index());
  }
}
