package org.gpol.compiler.sema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gpol.compiler.FrontEnd;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.QueueHandleType;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.StructType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.checked.TypedStmt;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyCheckerTest {
  private static CheckedPolicy check(String text) {
    DiagnosticSink sink = new DiagnosticSink();
    return FrontEnd.check(new SourceFile("test.gpol", text), sink)
        .orElseThrow(
            () -> new AssertionError(new DiagnosticRenderer(false).render(sink.diagnostics())));
  }

  private static CheckedPolicy checkBody(String declarations, String body) {
    return check("policy p;\n" + declarations + "\non cpu_busy(m) {\n" + body + "\n}\n");
  }

  private static TypedExpr firstLet(String declarations, String value) {
    CheckedPolicy policy = checkBody(declarations, "let x = " + value + ";");
    TypedStmt.Let let = (TypedStmt.Let) policy.handlers().get(0).body().statements().get(0);
    return let.value();
  }

  static Stream<Path> policies() throws IOException {
    Path directory = Path.of(System.getProperty("gpol.root")).resolve("policies");
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".gpol")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("policies")
  void check_policyOfTheProject_hasNoDiagnostics(Path policy) throws IOException {
    DiagnosticSink sink = new DiagnosticSink();
    SourceFile source = new SourceFile(policy.getFileName().toString(), Files.readString(policy));
    assertTrue(FrontEnd.check(source, sink).isPresent());
    assertEquals("", new DiagnosticRenderer(false).render(sink.diagnostics()));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, U64",
    "-1, -1, I64",
    "1 << 40, 1099511627776, U64",
    "7 / 2 * 2, 6, U64",
    "1ms + 5us, 1005000, DURATION",
    "1s / 3, 333333333, DURATION",
    "3 * 2ms, 6000000, DURATION",
    "7ms / 2ms, 3, I64",
    "300 as u8, 44, U8",
    "(200 as u8) as i8, -56, I8",
    "!(0 as u16), 65535, U16",
    "(-8 as i32) >> 1, -4, I32",
    "1 < 2, 1, BOOL",
    "true && !true, 0, BOOL",
    "EBUSY, 16, ERRNO",
    "N * 2, 131072, U64",
  })
  void check_constantExpression_isFolded(String text, long value, ScalarType type) {
    TypedExpr.Literal literal =
        assertInstanceOf(TypedExpr.Literal.class, firstLet("const N = 64KiB;", text));
    assertEquals(value, literal.value());
    assertEquals(type, literal.type());
  }

  @ParameterizedTest
  @CsvSource({
    "now() - now(), DURATION",
    "now() + 5ms, TIME",
    "now() - 5ms, TIME",
    "5ms + now(), TIME",
    "(now() - now()) / 2, DURATION",
    "(now() - now()) / 5ms, I64",
    "now() < now(), BOOL",
    "m.cpu + 1, U32",
    "m.cpu as u64 + big, U64",
    "big + random(), U64",
    "random() + 1, U32",
    "m.gtid == 0, BOOL",
  })
  void check_expression_hasType(String text, ScalarType type) {
    CheckedPolicy policy =
        check("policy p; var big: u64; on task_dead(m) { big += 1; let x = " + text + "; }");
    TypedStmt.Let let = (TypedStmt.Let) policy.handlers().get(0).body().statements().get(1);
    assertEquals(type, let.local().type());
  }

  @Test
  void check_struct_isLaidOutLikeC() {
    CheckedPolicy policy =
        checkBody("struct S { a: u8, b: u32, c: u16, d: u64, e: u8[3] }\nvar s: S;", "s.a = 1;");
    StructType s = policy.structs().get(0);
    assertEquals(List.of(0, 4, 8, 16, 24), s.fields().stream().map(f -> f.offset()).toList());
    assertEquals(32, s.size());
    assertEquals(8, s.alignment());
  }

  @Test
  void check_param_keepsDefaultAndRange() {
    CheckedPolicy policy =
        checkBody("param slice: duration = 10ms in 100us..1s;", "log(\"{}\", slice);");
    Symbol.Param slice = policy.params().get(0);
    assertEquals(
        List.of(10_000_000L, 100_000L, 1_000_000_000L),
        List.of(slice.value(), slice.low(), slice.high()));
  }

  @Test
  void check_arrayWithConstantIndex_needsNoOpening() {
    TypedExpr found = firstLet("map c: array<u32>[8];", "c[7]");
    assertInstanceOf(ReferenceType.class, found.type());
  }

  @Test
  void check_arrayOfQueues_givesHandlesToQueues() {
    CheckedPolicy policy =
        checkBody(
            "map q: array<queue<runnable>[16]>[MAX_CPUS];",
            "let own = q[m.cpu] else { return; } if own.is_empty() { return; }");
    Symbol.Map map = policy.maps().get(0);
    assertEquals(Symbol.MapKind.ARRAY_OF_QUEUES, map.kind());
    assertEquals(new QueueHandleType(SpecialType.RUNNABLE, 16), map.value());
  }

  @Test
  void check_bareReturnOfHandler_returnsTheDefaultOfTheHook() {
    CheckedPolicy policy = checkBody("", "return;");
    TypedStmt.Return r = (TypedStmt.Return) policy.handlers().get(0).body().statements().get(0);
    assertEquals(1, ((TypedExpr.Literal) r.value()).value());
  }

  @Test
  void check_forOverCpus_isBoundedByTheMostThereCanBe() {
    CheckedPolicy policy = checkBody("", "for c in cpus { log(\"{}\", c); }");
    TypedStmt.ForRange loop =
        (TypedStmt.ForRange) policy.handlers().get(0).body().statements().get(0);
    assertEquals(1024, loop.limit());
    assertEquals(ScalarType.CPU, loop.local().type());
  }

  @Test
  void check_compoundAssignment_keepsTheRightSideOnly() {
    CheckedPolicy policy = checkBody("var total: u64;", "total += m.cpu;");
    TypedStmt.Assign assign =
        (TypedStmt.Assign) policy.handlers().get(0).body().statements().get(0);
    assertInstanceOf(TypedExpr.Cast.class, assign.value());
    assertEquals(ScalarType.U64, assign.value().type());
  }

  @Test
  void check_log_becomesAFormatOfTheKernel() {
    CheckedPolicy policy = checkBody("", "log(\"{}% of {}\", -1, m.cpu);");
    TypedStmt.Log log = (TypedStmt.Log) policy.handlers().get(0).body().statements().get(0);
    assertEquals("%lld%% of %llu", log.format());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop t;",
        "if m.cpu == 0 { drop t; } else { keep(t); }",
        "q.push(t) else { drop t; }",
        "q.push(t) else { q.push(t) else { drop t; } }",
        "let u = t; keep(u);",
        "for i in 0..3 { if i == 2 { keep(t); return; } } drop t;",
        "for i in 0..3 { q.push(t) else { continue; } return; } drop t;",
        "match m.cpu { 0 => drop t, 1, 2 => keep(t), _ => { keep(t); } }",
        "let c = n[m.cpu] else { drop t; return; } c = 1; keep(t);",
        "log(\"{}\", t.gtid); keep(t);",
      })
  void check_taskConsumedOnceOnEveryPath_isAccepted(String body) {
    check(
        "policy p; map q: queue<runnable>[8]; map n: array<u32>[8];\n"
            + "fn keep(t: runnable) { q.push(t) else { drop t; } }\n"
            + "on task_wakeup(m) { let t = m.task; "
            + body.replace("m.cpu", "m.wake_up_cpu")
            + " }\non cpu_busy(m) { if let c = n[m.cpu] { c = 2; } }");
  }
}
