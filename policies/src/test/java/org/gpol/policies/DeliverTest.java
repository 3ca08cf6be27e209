package org.gpol.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.HookResult;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.testkit.Job;
import org.gpol.testkit.Jobs;
import org.gpol.testkit.PolicyUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that hands messages on to the agents, and wakes one. */
class DeliverTest {
  private static final String POLICY =
      """
      policy deliverer;
      map runq: queue<runnable>[64];
      fn enqueue(t: runnable) { runq.push(t) else { drop t; } }
      on task_new(m)     { if let t = m.runnable { enqueue(t); } return deliver; }
      on task_wakeup(m)  { wake_agent(m.waker_cpu); enqueue(m.task); return consume; }
      on task_yield(m)   { enqueue(m.task); return deliver; }
      on task_preempt(m) { enqueue(m.task); return consume; }
      on task_blocked(m) { return deliver; }
      on task_dead(m)    { return skip; }
      on pick_next_task(ctx) {
          ctx.dont_idle = true;
          if ctx.agent_runnable || ctx.might_yield || ctx.next_gtid != 0 { return; }
          let t = runq.pop() else { return; }
          run(t, SEND_TASK_ON_CPU) else { enqueue(t); }
      }
      """;

  @TempDir Path dir;

  @Test
  void deliveredMessages_areInTheQueueOfTheAgents() throws IOException {
    Path file = Files.writeString(dir.resolve("deliverer.gpol"), POLICY);
    List<Job> jobs = List.of(new Job(0, 3, 100_000, 50_000), new Job(1000, 3, 100_000, 50_000));
    SimulationResult result =
        PolicyUnderTest.compile(file).run(Jobs.workload(jobs), Topology.flat(2), 1);
    assertTrue(result.ok(), result.failure() + " " + result.checks());
    long delivered = calls(result, "task_new") + calls(result, "task_blocked");
    assertEquals(delivered + calls(result, "task_yield"), result.unreadMessages());
    assertEquals(2, calls(result, "task_new"));
    assertTrue(calls(result, "task_wakeup") > 0);
  }

  private static long calls(SimulationResult result, String hook) {
    return result.hooks().stream()
        .filter(each -> each.hook().equals(hook))
        .mapToLong(HookResult::calls)
        .sum();
  }
}
