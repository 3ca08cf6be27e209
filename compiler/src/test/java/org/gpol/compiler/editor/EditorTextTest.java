package org.gpol.compiler.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an editor is told of a text; {@code ^} marks the place that is asked about. */
class EditorTextTest {
  private static final Path ROOT = Path.of(System.getProperty("gpol.root"));

  private static final String POLICY =
      """
      policy p;
      /// Who runs.
      struct OnCpu { task: gtid, since: time }
      /// What each CPU runs.
      map oncpu: array<OnCpu>[MAX_CPUS];
      map waiting: fifo<runnable>[64];
      stat waits: histogram<duration>;
      var idle: cpumask;
      /// Puts a task into the queue.
      fn wait(t: runnable) { waiting.push(t) else { drop t; } }
      on task_wakeup(m) { wait(m.task); }
      on task_new(m) { if let t = m.runnable { wait(t); } }
      on task_preempt(m) { wait(m.task); }
      on task_yield(m) { wait(m.task); }
      on task_on_cpu(m) {
          let here = oncpu[m.cpu] else { return; }
          here.task = m.gtid;
          waits.add(now() - here.since);
          idle.clear(m.cpu);
      }
      """;

  /** A text, and the place in it. */
  private record Marked(String text, int offset) {
    static Marked of(String marked) {
      int at = marked.indexOf('^');
      return new Marked(marked.substring(0, at) + marked.substring(at + 1), at);
    }

    EditorText editor() {
      return new EditorText("p.gpol", text);
    }
  }

  private static Marked in(String line, String marked) {
    return Marked.of(POLICY.replace(line, marked));
  }

  private static List<String> completions(Marked marked) {
    return marked.editor().completions(marked.offset()).stream().map(Completion::text).toList();
  }

  private static String definition(Marked marked) {
    return marked
        .editor()
        .definition(marked.offset())
        .map(d -> d.kind() + " " + d.name() + " in " + d.nameSpan().file().path())
        .orElse("none");
  }

  @Test
  void problems_ofRightPolicy_areNone() {
    assertEquals(List.of(), new EditorText("p.gpol", POLICY).problems());
  }

  @Test
  void fix_misspeltName_makesItGoAway() {
    String wrong = POLICY.replace("here.since", "heer.since");
    EditorText editor = new EditorText("p.gpol", wrong);
    Problem problem = editor.problems().get(0);
    assertEquals(DiagnosticCode.UNKNOWN_NAME, problem.diagnostic().code());
    assertEquals(POLICY, problem.fixes().get(0).apply(wrong));
  }

  @Test
  void fix_lostTask_givesItUp() {
    String wrong = POLICY.replace("on task_yield(m) { wait(m.task); }", "on task_yield(m) { }");
    Problem problem = new EditorText("p.gpol", wrong).problems().get(0);
    assertEquals(DiagnosticCode.TASK_LOST, problem.diagnostic().code());
    String lost =
        POLICY.replace(
            "fn wait(t: runnable) {",
            "fn keep(t: runnable, c: bool) { if c { return; } wait(t); }\nfn wait(t: runnable) {");
    Problem early =
        new EditorText("p.gpol", lost)
            .problems().stream()
                .filter(p -> p.diagnostic().code() == DiagnosticCode.TASK_LOST)
                .findFirst()
                .orElseThrow();
    String fixed = early.fixes().get(0).apply(lost);
    assertTrue(
        new EditorText("p.gpol", fixed)
            .problems().stream().noneMatch(p -> p.diagnostic().code() == DiagnosticCode.TASK_LOST),
        fixed);
  }

  @Test
  void outline_ofPolicy_hasItsDeclarationsInOrder() {
    List<String> names =
        new EditorText("p.gpol", POLICY).outline().stream().map(Declaration::name).toList();
    assertEquals(
        List.of(
            "p",
            "OnCpu",
            "oncpu",
            "waiting",
            "waits",
            "idle",
            "wait",
            "task_wakeup",
            "task_new",
            "task_preempt",
            "task_yield",
            "task_on_cpu"),
        names);
  }

