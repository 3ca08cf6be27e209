package org.gpol.vm;

import static org.gpol.bpf.isa.MemSize.B1;
import static org.gpol.bpf.isa.MemSize.B8;
import static org.gpol.bpf.isa.Reg.R0;
import static org.gpol.bpf.isa.Reg.R1;
import static org.gpol.bpf.isa.Reg.R10;
import static org.gpol.bpf.isa.Reg.R2;
import static org.gpol.bpf.isa.Reg.R3;
import static org.gpol.bpf.isa.Reg.R5;
import static org.gpol.vm.engine.Asm.add;
import static org.gpol.vm.engine.Asm.alu;
import static org.gpol.vm.engine.Asm.call;
import static org.gpol.vm.engine.Asm.exit;
import static org.gpol.vm.engine.Asm.imm64;
import static org.gpol.vm.engine.Asm.load;
import static org.gpol.vm.engine.Asm.map;
import static org.gpol.vm.engine.Asm.mov;
import static org.gpol.vm.engine.Asm.store;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Width;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.call.GenericHelpers;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperCall;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.engine.VmFault;
import org.junit.jupiter.api.Test;

/** Code that nobody verified: it returns, or it faults, and the fault says where. */
class RawProgramTest {
  private static final HelperTable HELPERS =
      new HelperTable(
          List.of(
              helper(5, "sum", call -> call.r1() + call.r2() + call.r3() + call.r4() + call.r5()),
              helper(6, "broken", call -> List.of(1L).get((int) call.r4() + 1)),
              helper(7, "twice", RawProgramTest::twice)));

  private static HelperBinding helper(int id, String name, HelperBinding.Implementation body) {
    return new HelperBinding(HelperSignature.of(id, name, ReturnKind.SCALAR), body);
  }

  /** Calls the function R1 with R2, and again with what that returns. */
  private static long twice(HelperCall call) {
    long function = call.r1();
    return call.callback(function, call.callback(function, call.r2(), 0, 0, 0, 0), 0, 0, 0, 0);
  }

  private static RawProgram program(Insn... insns) {
    return RawProgram.of(Code.of(List.of(insns)), HELPERS, 1_000);
  }

  private static long run(Insn... insns) {
    return program(insns).run(new byte[16]);
  }

  private static <F extends VmFault> F fault(Class<F> type, int index, Insn... insns) {
    F fault = assertThrows(type, () -> run(insns));
    assertEquals(index, fault.index(), fault.getMessage());
    return fault;
  }

  private static Insn address(int function) {
    return new Insn.LoadRef(R1, RefKind.CODE, function, 0);
  }

  @Test
  void run_start_hasMemoryLengthAndStack() {
    assertEquals(16, run(mov(R0, R2), exit()));
    assertEquals(7, run(store(B1, R1, 15, new Imm(7)), load(B1, R0, R1, 15), exit()));
    assertEquals(9, run(store(B8, R10, -512, new Imm(9)), load(B8, R0, R10, -512), exit()));
    fault(VmFault.MemoryFault.class, 0, load(B8, R0, R10, -513), exit());
    fault(VmFault.MemoryFault.class, 0, load(B1, R0, R1, 16), exit());
  }

  @Test
  void run_thatFaults_leavesWhatItWroteUntilThen() {
    byte[] memory = new byte[2];
    RawProgram program = program(store(B1, R1, 1, new Imm(5)), load(B8, R0, R0, 0), exit());

    assertThrows(VmFault.class, () -> program.run(memory));

    assertArrayEquals(new byte[] {0, 5}, memory);
    assertEquals(2, program.executed());
  }

  @Test
  void run_pastTheLastInstruction_faults() {
    String message = fault(VmFault.ControlFault.class, 1, imm64(R0, 1), mov(R0, 0)).getMessage();

    assertEquals("control runs past the end of the code at instruction 1, slot 2", message);
    Insn branch = new Insn.Branch(JumpCond.JEQ, Width.W64, R1, new Imm(0), 0);
    fault(VmFault.ControlFault.class, 0, branch);
    fault(VmFault.ControlFault.class, 0, call(5));
  }

  @Test
  void call_unknownHelper_faults() {
    String message =
        fault(VmFault.ControlFault.class, 1, mov(R0, 0), call(99), exit()).getMessage();

    assertEquals("call of helper 99, which does not exist at instruction 1", message);
  }

  @Test
  void call_helperThatFails_faultsWithItsCause() {
    VmFault fault = fault(VmFault.HelperFault.class, 1, mov(R0, 0), call(6), exit());

    assertInstanceOf(IndexOutOfBoundsException.class, fault.getCause());
  }

  @Test
  void call_everyHelperWithWildArguments_returnsOrFaults() {
    long[] wild = {0, 1, -1, 0x1000, 16L << 32, 17L << 32, 1L << 63, Long.MAX_VALUE, 18L << 32};
    for (HelperBinding binding : GenericHelpers.table().bindings()) {
      for (long value : wild) {
        Insn[] insns = {
          imm64(R1, value),
          mov(R2, R1),
          mov(R3, R1),
          mov(R5, -1),
          call(binding.signature().id()),
          exit()
        };
        RawProgram program = RawProgram.of(Code.of(List.of(insns)), GenericHelpers.table(), 1_000);
        try {
          program.run(new byte[8]);
        } catch (VmFault expected) {
          assertEquals(4, expected.index());
        }
      }
    }
  }

