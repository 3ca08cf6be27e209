package org.gpol.compiler.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.compiler.ir.IrFunctionBuilder;
import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.MapReference;
import org.gpol.compiler.ir.IrValue.Register;
import org.gpol.compiler.ir.IrValue.SlotAddress;
import org.gpol.compiler.machine.TinyMachine;
import org.junit.jupiter.api.Test;

final class CodeGeneratorTest {
  private final IrFunctionBuilder code = new IrFunctionBuilder("f", IrType.U64);

  private Code generate() {
    return CodeEmitter.emit(List.of(CodeGenerator.generate(code.build())));
  }

  private static Constant u64(long value) {
    return new Constant(value, IrType.U64);
  }

  private static Insn alu(AluOp op, Reg dst, int imm) {
    return new Insn.Alu(op, Width.W64, dst, new Imm(imm));
  }

  @Test
  void constant_negative_isOneMove() {
    code.ret(u64(-5));
    assertEquals(List.of(alu(AluOp.MOV, Reg.R0, -5), new Insn.Exit()), generate().insns());
  }

  @Test
  void constant_unsigned32_isA32BitMove() {
    code.ret(u64(0xffff_fffeL));
    Insn move = new Insn.Alu(AluOp.MOV, Width.W32, Reg.R0, new Imm(-2));
    assertEquals(List.of(move, new Insn.Exit()), generate().insns());
  }

  @Test
  void constant_wide_isLoadedWhole() {
    code.ret(u64(0x1_0000_0000L));
    Insn load = new Insn.LoadImm64(Reg.R0, 0x1_0000_0000L);
    assertEquals(List.of(load, new Insn.Exit()), generate().insns());
  }

  @Test
  void division_byConstantZero_goesThroughARegister() {
    Register p = code.param(IrType.U64);
    code.ret(code.binary(AluOp.DIV, IrType.U64, p, u64(0)));
    Code generated = generate();
    for (Insn insn : generated.insns()) {
      assertTrue(
          !(insn instanceof Insn.Alu a) || a.op() != AluOp.DIV || a.src() instanceof Reg,
          insn::toString);
    }
    assertEquals(0, new TinyMachine().run(generated, 42));
  }

  @Test
  void subtraction_intoItsRightOperand_isRight() {
    Register a = code.param(IrType.U64);
    Register b = code.param(IrType.U64);
    code.add(new IrInst.Binary(b, AluOp.SUB, Width.W64, a, b, code.location()));
    code.ret(b);
    assertEquals(7, new TinyMachine().run(generate(), 10, 3));
  }

  @Test
  void lookup_result_isComparedInTheRegisterThatHoldsIt() {
    SlotAddress key = new SlotAddress(code.slot("key", 4, 4), 0);
    code.store(MemSize.B4, key, 0, new Constant(7, IrType.U32));
    Register entry =
        code.helper(IrType.VALUE, 1, "map_lookup_elem", List.of(new MapReference(3), key));
    code.branch(JumpCond.JNE, Width.W64, entry, u64(0), "some", "none");
    code.start("none");
    code.ret(u64(0));
    code.start("some");
    code.ret(code.load(IrType.U64, MemSize.B8, entry, 0));
    assertEquals(
        List.of(
            new Insn.Store(MemSize.B4, Reg.R10, -4, new Imm(7)),
            new Insn.LoadRef(Reg.R1, RefKind.MAP, 3, 0),
            new Insn.Alu(AluOp.MOV, Width.W64, Reg.R2, Reg.R10),
            alu(AluOp.ADD, Reg.R2, -4),
            new Insn.Call(1),
            new Insn.Branch(JumpCond.JNE, Width.W64, Reg.R0, new Imm(0), 8),
            alu(AluOp.MOV, Reg.R0, 0),
            new Insn.Exit(),
            new Insn.Load(MemSize.B8, false, Reg.R0, Reg.R0, 0),
            new Insn.Exit()),
        generate().insns());
  }

  @Test
  void branch_overAJumpToTheNextBlock_isInverted() {
    Register p = code.param(IrType.U64);
    code.branch(JumpCond.JLT, Width.W64, p, u64(10), "small", "large");
    code.start("small");
    code.ret(u64(1));
    code.start("large");
    code.ret(u64(2));
    Code generated = generate();
    assertEquals(
        new Insn.Branch(JumpCond.JGE, Width.W64, Reg.R1, new Imm(10), 3), generated.insn(0));
    assertEquals(1, new TinyMachine().run(generated, 9));
    assertEquals(2, new TinyMachine().run(generated, 10));
  }

  @Test
  void signedNarrowComparison_staysAt32Bits() {
    Register p = code.param(IrType.S32);
    code.branch(JumpCond.JSLT, Width.W32, p, Constant.of(-1, IrType.S32), "yes", "no");
    code.start("yes");
    code.ret(u64(1));
    code.start("no");
    code.ret(u64(0));
    Code generated = generate();
    assertEquals(1, new TinyMachine().run(generated, 0xffff_fffeL));
    assertEquals(0, new TinyMachine().run(generated, 3));
  }

  /** Twenty values live across a call: sixteen of them must go through the frame. */
  @Test
  void values_moreThanRegisters_surviveACall() {
    List<Register> values = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      values.add(code.helper(IrType.U64, 9, "next", List.of(u64(i))));
    }
    Register sum = code.helper(IrType.U64, 9, "next", List.of(u64(1000)));
    for (Register value : values) {
      Register product = code.binary(AluOp.MUL, IrType.U64, sum, u64(3));
      sum = code.binary(AluOp.ADD, IrType.U64, product, value);
    }
    code.ret(sum);
    long expected = 1001;
    for (int i = 0; i < 20; i++) {
      expected = 3 * expected + i + 1;
    }
    MachineFunction function = CodeGenerator.generate(code.build());
    assertTrue(function.frameBytes() >= 8 * 16, "frame of " + function.frameBytes());
    Code generated = CodeEmitter.emit(List.of(function));
    assertEquals(expected, new TinyMachine().helper(9, args -> args[0] + 1).run(generated));
  }

  @Test
  void fiveArguments_inEveryOrder_arrive() {
    List<Register> params = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      params.add(code.param(IrType.U64));
    }
    List<IrValue> reversed = new ArrayList<>(params);
    Collections.reverse(reversed);
    code.ret(code.helper(IrType.U64, 9, "digits", reversed));
    TinyMachine machine =
        new TinyMachine()
            .helper(9, a -> a[0] * 10_000 + a[1] * 1000 + a[2] * 100 + a[3] * 10 + a[4]);
    assertEquals(54_321, machine.run(generate(), 1, 2, 3, 4, 5));
  }

  @Test
  void lines_followTheSource() {
    code.at(new SourceLocation("a.gpol", 3, 5, "let x = 1;"));
    code.ret(u64(0));
    Code generated = generate();
    assertEquals(3, generated.location(0).line());
    assertEquals(3, generated.location(1).line());
  }
}