  @Test
  void outline_betweenErrors_stands() {
    String broken = POLICY.replace("waiting.push(t) else", "waiting.push( els");
    assertEquals(
        new EditorText("p.gpol", POLICY).outline().size(),
        new EditorText("p.gpol", broken).outline().size());
  }

  @Test
  void definition_ofWhatPolicyAndPreludeDeclare_isThere() {
    assertEquals(
        "FUNCTION wait in p.gpol",
        definition(in("task_wakeup(m) { wait(", "task_wakeup(m) { wa^it(")));
    assertEquals("LOCAL here in p.gpol", definition(in("here.task", "he^re.task")));
    assertEquals("FIELD task in p.gpol", definition(in("here.task", "here.ta^sk")));
    assertEquals("FUNCTION now in prelude/ghost.gpol", definition(in("now()", "n^ow()")));
    assertEquals(
        "HOOK task_yield in prelude/ghost.gpol", definition(in("on task_yield", "on task^_yield")));
    assertEquals(
        "FIELD cpu in prelude/ghost.gpol", definition(in("oncpu[m.cpu]", "oncpu[m.c^pu]")));
  }

  @Test
  void hover_ofNames_showsDeclarationAndDocumentation() {
    Marked map = in("oncpu[m.cpu]", "onc^pu[m.cpu]");
    Hover hover = map.editor().hover(map.offset()).orElseThrow();
    assertEquals("map oncpu: array<OnCpu>[MAX_CPUS]", hover.code());
    assertEquals("What each CPU runs.", hover.doc());
    Marked local = in("here.task", "he^re.task");
    assertEquals(
        "let here: reference to OnCpu", local.editor().hover(local.offset()).orElseThrow().code());
  }

  @Test
  void completions_afterDot_areWhatThatHas() {
    assertEquals(List.of("task", "since"), completions(in("here.task = m.gtid;", "here.^")));
    assertEquals(
        List.of("push", "push_front", "pop"), completions(in("waiting.push(t)", "waiting.p^")));
    assertTrue(completions(in("idle.clear(m.cpu)", "idle.^")).contains("is_empty"));
    assertEquals(List.of("add"), completions(in("waits.add(", "waits.^add(")));
    assertTrue(completions(in("oncpu[m.cpu]", "oncpu[m.^]")).contains("commit_time"));
  }

  @Test
  void completions_ofStatementsTypesAndHooks_areWhatCanStandThere() {
    List<String> statement = completions(in("here.task = m.gtid;", "^"));
    assertEquals("here", statement.get(0));
    assertTrue(
        statement.containsAll(List.of("oncpu", "wait", "now", "let", "match")), "" + statement);
    List<String> types = completions(in("since: time", "since: ^"));
    assertTrue(types.containsAll(List.of("time", "OnCpu", "u32", "cpumask")), "" + types);
    assertEquals(List.of("task_blocked"), completions(in("on task_yield(m)", "on task_bl^(m)")));
    assertEquals(List.of("param", "policy"), sorted(completions(in("policy p;", "policy p;\np^"))));
  }

  private static List<String> sorted(List<String> words) {
    return words.stream().sorted().toList();
  }

  static List<Path> policies() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("policies"))) {
      return files.filter(f -> f.toString().endsWith(".gpol")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("policies")
  void anyPlace_ofShippedPolicyCutShort_isAnsweredAbout(Path policy) throws IOException {
    String text = Files.readString(policy);
    assertEquals(List.of(), new EditorText(policy.toString(), text).problems());
    Random random = new Random(1);
    for (int i = 0; i < 40; i++) {
      int end = random.nextInt(text.length());
      EditorText editor = new EditorText("cut.gpol", text.substring(0, end));
      for (int offset : new int[] {0, end, random.nextInt(end + 1), end + 10, -1}) {
        editor.completions(offset);
        editor.hover(offset);
        editor.definition(offset);
      }
      editor.problems().forEach(p -> assertFalse(p.diagnostic().message().isEmpty()));
    }
  }
}
