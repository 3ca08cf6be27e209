package org.gpol.compiler.fmt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gpol.bpf.object.BpfObject;
import org.gpol.compiler.CompilationResult;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.machine.CodeText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the one style looks like. */
class FormatterTest {
  private static final Path ROOT = Path.of(System.getProperty("gpol.root"));

  private static String format(String text) {
    return Formatter.format(new SourceFile("p.gpol", text), new DiagnosticSink()).orElseThrow();
  }

  static List<Path> shipped() throws IOException {
    try (Stream<Path> policies = Files.list(ROOT.resolve("policies"))) {
      Path prelude = Path.of("src/main/resources/org/gpol/compiler/prelude/ghost.gpol");
      return Stream.concat(policies.filter(p -> p.toString().endsWith(".gpol")), Stream.of(prelude))
          .sorted()
          .toList();
    }
  }

  static List<Path> snippets() throws IOException {
    try (Stream<Path> snippets = Files.walk(Path.of("src/test/snippets/input"))) {
      return Stream.concat(
              snippets.filter(Files::isRegularFile),
              shipped().stream().filter(p -> p.startsWith(ROOT)))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void format_shippedText_isFormattedAlready(Path path) throws IOException {
    String text = Files.readString(path);
    assertEquals(text, format(text));
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void format_anyPolicyThatParses_meansTheSameAfterwards(Path path) throws IOException {
    String text = Files.readString(path);
    DiagnosticSink sink = new DiagnosticSink();
    Optional<String> formatted = Formatter.format(new SourceFile("p.gpol", text), sink);
    assertEquals(formatted.isEmpty(), sink.hasErrors());
    if (formatted.isPresent()) {
      assertEquals(formatted.get(), format(formatted.get()), "formatting again changes nothing");
      assertEquals(meaning(text), meaning(formatted.get()));
    }
  }

  /** What is said of it, and what is generated; neither depends on where things stand. */
  private static List<Object> meaning(String text) {
    CompilationResult result =
        GpolCompiler.compile(new SourceFile("p.gpol", text), CompilerOptions.DEFAULT);
    List<DiagnosticCode> codes = result.diagnostics().stream().map(d -> d.code()).toList();
    return List.of(codes, result.object().map(FormatterTest::code).orElse(""));
  }

  private static String code(BpfObject object) {
    return object.programs().stream()
        .map(p -> p.section() + "\n" + CodeText.of(p.code()).replaceAll("(?m)^  ; .*\n?", ""))
        .collect(Collectors.joining("\n"));
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
  void format_arrays_areWrittenTight() {
    assertEquals(
        "var a: u32[3] = [1, 2, 3];\nvar b: u8[4] = [0; 4];\nfn f() { let x = a[1]; }\n",
        format("var a : u32 [3]=[ 1,2 ,3 ] ;\nvar b:u8[4]=[0 ;4];\nfn f(){let x=a [ 1 ];}"));
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
  void format_commentsPutAtAColumn_stayThere() {
    String text = "const A = 1;             // far\nconst ABC = 2;           // as far\n";
    assertEquals(text, format(text));
    assertEquals(text, format(text.replace("  // as far", "      // as far")));
    assertEquals("const A = 1;  // near\n", format("const A = 1;" + " ".repeat(200) + "// near\n"));
  }

  @Test
  void format_neighbouringHandlersOfALineEach_haveTheirBodiesInAColumn() {
    assertEquals(
        "on ab(m) { a(); }\non a(m)  { b(); }\n\non abcd(m) {}\n",
        format("on ab(m) { a(); }\non a(m) { b(); }\n\non abcd(m) {}"));
    assertEquals(
        "on ab(m) { a(); }\non a(m) {\n    b();\n}\n",
        format("on ab(m) { a(); }\non a(m)    {\nb(); }"));
  }

  @Test
  void format_oneLineOfManyCharacters_doesNotWidenTheOthers() {
    String wide = "const A = 1 /*" + " wide".repeat(20_000) + " */;  // wide\n";
    String text = wide + "const B = 1;  // b\n".repeat(1000);
    assertEquals(text, format(text));
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
