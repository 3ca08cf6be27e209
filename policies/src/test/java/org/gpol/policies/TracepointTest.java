package org.gpol.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.EventType;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.kernel.platform.CpuTables;
import org.gpol.kernel.report.LatencySummary;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.Workload;
import org.gpol.testkit.Job;
import org.gpol.testkit.Jobs;
import org.junit.jupiter.api.Test;

/** Programs at tracepoints see what the kernel's trace sees, in the order of Linux. */
class TracepointTest {
  private static final long MS = 1_000_000;

  private static final String WATCHER =
      """
      policy watcher;
      event waking { pid: i32, cpu: cpu }
      event woken { pid: i32, cpu: cpu, fresh: bool }
      event switched { cpu: cpu, prev: i32, state: i64, next: i32, prio: i32 }
      event moved { pid: i32, from: cpu, to: cpu }
      event ended { pid: i32 }
      var name: u8[16] = "job1";
      stat named: counter;
      stat wait: histogram<duration>;
      map since: hash<i32, time>[64];

      on sched_waking(e) { emit waking { pid: e.pid, cpu: e.target_cpu }; }
      on sched_wakeup(e) {
          emit woken { pid: e.pid, cpu: e.target_cpu, fresh: false };
          _ = since.set(e.pid, now());
          if e.comm == name { named.add(1); }
      }
      on sched_wakeup_new(e) {
          emit woken { pid: e.pid, cpu: e.target_cpu, fresh: true };
          _ = since.set(e.pid, now());
      }
      on sched_switch(e) {
          emit switched { cpu: this_cpu(), prev: e.prev_pid, state: e.prev_state, next: e.next_pid, prio: e.next_prio };
          if let at = since[e.next_pid] { wait.add(now() - at); _ = since.remove(e.next_pid); }
      }
      on sched_migrate_task(e) { emit moved { pid: e.pid, from: e.orig_cpu, to: e.dest_cpu }; }
      on sched_process_exit(e) { emit ended { pid: e.pid }; }
      """;

  /** What the policy told and what the trace told, as text. */
  private static final class Both implements TraceListener {
    private final List<String> told = new ArrayList<>();
    private final List<String> traced = new ArrayList<>();

    @Override
    public void policyEvent(long timeNs, int cpu, EventType type, long[] values) {
      StringBuilder text = new StringBuilder(type.name());
      for (int i = 0; i < type.fields().size(); i++) {
        text.append(' ').append(values[i]);
      }
      told.add(text.toString());
    }

    /** Without nice levels, every task has the priority of nice 0. */
    @Override
    public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
      int state =
          switch (reason) {
            case PREEMPTED -> 0x100;
            case YIELDED, INTERNAL -> 0;
            case BLOCKED -> 1;
            case EXITED -> 0x10;
          };
      traced.add("switched " + cpu + " " + pid(prev) + " " + state + " " + pid(next) + " 120");
    }

    @Override
    public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
      traced.add("woken " + pid(task) + " " + cpu + " " + (fresh ? 1 : 0));
    }

    @Override
    public void migrated(long timeNs, int task, int fromCpu, int toCpu) {
      traced.add("moved " + pid(task) + " " + fromCpu + " " + toCpu);
    }

    private static int pid(int task) {
      return task < 0 ? 0 : task + 1;
    }
  }

  private final Both both = new Both();

  private SimulationResult run(CostModel costs) throws Exception {
    BpfObject object =
        GpolCompiler.compile(new SourceFile("watcher.gpol", WATCHER), CompilerOptions.DEFAULT)
            .object()
            .orElseThrow();
    Topology topology = Topology.flat(2);
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      jobs.add(new Job(i * MS, 20, (2 + i) * MS, i == 3 ? 0 : (1 + i) * MS));
    }
    Workload workload = Jobs.workload(jobs);
    return Simulation.builder(topology, workload)
        .policy(BpfPolicy.load(object, CpuTables.options(topology)))
        .costs(costs)
        .seed(1)
        .listener(both)
        .run();
  }

  @Test
  void programs_ofAllTracepoints_seeWhatTheTraceSees() throws Exception {
    SimulationResult result = run(CostModel.DEFAULT);
    assertTrue(result.ok(), () -> "" + result.failure());
    for (int i = 0; i < result.tasks().size(); i++) {
      assertEquals(i + 1, GhostAbi.pid(result.tasks().get(i).gtid()));
      assertFalse(result.tasks().get(i).ghost());
    }
    List<String> same =
        both.told.stream().filter(e -> !e.startsWith("waking") && !e.startsWith("ended")).toList();
    assertEquals(sorted(both.traced), sorted(same));
    assertEquals(
        both.traced.stream().filter(e -> e.startsWith("switched")).toList(),
        same.stream().filter(e -> e.startsWith("switched")).toList());
    assertTrue(same.stream().anyMatch(e -> e.startsWith("moved")));
    assertEquals(5, both.told.stream().filter(e -> e.startsWith("ended")).count());
    assertEquals(20, result.stats().get("named"));
  }

  private static List<String> sorted(List<String> lines) {
    return lines.stream().sorted().toList();
  }

  @Test
  void wakeUp_onAnotherCpu_isWakingThenMigrationThenWakeup() throws Exception {
    run(CostModel.DEFAULT);
    int moves = 0;
    for (int i = 1; i + 1 < both.told.size(); i++) {
      String[] move = both.told.get(i).split(" ");
      if (move[0].equals("moved") && both.told.get(i - 1).startsWith("waking")) {
        assertEquals("waking " + move[1] + " " + move[2], both.told.get(i - 1));
        assertEquals("woken " + move[1] + " " + move[3] + " 0", both.told.get(i + 1));
        moves++;
      }
    }
    assertTrue(moves > 0, "no task woke on another CPU");
  }

  @Test
  void latency_measuredByAPolicy_isThatOfTheReport() throws Exception {
    SimulationResult result = run(CostModel.FREE);
    LatencySummary reported = result.latency().get("wakeup");
    assertEquals(reported.count(), result.histograms().get("wait").count());
    assertTrue(Math.abs(reported.meanNs() - result.histograms().get("wait").mean()) <= 1);
  }

  @Test
  void programs_thatLookOn_takeTimeOfTheCpu() throws Exception {
    SimulationResult result = run(CostModel.DEFAULT);
    long programs = result.cpus().stream().mapToLong(cpu -> cpu.policyNs()).sum();
    long insns = result.hooks().stream().mapToLong(hook -> hook.insns()).sum();
    assertTrue(insns > 0);
    assertTrue(programs > 0);
  }
}
