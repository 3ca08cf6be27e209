package org.gpol.kernel.model;

import static org.gpol.kernel.hook.GhostAbi.COMMIT_AT_TXN_COMMIT;
import static org.gpol.kernel.hook.GhostAbi.SEND_TASK_ON_CPU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskSpec;
import org.junit.jupiter.api.Test;

/**
 * The lives of tasks: entering, forking, changing, departing, dying, and what agents hear of it.
 */
class ApiConformanceTest {
  private static final long MS = 1_000_000;
  private final EnclaveHarness ghost = new EnclaveHarness();

  private static KernelHarness.Step run(long ns) {
    return kernel -> kernel.currentRun(ns);
  }

  private static KernelHarness.Step sleepUntil(long ns) {
    return kernel -> kernel.currentSleep(ns);
  }

  private int attach(TestPolicy policy, HookPoint point) {
    return ghost.user.attach(ghost.thread, ghost.ctlFd, point, policy, GhostAbi.VERSION);
  }

  @Test
  void runDeadTask_commitFailsAndDeadIsToldOnceAndLast() {
    ghost.machine.ghost(1000, run(100), Kernel::currentExit);
    ghost.boot(1).enter(0).agents(0).until(1100);
    Task task = ghost.task(0);
    int barrier = ghost.word(0).barrier();
    ghost.runOn(0, 0, 0).until(5000);
    assertEquals(List.of("TASK_NEW(t0)", "TASK_BLOCKED(t0)", "TASK_DEAD(t0)"), ghost.drained());
    ghost.round(
        0,
        agent -> {
          ghost.txn(0).open(task.gtid, barrier, agent.barrier(), 0, COMMIT_AT_TXN_COMMIT);
          agent.commit(0);
        });
    assertEquals(Transaction.TARGET_NOT_FOUND, ghost.txn(0).state());
    assertEquals(3, ghost.drained().size());
  }

  @Test
  void kernelTimes_commitThenSwitch_inThisOrder() {
    ghost.machine.ghost(1000, run(MS));
    ghost.boot(1).enter(0).agents(0).until(1100);
    long before = ghost.kernel.nowNs();
    ghost.runOn(0, 0, 0);
    long committed = ghost.txn(0).commitTimeNs();
    assertTrue(committed >= before && committed < before + 100_000);
    assertTrue(ghost.word(0).switchTimeNs() >= committed);
    assertTrue(ghost.word(0).switchTimeNs() < committed + 100_000);
  }

  @Test
  void schedAffinityRace_latchedTaskMustMove_preemptAsLatchedAndNotStranded() {
    ghost.machine.ghost(1000, run(MS));
    ghost.boot(3).enter(0).agents(0, 1, 2).until(1100);
    ghost.drained().clear();
    ghost.round(
        0,
        agent -> {
          ghost.open(agent, 1, 0, 0, COMMIT_AT_TXN_COMMIT);
          agent.commit(1);
          ghost.kernel.attributes.setAffinity(ghost.task(0), CpuSet.of(2));
        });
    assertEquals(List.of("TASK_AFFINITY_CHANGED(t0)", "TASK_PREEMPT(t0,latched)"), ghost.drained());
    assertEquals(2, ghost.task(0).cpu.id);
    ghost.runOn(0, 2, 0);
    assertEquals(0, ghost.machine.currentIndex(2));
  }

  @Test
  void departedRace_enterRunDepartReenter_newFirstInEachIncarnation() {
    ghost.machine.fair(1000, run(10 * MS), Kernel::currentExit);
    ghost.boot(1).agents(0).until(2000);
    for (int i = 0; i < 3; i++) {
      ghost.log.clear();
      ghost.enter(0).settle();
      StatusWord word = ghost.word(0);
      assertEquals("TASK_NEW(t0)", ghost.drained().get(0));
      ghost.runOn(0, 0, 0).settle();
      assertEquals(0, ghost.machine.currentIndex(0));
      assertEquals(0, ghost.user.setScheduler(ghost.thread, ghost.task(0).gtid, 0));
      ghost.settle();
      assertTrue(ghost.drained().contains("TASK_DEPARTED(t0)"), ghost.log.toString());
      int last = ghost.log.indexOf("TASK_DEPARTED(t0)") - ghost.log.size();
      Message departed = ghost.message(ghost.messages.size() + last);
      assertEquals(1, departed.field("was_current"));
      assertEquals(0, departed.field("cpu"));
      assertEquals(SchedClass.FAIR, ghost.task(0).schedClass);
      assertEquals(0, ghost.ctl.swFree(word.region(), word.index()));
    }
    ghost.until(30 * MS);
    assertEquals(TaskState.DEAD, ghost.task(0).state);
    assertEquals(10 * MS, ghost.task(0).runtimeNs);
    assertTrue(ghost.get("status").contains("nr_tasks 0"));
  }

