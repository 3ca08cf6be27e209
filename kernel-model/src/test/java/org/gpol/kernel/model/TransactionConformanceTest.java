package org.gpol.kernel.model;

import static org.gpol.kernel.hook.GhostAbi.ALLOW_TASK_ONCPU;
import static org.gpol.kernel.hook.GhostAbi.COMMIT_AT_SCHEDULE;
import static org.gpol.kernel.hook.GhostAbi.COMMIT_AT_TXN_COMMIT;
import static org.gpol.kernel.hook.GhostAbi.DEFER_LATCHED_PREEMPTION_BY_AGENT;
import static org.gpol.kernel.hook.GhostAbi.DO_NOT_PREEMPT;
import static org.gpol.kernel.hook.GhostAbi.ELIDE_PREEMPT;
import static org.gpol.kernel.hook.GhostAbi.IDLE_GTID;
import static org.gpol.kernel.hook.GhostAbi.NEED_CPU_NOT_IDLE;
import static org.gpol.kernel.hook.GhostAbi.NULL_GTID;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_IDLE;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_YIELD;
import static org.gpol.kernel.hook.GhostAbi.SEND_TASK_ON_CPU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.workload.CpuSet;
import org.junit.jupiter.api.Test;

/** Transactions: when and in which order they are checked, and what a commit does. */
class TransactionConformanceTest {
  private static final long MS = 1_000_000;
  private final EnclaveHarness ghost = new EnclaveHarness();

  private static KernelHarness.Step run(long ns) {
    return kernel -> kernel.currentRun(ns);
  }

  /** So many tasks that compute for long, all runnable on an enclave of so many CPUs. */
  private void bootWith(int cpus, int tasks, int... agents) {
    for (int i = 0; i < tasks; i++) {
      ghost.machine.ghost(1000, run(50 * MS), Kernel::currentExit);
    }
    ghost.boot(cpus);
    for (int i = 0; i < tasks; i++) {
      ghost.enter(i);
    }
    ghost.agents(agents).until(1100);
    ghost.drained().clear();
  }

  private int state(int cpu) {
    return ghost.txn(cpu).state();
  }

  private static String name(int state) {
    return Transaction.name(state);
  }

  @Test
  void localCommit_givesTheCpuToTheTask() {
    bootWith(1, 1, 0);
    ghost.runOn(0, 0, 0);
    assertEquals(Transaction.COMPLETE, state(0), name(state(0)));
    assertEquals(0, ghost.machine.currentIndex(0));
    assertTrue(ghost.cpu(0).ghost.blockedInRun);
  }

  @Test
  void remoteCommit_reschedulesTheOtherCpu() {
    bootWith(2, 1, 0, 1);
    ghost.runOn(0, 1, 0);
    assertEquals(Transaction.COMPLETE, state(1), name(state(1)));
    assertEquals(0, ghost.machine.currentIndex(1));
    assertEquals(ghost.cpu(1).ghost.cpuSeqnum, ghost.txn(1).cpuSeqnum());
  }

  @Test
  void d3_commitOverRunning_preemptThenOnCpu() {
    bootWith(2, 2, 0, 1);
    ghost.runOn(0, 1, 0).drained().clear();
    ghost.runOn(0, 1, 1, SEND_TASK_ON_CPU, COMMIT_AT_TXN_COMMIT);
    assertEquals(List.of("TASK_PREEMPT(t0)", "TASK_ON_CPU(t1)"), ghost.drained());
  }

  @Test
  void d3_commitOverRunningElided_onlyOnCpu() {
    bootWith(2, 2, 0, 1);
    ghost.runOn(0, 1, 0).drained().clear();
    ghost.runOn(0, 1, 1, SEND_TASK_ON_CPU | ELIDE_PREEMPT, COMMIT_AT_TXN_COMMIT);
    assertEquals(List.of("TASK_ON_CPU(t1)"), ghost.drained());
  }

