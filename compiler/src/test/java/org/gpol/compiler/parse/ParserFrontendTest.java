package org.gpol.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.ast.Unit;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserFrontendTest {
  private static Unit parse(String text) {
    DiagnosticSink sink = new DiagnosticSink();
    return ParserFrontend.parse(new SourceFile("test.gpol", text), sink)
        .orElseThrow(() -> new AssertionError(sink.diagnostics().toString()));
  }

  private static List<Diagnostic> errors(String text) {
    DiagnosticSink sink = new DiagnosticSink();
    assertTrue(ParserFrontend.parse(new SourceFile("test.gpol", text), sink).isEmpty());
    return sink.diagnostics();
  }

  private static Expr constant(String text) {
    Decl.Const decl = (Decl.Const) parse("const X = " + text + ";").declarations().get(0);
    return decl.value();
  }

  /** The expression with all its parentheses. */
  private static String shape(Expr e) {
    if (e instanceof Expr.Binary b) {
      return "(" + shape(b.left()) + b.op().symbol() + shape(b.right()) + ")";
    }
    if (e instanceof Expr.Unary u) {
      return "(" + u.op().symbol() + shape(u.operand()) + ")";
    }
    if (e instanceof Expr.Cast c) {
      return "(" + shape(c.operand()) + " as " + c.type().span().text() + ")";
    }
    return e.span().text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a + b * c ; (a+(b*c))",
        "a - b - c ; ((a-b)-c)",
        "a << b + c ; (a<<(b+c))",
        "a >> 1 >> 2 ; ((a>>1)>>2)",
        "a & b == c ; ((a&b)==c)",
        "a | b ^ c & d ; (a|(b^(c&d)))",
        "a == b && c || d ; (((a==b)&&c)||d)",
        "-a as u32 ; ((-a) as u32)",
        "a * b as u64 ; (a*(b as u64))",
        "a as u32 < b ; ((a as u32)<b)",
        "!a.b[1] ; (!a.b[1])",
      })
  void parse_operators_bindAsInRust(String text, String shape) {
    assertEquals(shape, shape(constant(text)));
  }

  @ParameterizedTest
  @CsvSource({
    "42, 42, false",
    "0xff, 255, false",
    "0b101, 5, false",
    "1_000, 1000, false",
    "64KiB, 65536, false",
    "50us, 50000, true",
    "1ms, 1000000, true",
    "2s, 2000000000, true",
    "7ns, 7, true",
    "18446744073709551615, -1, false",
  })
  void parse_number_hasValueAndUnit(String text, long value, boolean duration) {
    Expr.NumberLiteral number = assertInstanceOf(Expr.NumberLiteral.class, constant(text));
    assertEquals(value, number.value());
    assertEquals(duration, number.duration());
  }

  @Test
  void parse_wordsOfClauses_areNamesElsewhere() {
    parse("fn f(type: u32, on: u32) { let limit = type; for map in 0..limit limit 3 { } }");
  }

  @Test
  void parse_docComments_belongToTheirDeclaration() {
    Decl.Const decl = (Decl.Const) parse("/// One.\n///  Two.\nconst X = 1;").declarations().get(0);
    assertEquals("One.\n Two.", decl.doc());
  }

  @Test
  void parse_charactersBeyondTheFirstPlane_keepSpansRight() {
    Decl.Const decl =
        (Decl.Const) parse("/* \ud83d\udc1d */ const X = A + B;").declarations().get(0);
    Expr.Binary sum = assertInstanceOf(Expr.Binary.class, decl.value());
    assertEquals(BinaryOp.ADD, sum.op());
    assertEquals("A + B", sum.span().text());
  }

  @Test
  void parse_tooLargeFile_isRefusedWithoutReadingIt() {
    List<Diagnostic> errors = errors(" ".repeat(ParserFrontend.MAX_SOURCE + 1));
    assertEquals(DiagnosticCode.TOO_LARGE, errors.get(0).code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "{", "-", "!", "f(", "a[", "if a {", "a+", "a.", "x as u8+"})
  void parse_deepNesting_isOneErrorAndNoStackOverflow(String piece) {
    List<Diagnostic> errors = errors("fn f() { let x = " + piece.repeat(40_000) + " }");
    assertTrue(errors.size() <= 2, errors::toString);
  }

  @Test
  void parse_nestingAtTheLimit_isAccepted() {
    int depth = TokenCheck.MAX_DEPTH / 2 - 5;
    parse("const X = " + "(".repeat(depth) + "1" + ")".repeat(depth) + ";");
    parse("const X = 1" + " + 1".repeat(depth) + ";");
    parse("fn f() { if a { } " + "else if a { } ".repeat(depth / 2) + "}");
  }

  @Test
  void parse_oneMistake_isOneError() {
    String rest = "fn g() { let a = 1; }\n".repeat(20);
    for (String wrong :
        List.of(
            "fn f( { }",
            "fn f() { let = 3; }",
            "const X 3;",
            "on tick { }",
            "struct S { a b }",
            "fn f() { match x { 1 = > { } } }",
            "map m: hash<u32 u32>[4];",
            "fn f() { if a { } els { } }")) {
      assertEquals(1, errors(wrong + "\n" + rest).size(), () -> errors(wrong + rest).toString());
    }
  }
}
