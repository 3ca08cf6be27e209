package org.gpol.compiler.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DiagnosticRendererTest {
  private final SourceFile file =
      new SourceFile("a.gpol", "one\n\tx = \u00e9\u00e9 + y;\r\nthree\n");

  private Diagnostic at(String piece) {
    int start = file.text().indexOf(piece);
    return Diagnostic.of(
        DiagnosticCode.UNKNOWN_NAME, file.span(start, start + piece.length()), "message");
  }

  @Test
  void render_tabsAndAccents_caretsStandUnderTheText() {
    assertEquals(
        """
        error[E0101]: message
         --> a.gpol:2:11
          |
        2 |     x = \u00e9\u00e9 + y;
          |              ^ label
          = help: try z
        """,
        new DiagnosticRenderer(false).render(at("y").label("label").hint("try z")));
  }

  @Test
  void render_relatedPlaceFarAway_isShownWithAGap() {
    Diagnostic d = at("three").related(file.span(0, 3), "first");
    assertEquals(
        """
        error[E0101]: message
         --> a.gpol:3:1
          |
        1 | one
          | --- first
        ...
        3 | three
          | ^^^^^
        """,
        new DiagnosticRenderer(false).render(d));
  }

  @Test
  void render_endOfFile_pointsBehindTheLastCharacter() {
    int end = file.text().length();
    Diagnostic d = Diagnostic.of(DiagnosticCode.SYNTAX, file.span(end, end), "message");
    assertTrue(new DiagnosticRenderer(false).render(d).contains("a.gpol:4:1"));
  }

  @Test
  void render_controlCharactersOfTheSource_neverReachTheTerminal() {
    SourceFile evil = new SourceFile("b.gpol", "x \u001b[2J y");
    Diagnostic d = Diagnostic.of(DiagnosticCode.SYNTAX, evil.span(0, 1), "found \u001b[2J");
    assertFalse(new DiagnosticRenderer(false).render(d).contains("\u001b"));
  }

  @Test
  void render_withColour_addsOnlyEscapes() {
    String plain = new DiagnosticRenderer(false).render(at("y"));
    String coloured = new DiagnosticRenderer(true).render(at("y"));
    assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
    assertFalse(plain.equals(coloured));
  }

  @Test
  void sink_moreErrorsThanTheLimit_countsThemAll() {
    DiagnosticSink sink = new DiagnosticSink();
    for (int i = 0; i < 2 * DiagnosticSink.MAX_ERRORS; i++) {
      sink.report(Diagnostic.of(DiagnosticCode.SYNTAX, file.span(0, 1), "error " + i));
    }
    assertEquals(DiagnosticSink.MAX_ERRORS, sink.diagnostics().size());
    assertEquals(2 * DiagnosticSink.MAX_ERRORS, sink.errorCount());
  }
}