  @Test
  void d4_commitOverLatched_firstIsPreemptedByTheCommitter() {
    bootWith(2, 2, 0, 1);
    ghost.round(
        0,
        agent -> {
          ghost.open(agent, 1, 0, 0, COMMIT_AT_TXN_COMMIT);
          agent.commit(1);
          ghost.open(agent, 1, 1, 0, COMMIT_AT_TXN_COMMIT);
          agent.commit(1);
          assertEquals(List.of("TASK_PREEMPT(t0,latched)"), ghost.drained());
        });
    assertEquals(1, ghost.machine.currentIndex(1));
  }

  @Test
  void d5_latchedTaskMovedByACommit_silent() {
    bootWith(3, 1, 0, 1, 2);
    ghost.round(
        0,
        agent -> {
          ghost.open(agent, 1, 0, 0, COMMIT_AT_TXN_COMMIT);
          agent.commit(1);
          long seqnum = ghost.cpu(1).ghost.cpuSeqnum;
          ghost.open(agent, 2, 0, 0, COMMIT_AT_TXN_COMMIT);
          agent.commit(2);
          assertEquals(List.of(), ghost.drained());
          assertEquals(seqnum, ghost.cpu(1).ghost.cpuSeqnum);
        });
    assertEquals(0, ghost.machine.currentIndex(2));
  }

  @Test
  void d6_messageBetweenBarrierAndYield_estale() {
    bootWith(1, 1, 0);
    int[] barrier = new int[1];
    List<Integer> results = new ArrayList<>();
    ghost.rounds(
        0,
        List.of(
            agent -> barrier[0] = agent.barrier(),
            agent -> {
              ghost.kernel.agents.wake(ghost.cpu(0));
              results.add(agent.runYield(barrier[0], 0));
              assertFalse(agent.hasLeft());
            }));
    assertEquals(List.of(-Errno.ESTALE), results);
  }

  @Test
  void d10_yieldWithRtlaOnYield_agentRunsNextWithoutBeingWoken() {
    ghost.machine.ghost(1000, run(1000), Kernel::currentYield, run(MS));
    ghost.boot(1).enter(0).agents(0).until(1100);
    ghost.runOn(0, 0, 0, RTLA_ON_YIELD, COMMIT_AT_TXN_COMMIT);
    ghost.until(2000);
    ghost.log.clear();
    ghost.until(2300);
    assertTrue(ghost.log.contains("TASK_YIELD(t0)"), ghost.log.toString());
  }

  @Test
  void d18_latchWhileTheAgentStays_deferredUntilTheTick() {
    bootWith(1, 1, 0);
    List<String> seen = new ArrayList<>();
    ghost.rounds(
        0,
        List.of(
            agent -> {
              ghost.kernel.latcher.setPntState(
                  ghost.cpu(0), latchable(), DEFER_LATCHED_PREEMPTION_BY_AGENT);
              ghost.kernel.resched(ghost.cpu(0));
            },
            agent -> {
              seen.addAll(ghost.drained());
              agent.compute(5 * MS);
            }));
    assertEquals(List.of(), seen);
    ghost.until(10 * MS);
    assertTrue(ghost.drained().contains("TASK_PREEMPT(t0,latched)"), ghost.log.toString());
  }

  private Task latchable() {
    return ghost.task(0);
  }

  @Test
  void d19_agentBarrier_countsForLocalCommitsOnly() {
    bootWith(2, 2, 0, 1);
    ghost.round(
        0,
        agent -> {
          Task remote = ghost.task(0);
          int stale = agent.barrier() - 1;
          ghost.txn(1).open(remote.gtid, ghost.word(0).barrier(), stale, 0, COMMIT_AT_TXN_COMMIT);
          agent.commit(1);
          assertEquals(Transaction.COMPLETE, state(1), name(state(1)));
          Task local = ghost.task(1);
          ghost.txn(0).open(local.gtid, ghost.word(1).barrier(), stale, 0, COMMIT_AT_TXN_COMMIT);
          agent.commit(0);
          assertEquals(Transaction.AGENT_STALE, state(0), name(state(0)));
          assertFalse(agent.hasLeft());
        });
    assertEquals(0, ghost.machine.currentIndex(1));
  }