  @Test
  void ghostCloneGhost_childIsGhostAndKnowsItsParent() {
    KernelHarness machine = ghost.machine;
    machine.ghost(1000, run(100), k -> check(k.currentFork(1), k), run(100), Kernel::currentExit);
    machine.ghost(TaskSpec.STARTED_BY_ANOTHER, run(100), Kernel::currentExit);
    ghost.boot(1).enter(0).agents(0).until(1100);
    ghost.runOn(0, 0, 0).until(2000);
    assertTrue(ghost.drained().contains("TASK_NEW(t1)"), ghost.log.toString());
    Message born = ghost.message(ghost.log.indexOf("TASK_NEW(t1)"));
    assertEquals(ghost.task(0).gtid, born.field("parent_gtid"));
    assertEquals(SchedClass.GHOST, ghost.task(1).schedClass);
    ghost.runOn(0, 0, 1).until(3000);
    assertTrue(ghost.get("status").contains("nr_tasks 0"), ghost.get("status"));
  }

  private static void check(int result, Kernel kernel) {
    assertEquals(0, result);
    kernel.currentRun(1);
  }

  @Test
  void schedEnterGhostGtid_gtidWrittenToTasks_isGhost() {
    ghost.machine.fair(1000, run(10 * MS));
    ghost.boot(1).agents(0).until(2000);
    ghost.set("tasks", Long.toString(ghost.task(0).gtid));
    assertEquals(SchedClass.GHOST, ghost.task(0).schedClass);
    ghost.settle();
    assertEquals(List.of("TASK_NEW(t0)"), ghost.drained());
    assertEquals(1, ghost.message(0).field("runnable"));
    ghost.set("tasks", Long.toString(ghost.task(0).gtid));
    assertEquals(-Errno.ESRCH, ghost.trySet("tasks", "4711"));
    assertEquals(-Errno.EINVAL, ghost.trySet("tasks", "pid"));
    assertEquals(-Errno.EINVAL, ghost.trySet("tasks", "9999999999999999999"));
    assertEquals(-Errno.ESRCH, ghost.trySet("tasks", Long.toString(Long.MAX_VALUE)));
    assertEquals(-Errno.EINVAL, ghost.trySet("tasks", "1 5"));
  }

  @Test
  void enteringGhostViaSetSchedulerReturnsBadFdError() {
    ghost.machine.fair(1000, run(MS));
    ghost.boot(1).until(2000);
    int policy = GhostAbi.SCHED_GHOST;
    assertEquals(-Errno.EBADF, ghost.user.setScheduler(ghost.thread, 0, policy));
    assertEquals(-Errno.EBADF, ghost.user.setScheduler(ghost.thread, ghost.task(0).gtid, policy));
  }

  @Test
  void ghostTaskPriorityViaGetSetPriority_newThenChangedThenDead() {
    KernelHarness machine = ghost.machine;
    machine.ghost(
        1000,
        run(10),
        k -> {
          k.currentSetNice(2);
          k.currentRun(10);
        },
        Kernel::currentExit);
    ghost.boot(1).enter(0).agents(0).until(1100);
    ghost.runOn(0, 0, 0).until(2000);
    assertEquals(
        List.of("TASK_NEW(t0)", "TASK_PRIORITY_CHANGED(t0)", "TASK_BLOCKED(t0)", "TASK_DEAD(t0)"),
        ghost.drained());
    assertEquals(0, ghost.message(0).field("nice"));
    assertEquals(2, ghost.message(1).field("nice"));
    assertEquals(SchedPolicy.OTHER, ghost.task(0).policy);
  }

