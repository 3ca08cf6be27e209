package org.gpol.compiler.checked;

import java.util.List;
import java.util.Map;
import org.gpol.compiler.diagnostics.SourceSpan;

/**
 * A test that stands in a policy: tasks that the policy schedules, or calls of its hooks, and what
 * is expected of that.
 *
 * @param title unique in the policy
 * @param cpus of the machine
 * @param params values of parameters, by name
 * @param tasks none if hooks are called
 * @param durationNs how long the tasks are simulated; -1 until all have ended
 * @param steps in the order of the text; of a test with tasks only expectations
 */
public record PolicyTest(
    String title,
    int cpus,
    Map<String, Long> params,
    List<TestTask> tasks,
    long durationNs,
    List<Step> steps,
    SourceSpan span) {

  /**
   * A task.
   *
   * @param firstCpu of those that it may use; like {@code lastCpu}, or -1 for all
   */
  public record TestTask(
      String name, long startNs, int nice, int firstCpu, int lastCpu, List<Action> actions) {}

  /** What a task does next. */
  public sealed interface Action {
    /** Executes. */
    record Run(long ns) implements Action {}

    /** Sleeps for a time. */
    record Sleep(long ns) implements Action {}

    /** Yields the CPU. */
    record Yield() implements Action {}

    /** Does the same several times. */
    record Repeat(int times, List<Action> actions) implements Action {}
  }

  /** A step of a test. */
  public sealed interface Step {
    /** The clock shows this time from here on. */
    record At(long timeNs) implements Step {}

    /** Hooks are called on this CPU from here on. */
    record OnCpu(int cpu) implements Step {}

    /** {@code run} fails with this error from here on; 0 for not. */
    record RunFails(int errno) implements Step {}

    /**
     * A hook is called.
     *
     * @param fields of its context that are not zero
     */
    record Call(Symbol.Hook hook, List<FieldValue> fields, SourceSpan span) implements Step {}

    /** Something is to be so. */
    record Expect(Expectation what, SourceSpan span) implements Step {}
  }

  /**
   * A value in a context.
   *
   * @param size in bytes
   */
  public record FieldValue(int offset, int size, long value) {}

  /** What is to be so. */
  public sealed interface Expectation {
    /** Two values compare. */
    record Compares(String operator, Value left, Value right) implements Expectation {}

    /** One task ends before another one, which may not end at all. */
    record EndedBefore(int first, int second) implements Expectation {}

    /** A contract of the policy is kept. */
    record Keeps(String contract) implements Expectation {}
  }

  /** A number that a test speaks of. */
  public sealed interface Value {
    /** True if it is shown as a time. */
    default boolean time() {
      return false;
    }

    /** A number. */
    record Constant(long number, boolean time) implements Value {}

    /** What was measured of a task. */
    record OfTask(int task, TaskMeasure measure) implements Value {
      @Override
      public boolean time() {
        return measure.time();
      }
    }

    /** A counter or gauge, or how often an event was sent. */
    record OfStat(String name) implements Value {}

    /** A global or a parameter that is a number. */
    record OfVariable(String name, boolean time) implements Value {}

    /** What the last call of a hook did. */
    record OfCall(CallMeasure measure) implements Value {}

    /** A sum, a difference or a product. */
    record Combined(char operator, Value left, Value right) implements Value {
      @Override
      public boolean time() {
        return left.time() || right.time();
      }
    }
  }

  /** What can be asked of a task. */
  public enum TaskMeasure {
    RUNTIME(true),
    WAITING(true),
    SLEEPING(true),
    SWITCHES(false),
    PREEMPTIONS(false),
    MIGRATIONS(false),
    WAKEUPS(false),
    /** The longest. */
    WAKEUP_LATENCY(true),
    /** When it ended; an expectation fails if it did not. */
    ENDED(true);

    private final boolean time;

    TaskMeasure(boolean time) {
      this.time = time;
    }

    /** True if it is a time. */
    public boolean time() {
      return time;
    }
  }

  /** What can be asked of the last call. */
  public enum CallMeasure {
    /** What it returned. */
    RESULT,
    /** The gtid that it ran, 0 for none. */
    RAN,
    /** The CPU that it asked to reschedule, -1 for none. */
    RESCHED,
    /** The CPU whose agent it woke, -1 for none. */
    WOKE_AGENT
  }
}
