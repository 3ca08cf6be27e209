package org.gpol.compiler.prelude;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.gpol.bpf.GpolBug;
import org.gpol.compiler.ast.Unit;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.parse.ParserFrontend;

/** The preludes that come with the compiler. */
public final class Prelude {
  private static final Unit GHOST = load("ghost.gpol");

  private Prelude() {}

  /** The ghOSt scheduling class. */
  public static Unit ghost() {
    return GHOST;
  }

  private static Unit load(String name) {
    try (InputStream in = Prelude.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new GpolBug("there is no prelude " + name);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      DiagnosticSink sink = new DiagnosticSink();
      return ParserFrontend.parse(new SourceFile("prelude/" + name, text), sink)
          .orElseThrow(() -> new GpolBug(new DiagnosticRenderer(false).render(sink.diagnostics())));
    } catch (IOException e) {
      throw new GpolBug("the prelude " + name + " cannot be read", e);
    }
  }
}