  @Test
  void d1_ghostWakesWhereAnotherRuns_noSwitch() {
    ghost.machine.ghost(1000, run(MS)).ghost(2000, run(MS));
    ghost.boot(1).enter(0).enter(1).agents(0).until(1100);
    ghost.runOn(0, 0, 0).until(3000);
    assertEquals(0, ghost.machine.currentIndex(0));
    assertTrue(ghost.drained().contains("TASK_NEW(t1)"));
  }

  @Test
  void d7_barrierOfAQueuelessTask_advancesAndAssociationSucceeds() {
    ghost.machine.ghost(1000, sleepUntil(5000), run(MS));
    ghost.boot(1);
    assertEquals(0, ghost.user.close(ghost.thread, ghost.queueFd));
    ghost.enter(0).until(1100);
    StatusWord word = ghost.word(0);
    assertEquals(1, word.barrier());
    int queue = ghost.ctl.createQueue(64, 0, 0);
    assertEquals(-Errno.ESTALE, ghost.ctl.assocQueue(queue, GhostAbi.SRC_TASK, word.gtid(), 0, 0));
    assertEquals(0, ghost.ctl.assocQueue(queue, GhostAbi.SRC_TASK, word.gtid(), 1, 0));
    ghost.kernel.attributes.setNice(ghost.task(0), 3);
    Message message = new Message();
    assertTrue(ghost.user.queue(ghost.thread, queue).read(message));
    assertEquals(MessageType.TASK_PRIORITY_CHANGED, message.type());
    assertEquals(2, message.seqnum());
  }

  @Test
  void d8_departedAndBackBeforeItsWordIsFreed_inhibitedUntilThen() {
    ghost.machine.fair(1000, run(10 * MS));
    ghost.boot(1).agents(0).until(2000);
    ghost.enter(0).settle();
    StatusWord old = ghost.word(0);
    assertEquals(0, ghost.user.setScheduler(ghost.thread, ghost.task(0).gtid, 0));
    ghost.settle();
    int departed = old.barrier();
    ghost.drained().clear();
    ghost.enter(0).settle();
    assertEquals(List.of(), ghost.drained());
    assertTrue(old.has(GhostAbi.SW_TASK_MSG_GATED | GhostAbi.SW_F_CANFREE));
    ghost.runOn(0, 0, 0);
    assertEquals(Transaction.TARGET_STALE, ghost.txn(0).state());
    assertEquals(0, ghost.ctl.swFree(old.region(), old.index()));
    assertEquals(List.of("TASK_NEW(t0)"), ghost.drained());
    Message again = ghost.message(ghost.messages.size() - 1);
    assertTrue(again.seqnum() > departed, again.seqnum() + " after " + departed);
    ghost.runOn(0, 0, 0);
    assertEquals(Transaction.COMPLETE, ghost.txn(0).state());
  }

  @Test
  void d11_prefCpu_skipOrStaleOrOther() {
    ghost.machine.ghost(1000, run(MS)).ghost(2000, run(MS)).ghost(3000, run(MS));
    TestPolicy policy = new TestPolicy();
    int[] preferred = {GhostAbi.SKIP_AGENT_WAKE};
    int[] seqnum = {0};
    policy.with(
        HookPoint.MSG_SEND,
        (context, environment) -> {
          ContextCodec.putInt(context, ContextCodec.MSG_PREF_CPU, preferred[0]);
          int old = ContextCodec.getInt(context, ContextCodec.MSG_SEQNUM);
          ContextCodec.putInt(context, ContextCodec.MSG_SEQNUM, old + seqnum[0]);
          return 0;
        });
    ghost.boot(2).enter(0).enter(1).enter(2).agents(0, 1);
    assertEquals(0, ghost.ctl.configQueueWakeup(ghost.queueFd, new int[] {0}, 0));
    ghost.settle();
    assertTrue(attach(policy, HookPoint.MSG_SEND) > 0);
    ghost.until(1500);
    assertEquals(1, ghost.queue.used() / 7, "delivered and nobody came for it");
    preferred[0] = 1;
    int first = ghost.cpu(0).ghost.agentBarrier;
    int second = ghost.cpu(1).ghost.agentBarrier;
    ghost.until(2500);
    assertEquals(second + 1, ghost.cpu(1).ghost.agentBarrier);
    assertEquals(first, ghost.cpu(0).ghost.agentBarrier);
    preferred[0] = 1;
    seqnum[0] = 5;
    ghost.until(3500);
    assertEquals(first + 1, ghost.cpu(0).ghost.agentBarrier);
    assertEquals(second + 1, ghost.cpu(1).ghost.agentBarrier);
  }

