package org.gpol.compiler.fmt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the one style looks like. */
class FormatterTest {
  private static final Path ROOT = Path.of(System.getProperty("gpol.root"));

  private static String format(String text) {
    return Formatter.format(new SourceFile("p.gpol", text), new DiagnosticSink()).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"policies/fifo.gpol", "policies/percpu_fifo.gpol"})
  void format_shippedPolicy_isFormattedAlready(String path) throws IOException {
    String text = Files.readString(ROOT.resolve(path));
    assertEquals(text, format(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "map  q:array < queue<u32>[ 4 ] > [2] ; ~ map q: array<queue<u32>[4]>[2];",
        "const A= - 1+( !2 )>>3; ~ const A = -1 + (!2) >> 3;",
        "param p:u32=1 in 0 .. 5; ~ param p: u32 = 1 in 0..5;",
        "fn f ( a : u32,b:cpu )->u32{ return a ; } ~ fn f(a: u32, b: cpu) -> u32 { return a; }",
        "fn f() { } ~ fn f() {}",
        "fn f(p: & &u32) {} ~ fn f(p: & &u32) {}",
        "on h( m ){ match x{ A|B=>drop t , _=>{} } } ~ on h(m) { match x { A | B => drop t, _ => {} } }",
        "contract c: a<b  ->  c ; ~ contract c: a<b -> c;",
      })
  void format_line_hasCanonicalSpaces(String untidy, String tidy) {
    assertEquals(tidy + "\n", format(untidy));
  }

  @Test
  void format_body_isIndentedWithAStatementALine() {
    assertEquals(
        "fn f() {\n    a();\n    if b {\n        c();\n    } else { d(); }\n}\n",
        format("fn f()\n{ a(); if b\n{\nc();}\nelse { d(); }\n\n}"));
  }

  @Test
  void format_continuation_isIndentedOnceMore() {
    assertEquals(
        "fn f() {\n    let a = b\n        + c;\n}\n", format("fn f() {\nlet a = b\n+ c;\n}"));
  }

  @Test
  void format_comments_stayWhereTheyAre() {
    assertEquals(
        "// top\n\n/// doc\nfn f() {  // why\n    a();    // one\n    bcd();  // two\n    // last\n}\n",
        format("// top\n\n\n\n/// doc\nfn f() { // why\na(); // one\n  bcd();// two\n // last\n}"));
  }

  @Test
  void format_notParsing_givesNothingAndSaysWhy() {
    DiagnosticSink sink = new DiagnosticSink();
    assertTrue(Formatter.format(new SourceFile("p.gpol", "fn f("), sink).isEmpty());
    assertTrue(sink.hasErrors());
  }

  @Test
  void format_nothing_staysNothing() {
    assertEquals("", format(""));
  }
}
