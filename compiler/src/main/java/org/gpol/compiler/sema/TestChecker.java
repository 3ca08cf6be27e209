package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.contract.Contract;
import org.gpol.bpf.text.Spelling;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.checked.PolicyTest;
import org.gpol.compiler.checked.PolicyTest.Action;
import org.gpol.compiler.checked.PolicyTest.Step;
import org.gpol.compiler.checked.PolicyTest.TestTask;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.compiler.sema.TestWords.Mistake;

/** Understands the tests of a policy. */
final class TestChecker {
  private static final int MOST_CPUS = 1024;
  private static final int MOST_TASKS = 1000;
  private static final int MOST_REPEATS = 1_000_000;
  private static final int MOST_NESTING = 8;

  private final Globals globals;
  private final Reporter reporter;
  private final Map<String, Decl.Test> titles = new LinkedHashMap<>();
  private final List<PolicyTest> tests = new ArrayList<>();

  TestChecker(Globals globals, Reporter reporter) {
    this.globals = globals;
    this.reporter = reporter;
  }

  /** Those that were right, in the order of the source. */
  List<PolicyTest> tests() {
    return List.copyOf(tests);
  }

  /** Understands a test; {@code contracts} are those of the policy. */
  void check(Decl.Test decl, List<Contract> contracts) {
    Decl.Test before = titles.putIfAbsent(decl.title(), decl);
    if (before != null) {
      reporter.report(
          Diagnostic.of(
                  DiagnosticCode.DUPLICATE_NAME,
                  decl.span(),
                  "there are two tests \"" + decl.title() + "\"")
              .related(before.span(), "the other one"));
    }
    int errors = reporter.errorCount();
    PolicyTest test = new Reading(decl, contracts).test();
    if (reporter.errorCount() == errors) {
      tests.add(test);
    }
  }

  /** One test while it is read. */
  private final class Reading {
    private final Decl.Test decl;
    private final TestWords words;
    private final TestValues values;
    private final List<TestTask> tasks = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Long> params = new LinkedHashMap<>();
    private long durationNs = -1;
    private int cpus = 1;
    private boolean calls;

    Reading(Decl.Test decl, List<Contract> contracts) {
      this.decl = decl;
      this.words = new TestWords(decl.words(), decl.span(), reporter);
      this.values = new TestValues(words, globals, tasks, contracts);
    }

    PolicyTest test() {
      while (!words.atEnd()) {
        try {
          statement();
        } catch (Mistake reported) {
          words.recover();
        }
      }
      if (calls && !tasks.isEmpty()) {
        reporter.report(
            DiagnosticCode.TEST_STATEMENT,
            decl.span(),
            "this test has tasks and calls hooks; it can do one of them",
            "make two tests of it");
      }
      return new PolicyTest(
          decl.title(),
          cpus,
          params,
          List.copyOf(tasks),
          durationNs,
          List.copyOf(steps),
          decl.span());
    }

    private void statement() throws Mistake {
      if (words.take("task")) {
        task();
      } else if (words.at("run") && words.then("for")) {
        words.take("run");
        words.take("for");
        durationNs = words.time();
      } else if (words.at("run") && words.then("fails")) {
        words.take("run");
        words.take("fails");
        words.expect("with");
        steps.add(new Step.RunFails((int) values.constant("an error, such as `EBUSY`")));
        calls = true;
      } else if (words.take("on")) {
        machine();
      } else if (words.take("param")) {
        param();
      } else if (words.take("at")) {
        steps.add(new Step.At(words.time()));
        calls = true;
      } else if (words.take("call")) {
        call();
      } else if (words.take("expect")) {
        SourceSpan from = words.here();
        PolicyTest.Expectation what = values.expectation();
        steps.add(new Step.Expect(what, from.to(words.last())));
      } else {
        throw words.wrong(
            "a statement of a test: `task`, `run for`, `on`, `param`, `at`, `call`, `run fails` or"
                + " `expect`");
      }
      words.expect(";");
    }

    /** {@code on 4 cpus}, or {@code on cpu 2}. */
    private void machine() throws Mistake {
      if (words.take("cpu")) {
        steps.add(new Step.OnCpu((int) words.number(0, MOST_CPUS - 1)));
        calls = true;
        return;
      }
      cpus = (int) words.number(1, MOST_CPUS);
      if (!words.take("cpu")) {
        words.expect("cpus");
      }
    }

