package org.gpol.compiler.prelude;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.gpol.bpf.GpolBug;
import org.gpol.compiler.ast.Unit;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.parse.ParserFrontend;

/**
 * The containers that are made of maps and functions, as policies would write them: a text for each
 * kind, with blanks for its name, what it holds and how much.
 */
public final class ContainerLibrary {
  private static final String DIRECTORY = "/org/gpol/compiler/container/";

  private ContainerLibrary() {}

  /** The declarations of a container of {@code kind}, with {@code blanks} filled in. */
  public static Unit declarations(String kind, Map<String, String> blanks) {
    String text = text(kind);
    for (Map.Entry<String, String> blank : blanks.entrySet()) {
      text = text.replace("$" + blank.getKey(), blank.getValue());
    }
    DiagnosticSink sink = new DiagnosticSink();
    return ParserFrontend.parse(new SourceFile("container/" + kind + ".gpol", text), sink)
        .orElseThrow(() -> new GpolBug(new DiagnosticRenderer(false).render(sink.diagnostics())));
  }

  private static String text(String kind) {
    try (InputStream in = ContainerLibrary.class.getResourceAsStream(DIRECTORY + kind + ".gpol")) {
      if (in == null) {
        throw new GpolBug("there is no container " + kind);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new GpolBug("the container " + kind + " cannot be read", e);
    }
  }
}
