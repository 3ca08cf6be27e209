package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gpol.bpf.contract.Bound;
import org.gpol.bpf.contract.Contract;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;

/** Understands contracts. They have names of their own, which nothing else in a policy can use. */
final class ContractChecker {
  private static final String FORMS =
      "a contract is `runnable(t) leads to running(t) within TIME`, `never idle(c) while exists "
          + "runnable(t) allowed on c for more than TIME`, `for equal weights, lag(t) stays below "
          + "TIME` or `percentile(wakeup_latency, 99) < TIME when load < 0.8`";

  private final Globals globals;
  private final Reporter reporter;
  private final Map<String, Name> names = new LinkedHashMap<>();
  private final List<Contract> contracts = new ArrayList<>();

  ContractChecker(Globals globals, Reporter reporter) {
    this.globals = globals;
    this.reporter = reporter;
  }

  /** Those that were right, in the order of the source. */
  List<Contract> contracts() {
    return List.copyOf(contracts);
  }

  void check(Decl.Contract decl) {
    Name before = names.putIfAbsent(decl.name().text(), decl.name());
    if (before != null) {
      reporter.report(
          Diagnostic.of(
                  DiagnosticCode.DUPLICATE_NAME,
                  decl.name().span(),
                  "there are two contracts `" + decl.name().text() + "`")
              .related(before.span(), "the other one"));
    }
    ContractWords words = new ContractWords(decl.words(), reporter);
    try {
      Contract contract = contract(words, decl.name().text(), decl.text());
      if (!words.atEnd()) {
        throw words.wrong("`;`");
      }
      contracts.add(contract);
    } catch (ContractWords.Mistake reported) {
      // The monitor has nothing to judge by; the policy does not compile.
    }
  }

  private Contract contract(ContractWords words, String name, String text)
      throws ContractWords.Mistake {
    if (words.at("runnable") || words.at("woken")) {
      return leadsTo(words, name, text);
    }
    if (words.at("never")) {
      return neverIdle(words, name, text);
    }
    if (words.at("for")) {
      words.expect("for equal weights , lag");
      words.variable();
      words.expect("stays below");
      return new Contract.LagBelow(name, text, bound(words));
    }
    if (words.at("percentile")) {
      return percentile(words, name, text);
    }
    reporter.report(
        DiagnosticCode.CONTRACT_FORM, words.here(), "this is no form of a contract", FORMS);
    throw new ContractWords.Mistake();
  }

  private Contract leadsTo(ContractWords words, String name, String text)
      throws ContractWords.Mistake {
    boolean onlyWoken = words.take().text().equals("woken");
    String task = words.variable();
    words.expect("leads to running (");
    words.same(task);
    words.expect(") within");
    return new Contract.LeadsTo(name, text, onlyWoken, bound(words));
  }

  private Contract neverIdle(ContractWords words, String name, String text)
      throws ContractWords.Mistake {
    words.expect("never idle");
    String cpu = words.variable();
    words.expect("while exists runnable");
    String task = words.variable();
    if (task.equals(cpu)) {
      throw words.mistaken(
          DiagnosticCode.CONTRACT_VARIABLE, "`" + cpu + "` is a CPU here and can't be a task too");
    }
    words.expect("allowed on");
    words.same(cpu);
    words.expect("for more than");
    return new Contract.NeverIdle(name, text, bound(words));
  }

  private Contract percentile(ContractWords words, String name, String text)
      throws ContractWords.Mistake {
    words.expect("percentile ( wakeup_latency ,");
    double percentile = words.decimal();
    if (percentile <= 0 || percentile > 100) {
      throw words.mistake(DiagnosticCode.CONTRACT_BOUND, "a percentile is above 0 and at most 100");
    }
    words.expect(") <");
    Bound bound = bound(words);
    double load = Double.POSITIVE_INFINITY;
    if (words.at("when")) {
      words.expect("when load <");
      load = words.decimal();
      if (load <= 0 || load > 1) {
        throw words.mistaken(
            DiagnosticCode.CONTRACT_BOUND, "a load is the busy part of the machine, up to 1");
      }
    }
    return new Contract.PercentileBelow(name, text, percentile, bound, load);
  }

  /** {@code 5ms}, {@code slice}, {@code 2 * slice} or {@code slice * 2}. */
  private Bound bound(ContractWords words) throws ContractWords.Mistake {
    Optional<Long> time = words.time();
    if (time.isPresent()) {
      if (time.get() < 1) {
        throw words.mistake(DiagnosticCode.CONTRACT_BOUND, "nothing happens within no time");
      }
      words.take();
      return Bound.of(time.get());
    }
    Optional<Long> factor = words.whole();
    if (factor.isPresent()) {
      factor(words, factor.get());
      words.expect("*");
      return parameter(words, factor.get());
    }
    Bound one = parameter(words, 1);
    if (!words.at("*")) {
      return one;
    }
    words.expect("*");
    long times = words.whole().orElseThrow(() -> words.wrong("a whole number"));
    factor(words, times);
    return new Bound(times, one.param(), one.defaultNs());
  }

  private static void factor(ContractWords words, long factor) throws ContractWords.Mistake {
    if (factor < 1) {
      throw words.mistake(DiagnosticCode.CONTRACT_BOUND, "nothing happens within no time");
    }
    words.take();
  }

  private Bound parameter(ContractWords words, long factor) throws ContractWords.Mistake {
    if (words.atEnd()) {
      throw words.wrong("a time or a parameter");
    }
    String name = words.take().text();
    if (globals.use(name) instanceof Entity.Value value
        && value.symbol() instanceof Symbol.Param param
        && param.type() == ScalarType.DURATION) {
      return new Bound(factor, name, param.value());
    }
    throw words.mistake(
        DiagnosticCode.CONTRACT_BOUND,
        "before this stands `"
            + name
            + "`, where a time or a parameter of type `duration` belongs");
  }
}
