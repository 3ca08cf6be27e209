package org.gpol.cli.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.contract.Contract;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.Variable;
import org.gpol.compiler.checked.PolicyTest;
import org.gpol.compiler.coverage.CoverageMap;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.kernel.platform.CpuTables;
import org.gpol.vm.EngineKind;
import org.gpol.vm.LoadException;
import org.gpol.vm.LoadOptions;
import org.gpol.vm.VerifierRejection;

/**
 * A policy with the tests that are to be run on it. Each test gets it freshly loaded; what the
 * counters of coverage counted is added up.
 */
public final class TestSubject {
  private final BpfObject object;
  private final List<Contract> contracts;
  private final CoverageMap coverage;
  private final EngineKind engine;
  private final long[] counts;

  /**
   * Of a compiled policy.
   *
   * @param coverage null if it has no counters
   */
  public TestSubject(
      BpfObject object, List<Contract> contracts, CoverageMap coverage, EngineKind engine) {
    this.object = object;
    this.contracts = List.copyOf(contracts);
    this.coverage = coverage;
    this.engine = engine;
    this.counts = new long[coverage == null ? 0 : coverage.counters()];
  }

  /**
   * Runs a test.
   *
   * @throws LoadException if the policy cannot be loaded with the test's parameters
   * @throws VerifierRejection if the verifier refuses it
   */
  public TestOutcome run(PolicyTest test) throws LoadException, VerifierRejection {
    long begin = System.nanoTime();
    Topology topology = Topology.flat(test.cpus());
    LoadOptions options =
        CpuTables.options(topology).withVariables(test.params()).withEngine(engine);
    BpfPolicy policy = BpfPolicy.load(object, options);
    List<TestOutcome.Failure> failures =
        test.tasks().isEmpty()
            ? new HookTest(test, policy, this).run()
            : new ScenarioTest(test, policy, topology, this).run();
    collect(policy);
    return new TestOutcome(test, failures, System.nanoTime() - begin);
  }

  private void collect(BpfPolicy policy) {
    if (coverage != null) {
      byte[] section = section(policy, coverage.map());
      for (int i = 0; i < counts.length; i++) {
        counts[i] += ContextCodec.getLong(section, Long.BYTES * i);
      }
    }
  }

  private static byte[] section(BpfPolicy policy, int map) {
    byte[] bytes = new byte[policy.loaded().map(map).valueSize()];
    policy.loaded().map(map).lookup(new byte[Integer.BYTES], bytes, 0);
    return bytes;
  }

  List<Contract> contracts() {
    return contracts;
  }

  /** Counters, gauges and events of a policy, and its globals that are numbers, by name. */
  Map<String, Long> numbers(BpfPolicy policy) {
    policy.drainEvents((type, values) -> {});
    Map<String, Long> numbers = new HashMap<>(policy.stats());
    for (Variable variable : object.variables()) {
      if (variable.kind() != Variable.Kind.COMPOSITE) {
        numbers.put(variable.name(), read(section(policy, variable.map()), variable));
      }
    }
    return numbers;
  }

  private static long read(byte[] section, Variable variable) {
    boolean signed = variable.kind() == Variable.Kind.SIGNED;
    long value = 0;
    for (int i = variable.bytes() - 1; i >= 0; i--) {
      value = value << Byte.SIZE | (section[variable.offset() + i] & 0xff);
    }
    int unused = Long.SIZE - Byte.SIZE * variable.bytes();
    return signed ? value << unused >> unused : value;
  }

  /** What the counters counted in all tests that were run; empty without counters. */
  public long[] counts() {
    return counts.clone();
  }

  /** The expectations of a test, which {@code values} are compared with. */
  static List<TestOutcome.Failure> failures(PolicyTest test, Expectations values) {
    List<TestOutcome.Failure> failures = new ArrayList<>();
    for (PolicyTest.Step step : test.steps()) {
      if (step instanceof PolicyTest.Step.Expect expect) {
        String failed = values.check(expect.what());
        if (failed != null) {
          failures.add(new TestOutcome.Failure(expect.span(), failed));
        }
      }
    }
    return failures;
  }
}
