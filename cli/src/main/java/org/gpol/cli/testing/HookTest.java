package org.gpol.cli.testing;

import java.util.ArrayList;
import java.util.List;
import org.gpol.compiler.checked.PolicyTest;
import org.gpol.compiler.checked.PolicyTest.Expectation;
import org.gpol.compiler.checked.PolicyTest.Step;
import org.gpol.compiler.checked.PolicyTest.Value;
import org.gpol.compiler.checked.Symbol;
import org.gpol.kernel.hook.HookEnvironment;
import org.gpol.kernel.hook.HookFault;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.vm.LoadedProgram;
import org.gpol.vm.engine.VmFault;

/** A test that calls hooks as the kernel would, and looks at what they ask of it. */
final class HookTest extends Expectations {
  private final PolicyTest test;
  private final BpfPolicy policy;
  private final TestSubject subject;
  private final Kernel kernel = new Kernel();
  private long result;
  private boolean called;

  HookTest(PolicyTest test, BpfPolicy policy, TestSubject subject) {
    this.test = test;
    this.policy = policy;
    this.subject = subject;
  }

  List<TestOutcome.Failure> run() {
    List<TestOutcome.Failure> failures = new ArrayList<>();
    for (Step step : test.steps()) {
      if (step instanceof Step.At at) {
        kernel.nowNs = at.timeNs();
      } else if (step instanceof Step.OnCpu on) {
        kernel.cpu = on.cpu();
      } else if (step instanceof Step.RunFails fails) {
        kernel.runError = fails.errno();
      } else if (step instanceof Step.Call call) {
        String fault = call(call);
        if (fault != null) {
          failures.add(new TestOutcome.Failure(call.span(), fault));
          return failures;
        }
      } else if (step instanceof Step.Expect expect) {
        String failed = check(expect.what());
        if (failed != null) {
          failures.add(new TestOutcome.Failure(expect.span(), failed));
        }
      }
    }
    return failures;
  }

  /** Null, or why the program could not go on. */
  private String call(Step.Call call) {
    Symbol.Context context = call.hook().context();
    byte[] bytes = new byte[context.size()];
    if (context.selector() != null) {
      put(bytes, context.selector(), call.hook().number());
    }
    for (PolicyTest.FieldValue field : call.fields()) {
      put(bytes, field.offset(), field.size(), field.value());
    }
    kernel.begin();
    called = true;
    LoadedProgram program = policy.loaded().program(context.section()).orElse(null);
    if (program == null) {
      result = call.hook().defaultResult();
      return null;
    }
    try {
      result = program.run(bytes, kernel);
      return null;
    } catch (VmFault | HookFault fault) {
      return fault.getMessage();
    }
  }

  private static void put(byte[] bytes, Symbol.ContextField field, long value) {
    put(bytes, field.offset(), field.type().size(), value);
  }

  private static void put(byte[] bytes, int offset, int size, long value) {
    for (int i = 0; i < size; i++) {
      bytes[offset + i] = (byte) (value >> (Byte.SIZE * i));
    }
  }

  @Override
  long measured(Value value) {
    if (value instanceof Value.OfCall asked) {
      if (!called) {
        throw new Missing("no hook has been called yet");
      }
      return switch (asked.measure()) {
        case RESULT -> result;
        case RAN -> kernel.ran;
        case RESCHED -> kernel.resched;
        case WOKE_AGENT -> kernel.wokeAgent;
      };
    }
    if (value instanceof Value.OfStat stat) {
      return subject.numbers(policy).getOrDefault(stat.name(), 0L);
    }
    return subject.numbers(policy).get(((Value.OfVariable) value).name());
  }

  @Override
  String other(Expectation expectation) {
    return expectation instanceof Expectation.Keeps
        ? "contracts are about tasks, of which this test has none"
        : "this test has no tasks";
  }

  /** The kernel as the test describes it. */
  private static final class Kernel implements HookEnvironment {
    private long nowNs;
    private int cpu;
    private int runError;
    private long ran;
    private long resched;
    private long wokeAgent;
    private int randoms;

    void begin() {
      ran = 0;
      resched = -1;
      wokeAgent = -1;
    }

    @Override
    public int runGtid(long gtid, int taskBarrier, int runFlags) {
      if (runError == 0) {
        ran = gtid;
      }
      return -runError;
    }

    @Override
    public int reschedCpu2(int target, int flags) {
      resched = target;
      return 0;
    }

    @Override
    public int wakeAgent(int target) {
      wokeAgent = target;
      return 0;
    }

    @Override
    public long ktimeNs() {
      return nowNs;
    }

    @Override
    public int currentCpu() {
      return cpu;
    }

    /** Numbers that are the same in every run. */
    @Override
    public int randomU32() {
      return ++randoms * 0x9e3779b9;
    }

    @Override
    public void tracePrintk(String line) {}
  }
}
