package org.gpol.kernel.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.gpol.bpf.GpolBug;
import org.gpol.kernel.hook.GhostAbi;
import org.junit.jupiter.api.Test;

/** The invariants notice what they are there for. */
class InvariantsTest {
  private final EnclaveHarness ghost = new EnclaveHarness();

  /** One task runs, one is runnable, one is blocked; then something is broken. */
  private void assertNoticed(Consumer<EnclaveHarness> damage, String what) {
    ghost.machine.ghost(1000, kernel -> kernel.currentRun(1_000_000));
    ghost.machine.ghost(1000, kernel -> kernel.currentRun(1_000_000));
    ghost.machine.ghost(1000);
    ghost.boot(2);
    for (int i = 0; i < 3; i++) {
      ghost.enter(i);
    }
    ghost.agents(0, 1).until(1100);
    ghost.runOn(0, 1, 2).until(1300);
    ghost.runOn(0, 1, 0).until(1500);
    Invariants invariants = new Invariants(ghost.kernel);
    invariants.check();
    damage.accept(ghost);
    GpolBug bug = assertThrows(GpolBug.class, invariants::check);
    assertTrue(bug.getMessage().contains(what), bug.getMessage());
  }

  @Test
  void lostTask_isNoticed() {
    assertNoticed(g -> g.task(1).cpu.ghost.unlink(g.task(1)), "on no run list, task 1");
  }

  @Test
  void taskThatIsQueuedAndBlocked_isNoticed() {
    assertNoticed(g -> g.task(2).queued = true, "queued without being runnable or lost, task 2");
  }

  @Test
  void taskThatThinksItRuns_isNoticed() {
    assertNoticed(g -> g.task(1).onCpu = true, "not on as many CPUs, task 1");
  }

  @Test
  void wrongCount_isNoticed() {
    assertNoticed(g -> g.cpu(0).ghost.nrRunning++, "ghOSt's count is wrong of CPU 0");
  }

  @Test
  void untrueStatusWord_isNoticed() {
    assertNoticed(
        g -> g.word(1).set(GhostAbi.SW_TASK_RUNNABLE, false), "RUNNABLE is not true, task 1");
    assertNoticedAgain(g -> g.word(0).set(GhostAbi.SW_TASK_ONCPU, false), "ONCPU is not true");
  }

  private void assertNoticedAgain(Consumer<EnclaveHarness> damage, String what) {
    ghost.word(1).set(GhostAbi.SW_TASK_RUNNABLE, true);
    Invariants invariants = new Invariants(ghost.kernel);
    damage.accept(ghost);
    GpolBug bug = assertThrows(GpolBug.class, invariants::check);
    assertTrue(bug.getMessage().contains(what), bug.getMessage());
  }

  @Test
  void barrierThatGoesBack_isNoticed() {
    assertNoticed(g -> g.word(0).barrier--, "barrier goes back, task 0");
  }

  @Test
  void lostTime_isNoticed() {
    assertNoticed(g -> g.cpu(0).idleNs--, "the times do not add up of CPU 0");
  }

  @Test
  void latchedTaskThatCannotRun_isNoticed() {
    assertNoticed(g -> g.cpu(0).ghost.latched = g.task(2), "what is latched cannot run on CPU 0");
  }
}
