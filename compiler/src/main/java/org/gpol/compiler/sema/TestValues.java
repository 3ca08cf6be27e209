package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gpol.bpf.contract.Contract;
import org.gpol.bpf.text.Spelling;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.checked.PolicyTest.CallMeasure;
import org.gpol.compiler.checked.PolicyTest.Expectation;
import org.gpol.compiler.checked.PolicyTest.TaskMeasure;
import org.gpol.compiler.checked.PolicyTest.TestTask;
import org.gpol.compiler.checked.PolicyTest.Value;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.sema.TestWords.Mistake;

/** What tests expect: values of tasks, statistics, globals and calls, and how they compare. */
final class TestValues {
  private static final List<String> OPERATORS = List.of("==", "!=", "<=", ">=", "<", ">");

  private final TestWords words;
  private final Globals globals;
  private final List<TestTask> tasks;
  private final List<Contract> contracts;

  TestValues(TestWords words, Globals globals, List<TestTask> tasks, List<Contract> contracts) {
    this.words = words;
    this.globals = globals;
    this.tasks = tasks;
    this.contracts = contracts;
  }

  /** What stands behind {@code expect}. */
  Expectation expectation() throws Mistake {
    if (words.then("ended")) {
      int first = task(words.name("a task"));
      words.expect("ended");
      words.expect("before");
      return new Expectation.EndedBefore(first, task(words.name("a task")));
    }
    if (words.atName() && words.then(";")) {
      return keeps(words.name("a contract"));
    }
    Value left = sum();
    for (String operator : OPERATORS) {
      if (words.take(operator)) {
        return new Expectation.Compares(operator, left, sum());
      }
    }
    throw words.wrong("a comparison");
  }

  private Expectation keeps(Name name) throws Mistake {
    List<String> names = contracts.stream().map(Contract::name).toList();
    if (!names.contains(name.text())) {
      throw words.mistake(
          Diagnostic.of(
              DiagnosticCode.TEST_NAME,
              name.span(),
              "the policy has no contract `"
                  + name.text()
                  + "`"
                  + Spelling.didYouMean(name.text(), names)));
    }
    return new Expectation.Keeps(name.text());
  }

  private int task(Name name) throws Mistake {
    for (int i = 0; i < tasks.size(); i++) {
      if (tasks.get(i).name().equals(name.text())) {
        return i;
      }
    }
    throw words.mistake(
        Diagnostic.of(
            DiagnosticCode.TEST_NAME,
            name.span(),
            "this test has no task `"
                + name.text()
                + "`"
                + Spelling.didYouMean(name.text(), tasks.stream().map(TestTask::name).toList())));
  }

  private Value sum() throws Mistake {
    Value value = product();
    while (words.at("+") || words.at("-")) {
      char operator = words.take("+") ? '+' : '-';
      if (operator == '-') {
        words.take("-");
      }
      value = new Value.Combined(operator, value, product());
    }
    return value;
  }

  private Value product() throws Mistake {
    Value value = single();
    while (words.take("*")) {
      value = new Value.Combined('*', value, single());
    }
    return value;
  }

  private Value single() throws Mistake {
    if (words.atTime()) {
      return new Value.Constant(words.time(), true);
    }
    if (words.atNumber() || words.at("-")) {
      return new Value.Constant(words.number(Long.MIN_VALUE, Long.MAX_VALUE), false);
    }
    if (words.take("(")) {
      Value value = sum();
      words.expect(")");
      return value;
    }
    Name name = words.name("a value");
    if (words.take(".")) {
      return new Value.OfTask(task(name), measure(words.name("what is asked of the task")));
    }
    return named(name);
  }

  private TaskMeasure measure(Name name) throws Mistake {
    List<String> names = new ArrayList<>();
    for (TaskMeasure measure : TaskMeasure.values()) {
      String word = measure.name().toLowerCase(Locale.ROOT);
      if (word.equals(name.text())) {
        return measure;
      }
      names.add(word);
    }
    throw words.mistake(
        Diagnostic.of(
                DiagnosticCode.TEST_NAME,
                name.span(),
                "a task has no `" + name.text() + "`" + Spelling.didYouMean(name.text(), names))
            .hint("it has `" + String.join("`, `", names) + "`"));
  }

  private Value named(Name name) throws Mistake {
    String text = name.text();
    for (CallMeasure measure : CallMeasure.values()) {
      if (measure.name().toLowerCase(Locale.ROOT).equals(text)) {
        return new Value.OfCall(measure);
      }
    }
    Entity entity = globals.use(text);
    if (entity instanceof Entity.Untyped number) {
      return new Value.Constant(number.value().longValue(), false);
    }
    if (entity instanceof Entity.Constant constant) {
      return new Value.Constant(constant.value(), isTime(constant.type()));
    }
    if (entity instanceof Entity.Value value) {
      Symbol symbol = value.symbol();
      if (symbol instanceof Symbol.Stat stat && stat.histogram() == null) {
        return new Value.OfStat(text);
      }
      if (symbol instanceof Symbol.Event) {
        return new Value.OfStat(text);
      }
      if (symbol instanceof Symbol.Global global && global.type().isNumber()) {
        return new Value.OfVariable(text, isTime(global.type()));
      }
      if (symbol instanceof Symbol.Param param) {
        return new Value.OfVariable(text, isTime(param.type()));
      }
    }
    throw unknown(name);
  }

  private Mistake unknown(Name name) {
    List<String> names = new ArrayList<>(globals.valueNames());
    Arrays.stream(CallMeasure.values())
        .forEach(measure -> names.add(measure.name().toLowerCase(Locale.ROOT)));
    return words.mistake(
        Diagnostic.of(
                DiagnosticCode.TEST_NAME,
                name.span(),
                "`"
                    + name.text()
                    + "` is nothing that a test can ask for"
                    + Spelling.didYouMean(name.text(), names))
            .hint(
                "there are `TASK.runtime` and its like, counters, gauges, events, globals and"
                    + " parameters that are numbers, and `result`, `ran`, `resched`, `woke_agent` of a call"));
  }

  private static boolean isTime(Type type) {
    return type == ScalarType.DURATION || type == ScalarType.TIME;
  }

  /** A number, or the name of a constant. */
  long constant(String what) throws Mistake {
    if (words.atTime()) {
      return words.time();
    }
    if (words.atNumber() || words.at("-")) {
      return words.number(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (words.take("true")) {
      return 1;
    }
    if (words.take("false")) {
      return 0;
    }
    Name name = words.name(what);
    Entity entity = globals.use(name.text());
    if (entity instanceof Entity.Constant constant) {
      return constant.value();
    }
    if (entity instanceof Entity.Untyped number) {
      return number.value().longValue();
    }
    throw words.mistake(
        Diagnostic.of(
            DiagnosticCode.TEST_NAME, name.span(), "`" + name.text() + "` is no constant"));
  }
}
