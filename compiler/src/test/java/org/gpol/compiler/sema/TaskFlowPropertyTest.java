package org.gpol.compiler.sema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.gpol.compiler.CompilationResult;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.Severity;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.machine.RandomTasks;
import org.gpol.compiler.machine.TaskProgram;
import org.gpol.compiler.machine.TaskProgram.Fault;

/**
 * A policy compiles just when no path loses a task or uses one twice; what is said names a task and
 * a fault that some path has.
 */
class TaskFlowPropertyTest {
  /** Where the first task comes from, and how it is called. */
  private enum Source {
    PARAMETER("t0", "on task_wakeup(m) { given(m.task); }\nfn given(t0: runnable) {\n%s}\n"),
    MESSAGE("m.task", "on task_wakeup(m) {\n%s}\n"),
    OPTIONAL(
        "t0",
        "on task_wakeup(m) { keep(m.task); }\non task_new(m) { if let t0 = m.runnable {\n%s} }\n");

    private final String task;
    private final String frame;

    Source(String task, String frame) {
      this.task = task;
      this.frame = frame;
    }
  }

  private static final String CONTAINERS =
      """
      policy tasks;
      map q: queue<runnable>[64];
      map f: fifo<runnable>[64];
      map h: heap<runnable by time>[64];
      fn keep(t: runnable) { q.push(t) else { drop t; } }
      """;

  private static final Pattern NAMED = Pattern.compile("`(t\\d+|task)`");
  private static final Pattern TAKEN = Pattern.compile("taken at line (\\d+)");

  @Property(tries = 1000)
  void tasks_anyProgram_isRefusedExactlyIfAPathIsAtFault(
      @ForAll long seed, @ForAll Source source, @ForAll @IntRange(max = 3) int slips) {
    TaskProgram program = RandomTasks.program(source.task, seed, slips);
    String text = CONTAINERS + source.frame.formatted(program.text());
    CompilationResult result =
        GpolCompiler.compile(new SourceFile("tasks.gpol", text), CompilerOptions.DEFAULT);
    // That a task is run in the handler of a message is wrong too, and another matter.
    List<Diagnostic> errors =
        result.diagnostics().stream()
            .filter(d -> d.severity() == Severity.ERROR)
            .filter(d -> d.code() != DiagnosticCode.HELPER_PLACE)
            .toList();
    boolean elsewhere =
        result.diagnostics().stream().anyMatch(d -> d.code() == DiagnosticCode.HELPER_PLACE);
    String said = text + new DiagnosticRenderer(false).render(errors) + program.faults();

    assertEquals(program.faults().isEmpty(), errors.isEmpty(), said);
    assertEquals(errors.isEmpty() && !elsewhere, result.object().isPresent(), said);
    Set<String> named = new TreeSet<>();
    errors.forEach(error -> named.add(fault(error, text)));
    assertTrue(program.faults().containsAll(named), said);
    Statistics.collect(slips == 0 ? "made right" : errors.isEmpty() ? "still right" : "wrong");
  }

  /** The task and the fault that a message is about; the line that it says is the task's. */
  private static String fault(Diagnostic error, String text) {
    Matcher named = NAMED.matcher(error.message());
    assertTrue(named.find(), error.message());
    String task = named.group(1).equals("task") ? "m.task" : named.group(1);
    if (error.code() == DiagnosticCode.TASK_LOST) {
      Matcher taken = TAKEN.matcher(error.message());
      assertTrue(taken.find(), error.message());
      String line = text.lines().toList().get(Integer.parseInt(taken.group(1)) - 1);
      String declares = task.equals("m.task") ? "on task_wakeup(m)" : "\\b" + task + "\\b";
      assertTrue(
          Pattern.compile(task.equals("m.task") ? Pattern.quote(declares) : declares)
              .matcher(line)
              .find(),
          line);
      return task + " " + Fault.LOST;
    }
    assertEquals(DiagnosticCode.TASK_USED_TWICE, error.code());
    return task + " " + Fault.USED_TWICE;
  }

  @Property(tries = 300)
  void tasks_programMadeRight_hasNoFault(@ForAll long seed) {
    assertEquals(Set.of(), RandomTasks.program("t0", seed, 0).faults());
  }
}
