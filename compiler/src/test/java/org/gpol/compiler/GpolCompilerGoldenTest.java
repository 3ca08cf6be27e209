package org.gpol.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.Program;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.machine.CodeText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code of whole policies, to be read; {@code -Dgolden.update} writes it anew. */
final class GpolCompilerGoldenTest {
  private static final Path ROOT = Path.of(System.getProperty("gpol.root"));

  @ParameterizedTest
  @ValueSource(strings = {"fifo", "percpu_fifo"})
  void policy_compiled_isTheKnownCode(String name) throws IOException {
    String path = "policies/" + name + ".gpol";
    SourceFile source = new SourceFile(path, Files.readString(ROOT.resolve(path)));
    CompilationResult result = GpolCompiler.compile(source, CompilerOptions.DEFAULT);
    assertEquals("[]", result.diagnostics().toString());
    String actual = text(result.object().orElseThrow());
    Path golden = ROOT.resolve("compiler/src/test/resources/golden/" + name + ".asm");
    if (System.getProperty("golden.update") != null) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, actual);
    }
    assertEquals(Files.readString(golden), actual);
  }

  private static String text(BpfObject object) {
    StringBuilder out = new StringBuilder();
    object.maps().forEach(map -> out.append(map).append('\n'));
    object.variables().forEach(variable -> out.append(variable).append('\n'));
    for (Program program : object.programs()) {
      out.append("\nsection ").append(program.section()).append('\n');
      out.append(CodeText.of(program.code()));
    }
    return out.toString();
  }
}