  @Test
  void callReg_addressOfAFunction_callsIt() {
    long result =
        run(
            mov(R2, 20),
            address(5),
            new Insn.CallReg(R1),
            add(R0, 1),
            exit(),
            mov(R0, R2),
            alu(AluOp.ADD, R0, R2),
            exit());

    assertEquals(41, result);
  }

  @Test
  void callReg_smallNumber_callsTheHelperOfThatNumber() {
    assertEquals(5 + 16 + 5, run(mov(R1, 5), mov(R3, 5), new Insn.CallReg(R1), exit()));
  }

  @Test
  void callReg_anythingElse_faults() {
    VmFault fault = fault(VmFault.ControlFault.class, 1, mov(R1, 99), new Insn.CallReg(R1), exit());

    assertEquals("call of 0x63, where no function begins at instruction 1", fault.getMessage());
    for (long address : new long[] {0, -1, 1L << 32, 16L << 32, 22L << 32, Long.MIN_VALUE}) {
      fault(VmFault.ControlFault.class, 1, imm64(R1, address), new Insn.CallReg(R1), exit());
    }
    fault(VmFault.ControlFault.class, 2, address(0), add(R1, 2), new Insn.CallReg(R1), exit());
    fault(VmFault.ControlFault.class, 2, address(0), add(R1, -1), new Insn.CallReg(R1), exit());
  }

  @Test
  void callReg_ofItself_runsOutOfFrames() {
    fault(VmFault.CallDepthExceeded.class, 1, address(0), new Insn.CallReg(R1), exit());
  }

  @Test
  void functionAddress_isNoMemory() {
    fault(VmFault.MemoryFault.class, 1, address(0), load(B1, R0, R1, 0), exit());
    fault(VmFault.MemoryFault.class, 1, address(0), store(B1, R1, 0, R0), exit());
  }

  @Test
  void callback_fromAHelper_runsInAFrameOfItsOwn() {
    RawProgram program =
        program(
            store(B8, R10, -8, new Imm(1)),
            mov(R2, 20),
            address(7),
            call(7),
            load(B8, R1, R10, -8),
            alu(AluOp.ADD, R0, R1),
            exit(),
            store(B8, R10, -8, new Imm(1_000)),
            mov(R0, R1),
            alu(AluOp.ADD, R0, R1),
            exit());

    assertEquals(4 * 20 + 1, program.run(new byte[0]));
    assertEquals(7 + 2 * 4, program.executed());
  }

  @Test
  void callback_thatCallsBackItself_runsOutOfFrames() {
    fault(VmFault.CallDepthExceeded.class, 1, address(0), call(7), exit());
  }

  @Test
  void callback_toNoFunction_faultsAtTheCall() {
    fault(VmFault.ControlFault.class, 1, mov(R1, 5), call(7), exit());
  }

  @Test
  void callback_thatFaults_isNamedItself() {
    fault(VmFault.MemoryFault.class, 3, address(3), call(7), exit(), load(B8, R0, R1, 0), exit());
  }

  @Test
  void callback_thatNeverEnds_usesUpTheBudgetOfTheRun() {
    RawProgram program = program(address(3), call(7), exit(), new Insn.Jump(3));

    VmFault fault = assertThrows(VmFault.BudgetExhausted.class, () -> program.run(new byte[0]));

    assertEquals(3, fault.index());
    assertEquals(1_000, program.executed());
  }

  @Test
  void budget_everySizeOfALoopWithBranchesBothWays_isExact() {
    Insn[] insns = {
      mov(R0, 0),
      add(R0, 1),
      new Insn.Branch(JumpCond.JSET, Width.W64, R0, new Imm(1), 4),
      mov(R3, 5),
      new Insn.Branch(JumpCond.JLT, Width.W64, R0, new Imm(20), 1),
      exit()
    };
    RawProgram free = program(insns);
    assertEquals(20, free.run(new byte[0]));
    for (long budget = 0; budget < free.executed(); budget++) {
      RawProgram program = RawProgram.of(Code.of(List.of(insns)), HELPERS, budget);
      assertThrows(VmFault.BudgetExhausted.class, () -> program.run(new byte[0]));
      assertEquals(budget, program.executed());
    }
    RawProgram enough = RawProgram.of(Code.of(List.of(insns)), HELPERS, free.executed());
    assertEquals(20, enough.run(new byte[0]));
  }

  @Test
  void of_referenceToWhatIsNotThere_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> program(map(R1, 0), exit()));
    assertThrows(IllegalArgumentException.class, () -> program(new Insn.CallBtf(1), exit()));
    assertThrows(IllegalArgumentException.class, () -> program(new Insn.Jump(7), exit()));
    assertThrows(IllegalArgumentException.class, () -> program(new Insn.Jump(-1), exit()));
    assertThrows(
        IllegalArgumentException.class,
        () -> program(new Insn.LoadRef(R1, RefKind.VARIABLE, 3, 0), exit()));
  }

  @Test
  void run_randomInstructions_returnOrFault() {
    Random random = new Random(20);
    int ended = 0;
    for (int i = 0; i < 3_000; i++) {
      RandomCode code = new RandomCode(random, 1 + random.nextInt(12));
      RawProgram program = RawProgram.of(code.build(), HELPERS, 200);
      try {
        program.run(new byte[32]);
        ended++;
      } catch (VmFault fault) {
        assertTrue(fault.index() < code.build().size(), fault.getMessage());
      }
      assertTrue(program.executed() <= 200);
    }
    assertTrue(ended > 100, ended + " programs of 3000 ended");
  }
}
