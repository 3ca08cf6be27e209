package org.gpol.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.object.BpfObject;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.machine.TinyMachine;
import org.junit.jupiter.api.Test;

final class GpolCompilerTest {
  private static CompilationResult compile(String source) {
    return GpolCompiler.compile(new SourceFile("t.gpol", source), CompilerOptions.DEFAULT);
  }

  private static List<DiagnosticCode> errors(CompilationResult result) {
    return result.diagnostics().stream().map(Diagnostic::code).toList();
  }

  /** What {@code select_task_rq} with this body returns, where task_cpu is 3 and waker_cpu 4. */
  private static long select(String declarations, String body) {
    CompilationResult result =
        compile("policy t;\n" + declarations + "\non select_task_rq(ctx) {\n" + body + "\n}\n");
    BpfObject object =
        result.object().orElseThrow(() -> new AssertionError(result.diagnostics().toString()));
    byte[] context = new byte[32];
    context[8] = 3;
    context[12] = 4;
    TinyMachine machine = new TinyMachine();
    object.data().forEach(data -> machine.global(data.map(), data.bytes()));
    return machine.run(object.programs().get(0).code(), machine.memory(context));
  }

  @Test
  void source_withErrors_givesThemAndNoObject() {
    CompilationResult result = compile("policy t;\non select_task_rq(ctx) { return nobody; }\n");
    assertTrue(result.object().isEmpty());
    assertEquals(List.of(DiagnosticCode.UNKNOWN_NAME), errors(result));
  }

  @Test
  void source_thatIsNoPolicy_isAnswered() {
    assertTrue(compile("\u0000}{ \"").object().isEmpty());
    assertTrue(compile("").object().isEmpty());
  }

  @Test
  void handler_returnsWhatItComputes() {
    assertEquals(3, select("", "return ctx.task_cpu;"));
    assertEquals(1, select("", "if ctx.waker_cpu > ctx.task_cpu { return 1; } return 2;"));
  }

  @Test
  void narrowArithmetic_wraps() {
    assertEquals(4, select("", "let a: u8 = 250; var b = a; b += 10; return b as cpu;"));
    assertEquals(1, select("", "var a: i8 = 127; a += 1; if a == -128 { return 1; } return 0;"));
  }

  @Test
  void loops_andFunctions_run() {
    String triangle =
        "fn triangle(n: u32) -> u32 { var s: u32 = 0; for i in 0..n limit 100 { s += i; }"
            + " return s; }";
    assertEquals(45, select(triangle, "return triangle(10) as cpu;"));
    assertEquals(4950, select(triangle, "return triangle(1000) as cpu;"));
  }

  @Test
  void globals_keepTheirValues() {
    assertEquals(
        12,
        select(
            "var a: u16 = 5; var b: u32 = 0; param p: u32 = 7 in 1..9;",
            "b = a as u32; return (b + p) as cpu;"));
  }

  @Test
  void code_withoutPasses_doesTheSame() {
    SourceFile source =
        new SourceFile(
            "t.gpol",
            "policy t;\non select_task_rq(ctx) { var s: u32 = 0;"
                + " for i in 0..5 { if i == 3 { continue; } s += i; } return s as cpu; }\n");
    for (boolean optimise : new boolean[] {true, false}) {
      BpfObject object =
          GpolCompiler.compile(source, new CompilerOptions(optimise)).object().orElseThrow();
      TinyMachine machine = new TinyMachine();
      long context = machine.memory(new byte[32]);
      assertEquals(7, machine.run(object.programs().get(0).code(), context));
    }
  }

  /** Verifiers refuse code that nothing reaches, such as what follows two returns. */
  @Test
  void code_withoutPasses_hasNothingUnreachable() {
    SourceFile source =
        new SourceFile(
            "t.gpol",
            "policy t;\non select_task_rq(ctx) {"
                + " if ctx.task_cpu == 1 { return 5; } else { return 6; } }\n");
    BpfObject object =
        GpolCompiler.compile(source, new CompilerOptions(false)).object().orElseThrow();
    Code code = object.programs().get(0).code();
    BitSet reached = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(List.of(0));
    while (!open.isEmpty()) {
      int at = open.remove();
      if (!reached.get(at)) {
        reached.set(at);
        if (code.insn(at).jumpTarget() >= 0) {
          open.add(code.insn(at).jumpTarget());
        }
        if (code.insn(at).fallsThrough()) {
          open.add(at + 1);
        }
      }
    }
    assertEquals(code.size(), reached.cardinality());
  }

  @Test
  void frame_beyondTheStack_isAnErrorThatNamesTheCalls() {
    String fields =
        IntStream.range(0, 70).mapToObj(i -> "f" + i + ": u64").collect(Collectors.joining(", "));
    String values =
        IntStream.range(0, 70).mapToObj(i -> "f" + i + ": 1").collect(Collectors.joining(", "));
    CompilationResult result =
        compile(
            "policy t;\nstruct Big { %s }\nmap m: array<Big>[4];\n".formatted(fields)
                + "fn deep(k: u32) { _ = m.set(k, Big { %s }); }\n".formatted(values)
                + "on select_task_rq(ctx) { deep(1); return ctx.task_cpu; }\n");
    assertEquals(List.of(DiagnosticCode.STACK_TOO_LARGE), errors(result));
    Diagnostic diagnostic = result.diagnostics().get(0);
    assertEquals("the calls are on_select_task_rq → deep", diagnostic.notes().get(0));
    assertEquals(4, diagnostic.span().line());
    assertTrue(result.object().isEmpty());
  }

  @Test
  void calls_beyondEightFrames_areAnError() {
    StringBuilder source = new StringBuilder("policy t;\nfn f0(x: u32) -> u32 { return x; }\n");
    for (int i = 1; i <= 8; i++) {
      source.append("fn f%d(x: u32) -> u32 { return f%d(x + 1); }%n".formatted(i, i - 1));
    }
    source.append("on select_task_rq(ctx) { return f8(1) as cpu; }\n");
    assertEquals(List.of(DiagnosticCode.CALLS_TOO_DEEP), errors(compile(source.toString())));
  }
}