  @Test
  void d20_remoteFailsBeforeLocal_localIsPoisonedAndTheAgentStays() {
    bootWith(2, 1, 0, 1);
    ghost.round(
        0,
        agent -> {
          ghost.txn(1).open(ghost.task(0).gtid, 12345, 0, 0, COMMIT_AT_TXN_COMMIT);
          ghost.open(agent, 0, 0, 0, COMMIT_AT_TXN_COMMIT);
          agent.commit(EnclaveHarness.cpus(0, 1));
          assertEquals(Transaction.TARGET_STALE, state(1), name(state(1)));
          assertEquals(Transaction.POISONED, state(0), name(state(0)));
          assertFalse(agent.hasLeft());
        });
  }

  @Test
  void d21_doNotPreemptWhereAnotherRuns_agentStale() {
    bootWith(2, 2, 0, 1);
    ghost.runOn(0, 1, 0);
    ghost.runOn(0, 1, 1, DO_NOT_PREEMPT, COMMIT_AT_TXN_COMMIT);
    assertEquals(Transaction.AGENT_STALE, state(1), name(state(1)));
    assertEquals(0, ghost.machine.currentIndex(1));
  }

  @Test
  void d26_boostedAgentYieldsWithRtlaOnIdle_calledBackWhenCfsSleeps() {
    ghost.machine.fair(1000, run(10_000));
    ghost.boot(1).agents(0).until(2000);
    List<Boolean> boosts = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    ghost.rounds(
        0,
        List.of(
            agent -> {
              boosts.add(agent.isBoosted());
              agent.runYield(agent.barrier(), RTLA_ON_IDLE);
            },
            agent -> {
              boosts.add(agent.isBoosted());
              times.add(agent.nowNs());
              agent.runYield(agent.barrier(), 0);
            }));
    assertEquals(List.of(true), boosts);
    ghost.until(20_000);
    assertEquals(List.of(true, false), boosts);
    assertTrue(times.get(0) >= 11_000 && times.get(0) < 11_100, times.toString());
  }

  @Test
  void checks_inTheKernelsOrder_firstFailureDecides() {
    bootWith(2, 2, 0);
    Task task = ghost.task(0);
    int barrier = ghost.word(0).barrier();
    List<String> states = new ArrayList<>();
    ghost.round(
        0,
        agent -> {
          Transaction txn = ghost.txn(0);
          long[][] tries = {
            {task.gtid, barrier, 0x8000, 0},
            {task.gtid, barrier, RTLA_ON_IDLE | NEED_CPU_NOT_IDLE, 0},
            {task.gtid, barrier, 0, COMMIT_AT_SCHEDULE | COMMIT_AT_TXN_COMMIT},
            {task.gtid, barrier, 0, 24},
            {task.gtid + 1, barrier, 0, 0},
            {ghost.cpu(0).ghost.agent.gtid, barrier, 0, 0},
            {task.gtid, barrier + 1, 0, 0},
            {-3, 0, 0, 0},
          };
          for (long[] each : tries) {
            txn.open(each[0], (int) each[1], agent.barrier(), (int) each[2], (int) each[3]);
            agent.commit(0);
            states.add(name(txn.state()));
          }
          txn.open(task.gtid, barrier, agent.barrier(), 0, 0);
          txn.putInt(0, 1);
          agent.commit(0);
          states.add(name(txn.state()));
          txn.putInt(0, 0);
          txn.open(task.gtid, barrier, agent.barrier(), 0, 0);
          txn.putInt(4, 1);
          agent.commit(0);
          states.add(name(txn.state()));
          txn.putInt(4, 0);
          ghost.txn(1).open(ghost.task(1).gtid, ghost.word(1).barrier(), 0, 0, 2);
          agent.commit(1);
          states.add(name(ghost.txn(1).state()));
        });
    assertEquals(
        List.of(
            "INVALID_FLAGS",
            "INVALID_FLAGS",
            "INVALID_FLAGS",
            "INVALID_FLAGS",
            "TARGET_NOT_FOUND",
            "INVALID_TARGET",
            "TARGET_STALE",
            "INVALID_TARGET",
            "UNSUPPORTED_VERSION",
            "INVALID_CPU",
            "NO_AGENT"),
        states);
  }