  @Test
  void d12_swallowedDeadAndDeparted_wordsAreFreedAtOnce() {
    ghost.machine.ghost(1000, run(100), Kernel::currentExit).ghost(1000, run(MS));
    TestPolicy policy = new TestPolicy();
    policy.with(HookPoint.MSG_SEND, (context, environment) -> 1);
    ghost.boot(1).enter(0).enter(1);
    assertTrue(attach(policy, HookPoint.MSG_SEND) > 0);
    ghost.agents(0).until(1100);
    StatusWord dead = ghost.word(0);
    StatusWord departed = ghost.word(1);
    ghost.runOn(0, 0, 0).until(2000);
    assertEquals(0, dead.flags());
    assertEquals(0, ghost.user.setScheduler(ghost.thread, ghost.task(1).gtid, 0));
    assertEquals(0, departed.flags());
    assertNull(ghost.task(1).inhibitor);
    assertEquals(0, ghost.queue.used());
  }

  @Test
  void d24_switchtoChain_firstHandOverAndTheBlockOfTheLast() {
    KernelHarness machine = ghost.machine;
    machine.ghost(1000, run(100), k -> assertEquals(0, k.currentSwitchto(1)), run(100));
    machine.ghost(1000, Kernel::currentBlock, run(100), k -> k.currentSwitchto(2));
    machine.ghost(1000, Kernel::currentBlock, run(100), Kernel::currentBlock);
    ghost.boot(1).enter(0).enter(1).enter(2).agents(0).until(1100);
    ghost.runOn(0, 0, 1).until(1300);
    ghost.runOn(0, 0, 2).until(1500);
    ghost.drained().clear();
    int from = ghost.messages.size();
    ghost.runOn(0, 0, 0, SEND_TASK_ON_CPU, COMMIT_AT_TXN_COMMIT).until(5000);
    assertEquals(
        List.of("TASK_ON_CPU(t0)", "TASK_SWITCHTO(t0)", "TASK_BLOCKED(t2)"), ghost.drained());
    assertEquals(1, ghost.message(from + 2).field("from_switchto"));
    assertEquals(100, ghost.task(1).runtimeNs);
    assertEquals(100, ghost.task(2).runtimeNs);
    assertFalse(ghost.word(1).has(GhostAbi.SW_TASK_RUNNABLE));
  }

  @Test
  void switchtoDisabled_handOver_eperm() {
    int[] result = new int[1];
    ghost.machine.ghost(
        1000,
        run(100),
        k -> {
          result[0] = k.currentSwitchto(1);
          k.currentRun(100);
        });
    ghost.machine.ghost(1000, Kernel::currentBlock, run(100));
    ghost.boot(1).enter(0).enter(1).agents(0).until(1100);
    ghost.set("switchto_disabled", "1");
    ghost.runOn(0, 0, 1).until(1300);
    ghost.runOn(0, 0, 0).until(2000);
    assertEquals(-Errno.EPERM, result[0]);
  }

  @Test
  void channelTestWakeup_configuringWakesAndLaterMessagesDo() {
    ghost.machine.ghost(1000, run(MS));
    ghost.boot(2).enter(0).agents(0, 1);
    int second = ghost.ctl.createQueue(64, 0, 0);
    int before = ghost.cpu(1).ghost.agentBarrier;
    assertEquals(0, ghost.ctl.configQueueWakeup(second, new int[] {1}, 0));
    assertEquals(before + 1, ghost.cpu(1).ghost.agentBarrier);
    ghost.settle();
    assertTrue(ghost.cpu(1).ghost.blockedInRun, "it looked and yields again");
    assertEquals(0, ghost.ctl.setDefaultQueue(second));
    assertEquals(-Errno.EINVAL, ghost.ctl.configQueueWakeup(second, new int[] {7}, 0));
    assertEquals(-Errno.EINVAL, ghost.ctl.configQueueWakeup(second, new int[3], 0));
    assertEquals(-Errno.EINVAL, ghost.ctl.configQueueWakeup(second, new int[1], 1));
    assertEquals(-Errno.EBADF, ghost.ctl.configQueueWakeup(99, new int[1], 0));
  }

