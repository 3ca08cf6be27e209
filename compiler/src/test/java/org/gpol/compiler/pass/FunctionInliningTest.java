package org.gpol.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Width;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrFunctionBuilder;
import org.gpol.compiler.ir.IrModule;
import org.gpol.compiler.ir.IrPrinter;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValidator;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.Register;
import org.junit.jupiter.api.Test;

final class FunctionInliningTest {
  private final List<IrFunction> functions = new ArrayList<>();

  private static Constant u64(long value) {
    return new Constant(value, IrType.U64);
  }

  private IrModule improved() {
    IrModule module =
        new IrModule(
            "p",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            functions,
            List.of(new IrModule.IrProgram("entry", "section", "entry")));
    IrModule result = PassPipeline.run(module);
    result.functions().forEach(f -> assertEquals(List.of(), IrValidator.validate(f)));
    return result;
  }

  private static String text(IrModule module, String function) {
    return IrPrinter.print(module.function(function).orElseThrow());
  }

  private static boolean calls(IrModule module, String function, String callee) {
    return text(module, function).contains(callee + "(");
  }

  /** Adds what no pass makes shorter, to a memory that it takes as its parameter. */
  private static IrFunctionBuilder filled(String name, int stores) {
    IrFunctionBuilder code = new IrFunctionBuilder(name, IrType.U64);
    Register at = code.param(IrType.VALUE);
    for (int i = 0; i < stores; i++) {
      code.store(MemSize.B8, at, 8 * i, u64(i));
    }
    return code;
  }

  private void add(IrFunctionBuilder code) {
    functions.add(code.build());
  }

  private void entryThatCalls(String callee, int times, IrValue... args) {
    IrFunctionBuilder code = new IrFunctionBuilder("entry", IrType.U64);
    code.param(IrType.VALUE);
    Register last = null;
    for (int i = 0; i < times; i++) {
      last = code.call(IrType.U64, callee, List.of(args));
    }
    code.ret(last);
    add(code);
  }

  @Test
  void smallFunction_isWhereItIsCalled_andGone() {
    IrFunctionBuilder twice = new IrFunctionBuilder("twice", IrType.U64);
    Register p = twice.param(IrType.U64);
    twice.ret(twice.binary(AluOp.ADD, IrType.U64, p, p));
    entryThatCalls("twice", 2, u64(21));
    add(twice);
    IrModule result = improved();
    assertEquals(1, result.functions().size());
    assertTrue(text(result, "entry").contains("return 42"), text(result, "entry"));
  }

  @Test
  void largeFunction_calledOnce_isInline_calledTwice_isNot() {
    IrFunctionBuilder large = filled("large", 200);
    large.ret(u64(1));
    entryThatCalls("large", 1, new Register(0, IrType.VALUE));
    add(large);
    assertEquals(1, improved().functions().size());
    functions.remove(0);
    entryThatCalls("large", 2, new Register(0, IrType.VALUE));
    IrModule result = improved();
    assertEquals(2, result.functions().size());
    assertTrue(calls(result, "entry", "large"), text(result, "entry"));
  }

  @Test
  void function_thatDecidesByAConstant_isInlineWithoutTheOtherSide() {
    IrFunctionBuilder choice = filled("choice", 60);
    Register flag = choice.param(IrType.U64);
    choice.branch(JumpCond.JNE, Width.W64, flag, u64(0), "set", "clear");
    choice.start("set");
    choice.ret(u64(1077));
    choice.start("clear");
    choice.ret(u64(1088));
    entryThatCalls("choice", 2, new Register(0, IrType.VALUE), u64(1));
    add(choice);
    IrModule result = improved();
    assertEquals(1, result.functions().size());
    assertTrue(text(result, "entry").contains("1077"), text(result, "entry"));
    assertTrue(!text(result, "entry").contains("1088"), text(result, "entry"));
  }

  @Test
  void caller_doesNotGrowBeyondTheLimit() {
    IrFunctionBuilder code = new IrFunctionBuilder("entry", IrType.U64);
    Register at = code.param(IrType.VALUE);
    int callees = 10;
    for (int i = 0; i < callees; i++) {
      code.call(IrType.U64, "large" + i, List.of(at));
    }
    code.ret(u64(0));
    add(code);
    for (int i = 0; i < callees; i++) {
      IrFunctionBuilder large = filled("large" + i, 300);
      large.ret(u64(0));
      add(large);
    }
    IrModule result = improved();
    assertTrue(
        FunctionInlining.size(result.function("entry").orElseThrow()) <= FunctionInlining.LARGEST);
    assertTrue(result.functions().size() > 1);
  }

  @Test
  void framesOfCopies_shareTheirRoom() {
    for (String name : List.of("first", "second")) {
      IrFunctionBuilder code = new IrFunctionBuilder(name, IrType.U64);
      Register p = code.param(IrType.U64);
      int slot = code.slot("kept", 24, 8);
      IrValue.SlotAddress address = new IrValue.SlotAddress(slot, 8);
      code.store(MemSize.B8, address, 0, p);
      code.helper(IrType.U64, 1, "look", List.of(address));
      code.ret(code.load(IrType.U64, MemSize.B8, address, 0));
      add(code);
    }
    IrFunctionBuilder entry = new IrFunctionBuilder("entry", IrType.U64);
    Register p = entry.param(IrType.U64);
    Register a = entry.call(IrType.U64, "first", List.of(p));
    entry.ret(entry.call(IrType.U64, "second", List.of(a)));
    add(entry);
    IrFunction result = improved().function("entry").orElseThrow();
    assertEquals(1, result.slots().size());
    assertEquals(24, result.slots().get(0).bytes());
  }
}