  @Test
  void blockedTask_notRunnable_andRunningOne_onCpu() {
    ghost.machine.ghost(1000).ghost(1000, run(MS));
    ghost.boot(2).enter(0).enter(1).agents(0, 1).until(1100);
    ghost.runOn(0, 1, 0).until(1200);
    ghost.runOn(0, 1, 0);
    assertEquals(Transaction.TARGET_NOT_RUNNABLE, state(1), name(state(1)));
    ghost.runOn(0, 1, 1);
    ghost.runOn(0, 0, 1);
    assertEquals(Transaction.TARGET_ONCPU, state(0), name(state(0)));
    ghost.runOn(0, 1, 1, 0, COMMIT_AT_TXN_COMMIT | ALLOW_TASK_ONCPU);
    assertEquals(Transaction.COMPLETE, state(1), name(state(1)));
    assertEquals(1, ghost.machine.currentIndex(1));
  }

  @Test
  void cpuWithCfsWork_isUnavailable() {
    ghost.machine.ghost(1000, run(MS));
    ghost.machine.task(false, 1000, CpuSet.of(1), run(MS));
    ghost.boot(2).enter(0).agents(0, 1).until(1100);
    ghost.runOn(0, 1, 0);
    assertEquals(Transaction.CPU_UNAVAIL, state(1), name(state(1)));
  }

  @Test
  void unschedule_throwsTheTaskOffAndTheCpuIdles() {
    bootWith(2, 1, 0, 1);
    ghost.runOn(0, 1, 0).drained().clear();
    ghost.round(
        0,
        agent -> {
          ghost.txn(1).open(NULL_GTID, 0, 0, 0, COMMIT_AT_TXN_COMMIT);
          agent.commit(1);
        });
    assertEquals(List.of("TASK_PREEMPT(t0)"), ghost.drained());
    assertEquals(TraceListener.IDLE, ghost.machine.currentIndex(1));
  }

  @Test
  void greedy_isCommittedByItsOwnIdleCpuOnAnInterrupt() {
    bootWith(2, 1, 0, 1);
    ghost.round(
        0,
        agent -> {
          ghost.open(agent, 1, 0, 0, 0);
          agent.commit(1);
          assertEquals(Transaction.READY, state(1));
        });
    assertEquals(Transaction.COMPLETE, state(1), name(state(1)));
    assertEquals(0, ghost.machine.currentIndex(1));
  }

  @Test
  void atSchedule_waitsForThePassThatFollows() {
    bootWith(2, 2, 0, 1);
    ghost.runOn(0, 1, 0);
    ghost.round(0, agent -> ghost.open(agent, 1, 1, 0, COMMIT_AT_SCHEDULE));
    assertEquals(Transaction.READY, state(1), name(state(1)));
    ghost.kernel.call(
        ghost.cpu(0),
        () -> {
          ghost.kernel.resched(ghost.cpu(1));
          return 0;
        });
    ghost.settle();
    assertEquals(Transaction.COMPLETE, state(1), name(state(1)));
    assertEquals(1, ghost.machine.currentIndex(1));
  }

  @Test
  void commitAtTick_tickOfAnyCpuCommitsGreedyOnes() {
    bootWith(2, 2, 0, 1);
    ghost.set("commit_at_tick", "1");
    ghost.runOn(0, 0, 0);
    ghost.txn(1).open(ghost.task(1).gtid, ghost.word(1).barrier(), 0, 0, 0);
    ghost.until(2 * MS);
    assertEquals(Transaction.READY, state(1), name(state(1)));
    ghost.until(5 * MS);
    assertEquals(Transaction.COMPLETE, state(1), name(state(1)));
  }

