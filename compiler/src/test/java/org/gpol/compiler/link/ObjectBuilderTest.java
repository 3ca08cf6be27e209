package org.gpol.compiler.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.isa.MemSize;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrFunctionBuilder;
import org.gpol.compiler.ir.IrModule;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.SlotAddress;
import org.gpol.compiler.link.ObjectBuilder.LinkError;
import org.junit.jupiter.api.Test;

final class ObjectBuilderTest {
  private static IrFunction function(String name, int frameBytes, String... callees) {
    IrFunctionBuilder code = new IrFunctionBuilder(name, IrType.U64);
    if (frameBytes > 0) {
      SlotAddress slot = new SlotAddress(code.slot("buffer", frameBytes, 8), 0);
      code.store(MemSize.B8, slot, 0, new Constant(0, IrType.U64));
    }
    for (String callee : callees) {
      code.call(IrType.U64, callee, List.of());
    }
    code.ret(new Constant(0, IrType.U64));
    return code.build();
  }

  private static ObjectBuilder.Result build(IrFunction... functions) {
    return ObjectBuilder.build(
        new IrModule(
            "m",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            List.of(functions),
            List.of(new IrModule.IrProgram("p", "section", functions[0].name()))));
  }

  @Test
  void program_holdsWhatItReaches_once() {
    ObjectBuilder.Result result =
        build(
            function("main", 0, "a", "b"),
            function("b", 0),
            function("a", 0, "b"),
            function("unused", 0));
    Code code = result.object().programs().get(0).code();
    assertEquals(List.of("main", "a", "b"), code.functions().stream().map(Function::name).toList());
    assertEquals("GPL", result.object().license());
  }

  @Test
  void frames_thatFitTogether_areLinked() {
    assertEquals(List.of(), build(function("main", 256, "a"), function("a", 256)).errors());
  }

  @Test
  void frames_tooLargeTogether_areRefusedWithTheChain() {
    ObjectBuilder.Result result = build(function("main", 256, "a"), function("a", 264));
    assertNull(result.object());
    assertEquals(
        List.of(new LinkError(LinkError.Kind.STACK, "p", List.of("main", "a"), 544)),
        result.errors());
  }

  @Test
  void frame_tooLargeAlone_isRefused() {
    assertEquals(
        List.of(new LinkError(LinkError.Kind.STACK, "p", List.of("main"), 2016)),
        build(function("main", 2000)).errors());
  }

  @Test
  void calls_deeperThanEightFrames_areRefused() {
    List<IrFunction> functions = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      functions.add(i == 8 ? function("f8", 0) : function("f" + i, 0, "f" + (i + 1)));
    }
    LinkError error = build(functions.toArray(IrFunction[]::new)).errors().get(0);
    assertEquals(LinkError.Kind.CALL_DEPTH, error.kind());
    assertEquals(9, error.functions().size());
  }
}