    private void param() throws Mistake {
      Name name = words.name("the name of a parameter");
      words.expect("=");
      boolean known =
          globals.use(name.text()) instanceof Entity.Value value
              && value.symbol() instanceof Symbol.Param;
      if (!known) {
        throw words.mistake(
            Diagnostic.of(
                DiagnosticCode.TEST_NAME,
                name.span(),
                "the policy has no parameter `" + name.text() + "`"));
      }
      Symbol.Param param = (Symbol.Param) ((Entity.Value) globals.entity(name.text())).symbol();
      SourceSpan at = words.here();
      long value = words.atTime() ? words.time() : words.number(Long.MIN_VALUE, Long.MAX_VALUE);
      boolean below = Operators.compare(param.type().scalar(), value, param.low()) < 0;
      if (below || Operators.compare(param.type().scalar(), value, param.high()) > 0) {
        throw words.mistake(
            Diagnostic.of(
                DiagnosticCode.PARAM_RANGE,
                at,
                "this is outside the range of `" + name.text() + "`"));
      }
      params.put(name.text(), value);
    }

    private void task() throws Mistake {
      Name name = words.name("the name of a task");
      if (tasks.stream().anyMatch(task -> task.name().equals(name.text()))) {
        throw words.mistake(
            Diagnostic.of(
                DiagnosticCode.DUPLICATE_NAME,
                name.span(),
                "there are two tasks `" + name.text() + "`"));
      }
      if (tasks.size() == MOST_TASKS) {
        throw words.mistake(
            Diagnostic.of(
                DiagnosticCode.BAD_SIZE,
                name.span(),
                "a test has at most " + MOST_TASKS + " tasks"));
      }
      long start = words.take("at") ? words.time() : 0;
      int nice = words.take("nice") ? (int) words.number(-20, 19) : 0;
      int first = -1;
      int last = -1;
      if (words.take("on")) {
        first = (int) words.number(0, MOST_CPUS - 1);
        last = words.take("..") ? (int) words.number(first, MOST_CPUS - 1) : first;
      }
      words.expect(":");
      tasks.add(new TestTask(name.text(), start, nice, first, last, actions(0)));
    }

    private List<Action> actions(int depth) throws Mistake {
      List<Action> actions = new ArrayList<>();
      do {
        actions.add(action(depth));
      } while (words.take(","));
      return actions;
    }

    private Action action(int depth) throws Mistake {
      if (words.take("run")) {
        SourceSpan at = words.here();
        long ns = words.time();
        if (ns == 0) {
          throw words.mistake(
              Diagnostic.of(
                  DiagnosticCode.TEST_STATEMENT, at, "a task runs for more than nothing"));
        }
        return new Action.Run(ns);
      }
      if (words.take("sleep")) {
        return new Action.Sleep(words.time());
      }
      if (words.take("yield")) {
        return new Action.Yield();
      }
      if (words.at("repeat") && depth < MOST_NESTING) {
        words.take("repeat");
        int times = (int) words.number(1, MOST_REPEATS);
        words.expect("(");
        List<Action> actions = actions(depth + 1);
        words.expect(")");
        return new Action.Repeat(times, actions);
      }
      throw words.wrong("what the task does: `run 3ms`, `sleep 1ms`, `yield` or `repeat 5 (…)`");
    }

    private void call() throws Mistake {
      calls = true;
      Name name = words.name("the name of a hook");
      Symbol.Hook hook = globals.hook(name.text());
      if (hook == null) {
        throw words.mistake(
            Diagnostic.of(
                DiagnosticCode.TEST_NAME,
                name.span(),
                "there is no hook `"
                    + name.text()
                    + "`"
                    + Spelling.didYouMean(name.text(), globals.hookNames())));
      }
      List<PolicyTest.FieldValue> fields = new ArrayList<>();
      if (words.take("{")) {
        while (!words.take("}")) {
          fields.add(field(hook));
          if (!words.at("}")) {
            words.expect(",");
          }
        }
      }
      steps.add(new Step.Call(hook, fields, name.span()));
    }

    private PolicyTest.FieldValue field(Symbol.Hook hook) throws Mistake {
      Name name = words.name("a field of the context");
      Symbol.ContextMember member = DeclResolver.find(hook.members(), name.text());
      Symbol.ContextField field =
          member instanceof Symbol.ContextField plain
              ? plain
              : member instanceof Symbol.ContextTask task ? task.presence() : null;
      if (field == null || !field.type().isNumber()) {
        List<String> names =
            hook.members().stream()
                .filter(m -> m instanceof Symbol.ContextField)
                .map(Symbol.ContextMember::name)
                .toList();
        throw words.mistake(
            Diagnostic.of(
                DiagnosticCode.TEST_NAME,
                name.span(),
                "the context of `"
                    + hook.name()
                    + "` has no number `"
                    + name.text()
                    + "`"
                    + Spelling.didYouMean(name.text(), names)));
      }
      words.expect(":");
      long value = values.constant("a value");
      return new PolicyTest.FieldValue(field.offset(), field.type().size(), value);
    }
  }
}
