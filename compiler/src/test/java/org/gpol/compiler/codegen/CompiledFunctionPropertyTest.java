package org.gpol.compiler.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gpol.bpf.code.Code;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrModule;
import org.gpol.compiler.ir.IrPrinter;
import org.gpol.compiler.ir.IrValidator;
import org.gpol.compiler.machine.RandomFunction;
import org.gpol.compiler.pass.PassPipeline;

/** What is compiled computes what was meant, with passes and without. */
final class CompiledFunctionPropertyTest {
  @Property(tries = 400)
  void code_withoutPasses_computesTheExactResult(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 25) int size) {
    RandomFunction random = new RandomFunction(seed, size);
    IrModule module = random.module();
    assertEquals(List.of(), IrValidator.validate(module));
    assertEquals(random.expected(), RandomFunction.machine().run(generate(module)));
  }

  @Property(tries = 400)
  void code_withPasses_computesTheExactResult(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 25) int size) {
    RandomFunction random = new RandomFunction(seed, size);
    IrModule module = random.module();
    IrModule improved = improve(module);
    Code code = generate(improved);
    assertEquals(
        random.expected(), RandomFunction.machine().run(code), () -> IrPrinter.print(improved));
    assertTrue(code.size() <= generate(module).size());
  }

  private static IrModule improve(IrModule module) {
    List<IrFunction> improved = new ArrayList<>();
    for (IrFunction function : module.functions()) {
      improved.add(
          PassPipeline.run(
              function,
              (pass, result) ->
                  assertEquals(
                      List.of(),
                      IrValidator.validate(module.withFunctions(with(module, result))),
                      () -> "after " + pass.name())));
    }
    return module.withFunctions(improved);
  }

  private static List<IrFunction> with(IrModule module, IrFunction changed) {
    return module.functions().stream()
        .map(f -> f.name().equals(changed.name()) ? changed : f)
        .toList();
  }

  private static Code generate(IrModule module) {
    return CodeEmitter.emit(module.functions().stream().map(CodeGenerator::generate).toList());
  }
}