  @Test
  void abort_beforeItIsClaimed_succeeds() {
    bootWith(1, 1, 0);
    Transaction txn = ghost.txn(0);
    txn.open(ghost.task(0).gtid, 1, 1, 0, COMMIT_AT_TXN_COMMIT);
    assertTrue(txn.abort());
    assertEquals(Transaction.ABORTED, txn.state());
    assertFalse(txn.abort());
  }

  @Test
  void syncGroupTestCommit_allSucceed_ownersReleased() {
    bootWith(4, 3, 0, 1, 2, 3);
    int[] result = new int[1];
    ghost.round(
        0,
        agent -> {
          BitSet group = EnclaveHarness.cpus(0, 1, 2, 3);
          for (int cpu = 0; cpu < 3; cpu++) {
            ghost.open(agent, cpu, cpu, 0, 0);
          }
          ghost.txn(3).open(IDLE_GTID, 0, 0, 0, ALLOW_TASK_ONCPU);
          group.stream().forEach(cpu -> ghost.txn(cpu).setSyncGroupOwner(0));
          result[0] = agent.commitGroup(group);
          assertTrue(agent.hasLeft());
        });
    assertEquals(1, result[0]);
    for (int cpu = 0; cpu < 4; cpu++) {
      assertEquals(Transaction.COMPLETE, state(cpu), name(state(cpu)));
      assertEquals(-1, ghost.txn(cpu).syncGroupOwner());
    }
    assertEquals(List.of(0, 1, 2), List.of(index(0), index(1), index(2)));
  }

  private int index(int cpu) {
    return ghost.machine.currentIndex(cpu);
  }

  @Test
  void syncGroupTestCommit_oneFails_ownersStayAndNobodyRuns() {
    bootWith(4, 3, 0, 1, 2, 3);
    int[] result = new int[1];
    ghost.round(
        0,
        agent -> {
          BitSet group = EnclaveHarness.cpus(1, 2, 3);
          for (int cpu = 1; cpu < 4; cpu++) {
            ghost.open(agent, cpu, cpu - 1, 0, 0);
            ghost.txn(cpu).setSyncGroupOwner(0);
          }
          ghost.txn(2).open(ghost.task(1).gtid, 999, 0, 0, 0);
          result[0] = agent.commitGroup(group);
        });
    ghost.settle();
    assertEquals(0, result[0]);
    assertEquals(Transaction.COMPLETE, state(1), name(state(1)));
    assertEquals(Transaction.TARGET_STALE, state(2), name(state(2)));
    assertEquals(Transaction.POISONED, state(3), name(state(3)));
    assertEquals(0, ghost.txn(1).syncGroupOwner());
    assertEquals(List.of(-1, -1, -1), List.of(index(1), index(2), index(3)));
    assertFalse(ghost.drained().contains("TASK_PREEMPT(t0)"), "nobody is told");
    assertEquals(TaskState.RUNNABLE, ghost.task(0).state);
  }

  @Test
  void txnLayout_ofACpuOfAnEnclave_isTheKernels() {
    bootWith(2, 0);
    int fd = ghost.user.open(ghost.thread, "enclave_1/cpu_data", true);
    SharedMemory memory = ghost.user.map(ghost.thread, fd, true);
    assertEquals(2 * 4096, memory.size());
    ghost.txn(1).open(0x77L << 32, 5, 6, 0x401, 3);
    assertEquals(0, memory.getInt(4096));
    assertEquals(1, memory.getInt(4096 + 4));
    assertEquals(Integer.MAX_VALUE, memory.getInt(4096 + 8));
    assertEquals(6, memory.getInt(4096 + 12));
    assertEquals(5, memory.getInt(4096 + 16));
    assertEquals(0x401 | 3 << 16, memory.getInt(4096 + 20));
    assertEquals(0x77L << 32, memory.getLong(4096 + 24));
    assertEquals(-1, memory.getInt(4096 + 48));
    assertNull(ghost.user.queue(ghost.thread, fd));
  }
}