  @Test
  void channelTestAssociate_newInTheDefaultQueueLaterOnesInTheOther() {
    ghost.machine.ghost(1000, run(100), sleepUntil(5000), run(100));
    ghost.boot(1).enter(0).agents(0).until(1100);
    assertEquals(List.of("TASK_NEW(t0)"), ghost.drained());
    int second = ghost.ctl.createQueue(64, 0, 0);
    int barrier = ghost.word(0).barrier();
    long gtid = ghost.task(0).gtid;
    int type = GhostAbi.SRC_TASK;
    assertEquals(-Errno.EINVAL, ghost.ctl.assocQueue(second, type, gtid, barrier, 1));
    assertEquals(-Errno.EINVAL, ghost.ctl.assocQueue(second, GhostAbi.SRC_AGENT, gtid, barrier, 0));
    assertEquals(-Errno.EBADF, ghost.ctl.assocQueue(99, type, gtid, barrier, 0));
    assertEquals(-Errno.ENOENT, ghost.ctl.assocQueue(second, type, gtid + 1, barrier, 0));
    assertEquals(0, ghost.ctl.assocQueue(second, type, gtid, barrier, 0));
    ghost.runOn(0, 0, 0).until(6000);
    assertEquals(1, ghost.drained().size());
    MessageQueue queue = ghost.user.queue(ghost.thread, second);
    assertNotNull(queue);
    Message message = new Message();
    assertTrue(queue.read(message));
    assertEquals(MessageType.TASK_BLOCKED, message.type());
    assertTrue(queue.read(message));
    assertEquals(MessageType.TASK_WAKEUP, message.type());
  }

  @Test
  void channelTestMaxElements_allPowersOfTwo_succeed() {
    ghost.boot(1);
    for (int elements = 65536; elements >= 1; elements /= 2) {
      assertTrue(ghost.ctl.createQueue(elements, 0, 0) > 0);
    }
    assertEquals(-Errno.EINVAL, ghost.ctl.createQueue(100, 0, 0));
    assertEquals(-Errno.EINVAL, ghost.ctl.createQueue(64, 1, 0));
    assertEquals(-Errno.EINVAL, ghost.ctl.createQueue(64, 0, 1));
  }

  @Test
  void getCpuTime_includesThePresentStint() {
    ghost.machine.ghost(1000, run(MS));
    ghost.boot(1).enter(0).agents(0).until(1100);
    ghost.runOn(0, 0, 0);
    long[] ns = new long[1];
    ghost.user.at(500_000, 0, () -> assertEquals(0, ghost.ctl.getCpuTime(ghost.task(0).gtid, ns)));
    ghost.until(600_000);
    assertTrue(ns[0] > 490_000 && ns[0] < 500_000, ns[0] + " ns");
    assertEquals(-Errno.ESRCH, ghost.ctl.getCpuTime(12345, ns));
  }

  @Test
  void haltPoll_programAsksToGoOn_pollsUntilItSaysStop() {
    ghost.machine.fair(20_000, run(100));
    TestPolicy policy = new TestPolicy();
    StringBuilder types = new StringBuilder();
    policy.with(
        HookPoint.HALT_POLL,
        (context, environment) -> {
          int type = ContextCodec.getInt(context, ContextCodec.HALT_POLL_TYPE);
          types.append(type);
          return types.length() >= 5 ? 1 : 0;
        });
    ghost.boot(1);
    assertTrue(attach(policy, HookPoint.HALT_POLL) > 0);
    ghost.agents(0).until(15_000);
    assertEquals("011112", types.toString());
  }
}
