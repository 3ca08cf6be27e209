package org.gpol.compiler.fmt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.gpol.bpf.object.Program;
import org.gpol.compiler.CompilationResult;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.machine.CodeText;
import org.gpol.compiler.machine.RandomPolicy;
import org.gpol.grammar.GpolLexer;

/** However a policy is laid out, formatting changes its layout and nothing else, once. */
class FormatterPropertyTest {
  private static final Path ROOT = Path.of(System.getProperty("gpol.root"));
  private static final List<String> SHIPPED =
      List.of(
          "policies/fifo.gpol",
          "policies/percpu_fifo.gpol",
          "compiler/src/test/snippets/input/accepted_everything.gpol",
          "compiler/src/main/resources/org/gpol/compiler/prelude/ghost.gpol");
  private static final List<String> GAPS =
      List.of(
          " ",
          "\n",
          "\n\n\n",
          "\t",
          "  \r\n ",
          " // c \n",
          "\n// own\n",
          " /* b */",
          "\n/*a\n b*/\n");

  @Property(tries = 150)
  void format_anyLayoutOfAShippedPolicy_keepsWordsAndComments(
      @ForAll long seed, @ForAll @IntRange(max = 3) int file, @ForAll @IntRange(max = 100) int mess)
      throws IOException {
    String text = Files.readString(ROOT.resolve(SHIPPED.get(file)));
    check(messy(text, new Random(seed), mess));
  }

  @Property(tries = 100)
  void format_generatedPolicy_compilesToTheSameCode(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int size) {
    String text = messy(new RandomPolicy(seed, size).text(), new Random(seed), 20);
    assertEquals(code(text), code(check(text)), text);
  }

  private static String check(String text) {
    String once = format(text);
    assertEquals(Formatter.words(text), Formatter.words(once), text);
    assertEquals(once, format(once), text);
    return once;
  }

  private static String format(String text) {
    DiagnosticSink sink = new DiagnosticSink();
    return Formatter.format(new SourceFile("p.gpol", text), sink)
        .orElseThrow(() -> new AssertionError(sink.diagnostics() + "\n" + text));
  }

  private static String code(String text) {
    CompilationResult result =
        GpolCompiler.compile(new SourceFile("p.gpol", text), CompilerOptions.DEFAULT);
    StringBuilder code = new StringBuilder();
    for (Program program : result.object().orElseThrow().programs()) {
      code.append(program.section()).append('\n').append(instructions(program));
    }
    return code.toString();
  }

  /** Without the lines of source between them, which are of another layout. */
  private static String instructions(Program program) {
    return CodeText.of(program.code())
        .lines()
        .filter(line -> !line.startsWith("  ; "))
        .collect(Collectors.joining("\n"));
  }

  /** Puts other spaces and more comments between the words; {@code mess} is in percent. */
  private static String messy(String text, Random random, int mess) {
    StringBuilder out = new StringBuilder();
    for (Token token : new GpolLexer(CharStreams.fromString(text)).getAllTokens()) {
      boolean space = token.getChannel() == Token.HIDDEN_CHANNEL;
      boolean afterComment = out.lastIndexOf("//") > out.lastIndexOf("\n");
      boolean shift = token.getText().equals(">");
      if (!shift && !afterComment && random.nextInt(100) < mess) {
        out.append(GAPS.get(random.nextInt(GAPS.size())));
        out.append(space ? "" : token.getText());
      } else {
        out.append(token.getText());
      }
    }
    return out.toString();
  }
}
