package org.gpol.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gpol.bpf.object.BpfObject;
import org.gpol.compiler.diagnostics.Severity;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.ir.IrValidator;
import org.gpol.compiler.machine.RandomPolicy;
import org.gpol.compiler.machine.TinyMachine;

/** From text to result: a policy computes what its source says. */
final class GpolCompilerPropertyTest {
  @Property(tries = 300)
  void policy_compiled_returnsTheExactResult(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 15) int size, @ForAll boolean optimise) {
    RandomPolicy policy = new RandomPolicy(seed, size);
    SourceFile source = new SourceFile("random.gpol", policy.text());
    CompilationResult result = GpolCompiler.compile(source, new CompilerOptions(optimise));
    assertEquals(
        List.of(),
        result.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).toList(),
        policy::text);
    assertEquals(List.of(), IrValidator.validate(result.ir().orElseThrow()), policy::text);
    BpfObject object = result.object().orElseThrow();
    TinyMachine machine = new TinyMachine();
    object.data().forEach(data -> machine.global(data.map(), data.bytes()));
    long context = machine.memory(new byte[32]);
    long actual = machine.run(object.programs().get(0).code(), context);
    assertEquals(policy.expected(), actual, policy::text);
  }
}
