package org.gpol.compiler.doc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.parse.ParserFrontend;
import org.gpol.compiler.prelude.Prelude;
import org.junit.jupiter.api.Test;

/** What {@code gpol doc} prints; {@code -Dgolden.update} writes it anew. */
class ReferenceGoldenTest {
  private static final Path ROOT = Path.of(System.getProperty("gpol.root"));
  private static final Path GOLDEN = Path.of("src/test/doc");

  private static String reference(Path policy) throws IOException {
    SourceFile source = new SourceFile(policy.toString(), Files.readString(policy));
    return PolicyReference.of(ParserFrontend.parse(source, new DiagnosticSink()).orElseThrow());
  }

  private static void check(Path golden, String text) throws IOException {
    if (System.getProperty("golden.update") != null) {
      Files.writeString(golden, text);
    }
    assertEquals(Files.readString(golden), text, golden + " is out of date: -Dgolden.update");
  }

  @Test
  void reference_policyWithOneOfEverything_isAsWritten() throws IOException {
    check(GOLDEN.resolve("tour.md"), reference(GOLDEN.resolve("tour.gpol")));
  }

  @Test
  void reference_shippedPolicy_isAsWritten() throws IOException {
    check(GOLDEN.resolve("fifo.md"), reference(ROOT.resolve("policies/fifo.gpol")));
  }

  @Test
  void reference_prelude_isThePageInDocs() throws IOException {
    check(ROOT.resolve("docs/prelude.md"), PreludeReference.of(Prelude.ghost()));
  }

  @Test
  void reference_prelude_leavesNoDeclarationOut() {
    String text = PreludeReference.of(Prelude.ghost());
    for (Decl decl : Prelude.ghost().declarations()) {
      if (decl instanceof Decl.Extern extern
          && !(decl instanceof Decl.ExternVar || decl instanceof Decl.ExternContext)) {
        String name = extern.name().text();
        assertTrue(text.matches("(?s).*`" + name + "[`(:].*"), name + " is not in the reference");
      }
    }
  }
}
