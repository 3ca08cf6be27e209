package org.gpol.kernel.model;

import static org.gpol.kernel.hook.GhostAbi.ALLOW_TASK_ONCPU;
import static org.gpol.kernel.hook.GhostAbi.COMMIT_AT_TXN_COMMIT;
import static org.gpol.kernel.hook.GhostAbi.IDLE_GTID;
import static org.gpol.kernel.hook.GhostAbi.NEED_CPU_NOT_IDLE;
import static org.gpol.kernel.hook.GhostAbi.SEND_TASK_ON_CPU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.workload.CpuSet;
import org.junit.jupiter.api.Test;

/** Agents: how a thread becomes one, what wakes it, what it is told about its CPU. */
class AgentConformanceTest {
  private static final long MS = 1_000_000;
  private final EnclaveHarness ghost = new EnclaveHarness();

  private static KernelHarness.Step run(long ns) {
    return kernel -> kernel.currentRun(ns);
  }

  private int become(UserThread thread, int cpu, int queueFd) {
    return ghost.user.becomeAgent(
        thread, ghost.ctlFd, cpu, queueFd, agent -> agent.runYield(agent.barrier(), 0));
  }

  @Test
  void destructorCanFree_agentExits_itsStatusWordCanBeFreed() {
    ghost.boot(1).agents(0);
    StatusWord word = ghost.cpu(0).ghost.agent.ghost.statusWord;
    assertEquals(-Errno.EINVAL, ghost.ctl.swFree(word.region(), word.index()));
    ghost.round(0, Agent::exit);
    assertTrue(word.has(GhostAbi.SW_F_CANFREE));
    assertNull(ghost.cpu(0).ghost.agent);
    assertEquals(0, ghost.ctl.swFree(word.region(), word.index()));
    assertEquals(0, word.flags());
    ghost.agents(0);
    assertTrue(ghost.cpu(0).ghost.blockedInRun);
  }

  @Test
  void ping_yieldingAgent_runsAgain() {
    ghost.boot(2).agents(0, 1);
    for (int cpu = 0; cpu < 2; cpu++) {
      List<Integer> rounds = new ArrayList<>();
      int on = cpu;
      ghost.round(cpu, agent -> rounds.add(on));
      assertEquals(List.of(cpu), rounds);
    }
    UserThread stranger = ghost.user.process("other").thread(0);
    int fd = ghost.user.open(stranger, "enclave_1/ctl", true);
    Ctl other = ghost.user.ctl(stranger, fd);
    assertEquals(-Errno.EINVAL, other.run(GhostAbi.AGENT_GTID, 0, 0));
  }

  @Test
  void cpuTick_toTheQueueOfTheAgent_alsoAfterReassociation() {
    ghost.machine.ghost(1000, run(50 * MS));
    ghost.boot(1).enter(0).agents(0).until(1100);
    ghost.set("deliver_ticks", "1");
    ghost.runOn(0, 0, 0).drained().clear();
    ghost.until(9 * MS);
    assertEquals(List.of("CPU_TICK(cpu0)", "CPU_TICK(cpu0)"), ghost.drained());
    assertEquals(0, ghost.message(ghost.messages.size() - 1).field("is_agent"));
    int second = ghost.ctl.createQueue(64, 0, 0);
    Task agent = ghost.cpu(0).ghost.agent;
    int barrier = agent.ghost.statusWord.barrier();
    assertEquals(0, ghost.ctl.assocQueue(second, GhostAbi.SRC_TASK, agent.gtid, barrier, 0));
    ghost.until(13 * MS);
    assertEquals(0, ghost.queue.used());
    Message tick = new Message();
    assertTrue(ghost.user.queue(ghost.thread, second).read(tick));
    assertEquals(MessageType.CPU_TICK, tick.type());
  }

  @Test
  void d17_tickWhileTheAgentIsCurrent_isAgent() {
    ghost.boot(1).agents(0);
    ghost.set("deliver_ticks", "1");
    ghost.round(0, agent -> agent.compute(5 * MS));
    ghost.until(10 * MS);
    ghost.drained();
    assertTrue(ghost.log.contains("CPU_TICK(cpu0)"), ghost.log.toString());
    assertEquals(1, ghost.message(ghost.log.indexOf("CPU_TICK(cpu0)")).field("is_agent"));
  }

  @Test
  void msgTimerExpired_periodicTimer_tellsItsAgentOnly() {
    ghost.boot(2).agents(0, 1);
    int timer = ghost.user.createTimer(ghost.thread);
    TimerTarget target = new TimerTarget(1, GhostAbi.TIMERFD_ENABLED, 5, 77);
    assertEquals(0, ghost.ctl.setTimer(timer, MS, MS, target));
    ghost.until(3 * MS + 1);
    assertEquals(
        List.of("CPU_TIMER_EXPIRED(cpu1)", "CPU_TIMER_EXPIRED(cpu1)", "CPU_TIMER_EXPIRED(cpu1)"),
        ghost.drained());
    assertEquals(5, ghost.message(0).field("type"));
    assertEquals(77, ghost.message(0).field("cookie"));
    assertEquals(3, ghost.user.readTimer(ghost.thread, timer));
    assertEquals(0, ghost.ctl.setTimer(timer, 0, 0, null));
    ghost.until(9 * MS);
    assertEquals(3, ghost.drained().size());
    TimerTarget foreign = new TimerTarget(5, GhostAbi.TIMERFD_ENABLED, 0, 0);
    assertEquals(-Errno.EINVAL, ghost.ctl.setTimer(timer, MS, 0, foreign));
    assertEquals(-Errno.EINVAL, ghost.ctl.setTimer(timer, MS, 0, new TimerTarget(1, 2, 0, 0)));
  }

  @Test
  void idleTestNeedCpuNotIdle_cfsRuns_toldOnceForFlaggedCpus() {
    ghost.machine.task(false, 2000, CpuSet.of(1), run(1000), k -> k.currentSleep(5000), run(1000));
    ghost.machine.task(false, 2000, CpuSet.of(2), run(1000));
    ghost.boot(3).agents(0, 1, 2).until(1000);
    ghost.round(
        0,
        agent -> {
          ghost.txn(1).open(IDLE_GTID, 0, 0, NEED_CPU_NOT_IDLE, ALLOW_TASK_ONCPU | 2);
          ghost.txn(2).open(IDLE_GTID, 0, 0, 0, ALLOW_TASK_ONCPU | 2);
          agent.commit(EnclaveHarness.cpus(1, 2));
        });
    ghost.until(9000);
    assertEquals(List.of("CPU_NOT_IDLE(cpu1)"), ghost.drained());
    assertEquals(ghost.task(0).gtid, ghost.message(0).field("next_gtid"));
  }

  @Test
  void msgCpuNotIdle_idleCommittedCpuRunsCfs_messageOfThatCpu() {
    ghost.machine.task(false, 2000, CpuSet.of(0), run(1000));
    ghost.boot(2).agents(0, 1).until(1000);
    ghost.round(
        1,
        agent -> {
          ghost.txn(0).open(IDLE_GTID, 0, 0, NEED_CPU_NOT_IDLE, ALLOW_TASK_ONCPU | 2);
          agent.commit(0);
        });
    ghost.until(9000);
    assertEquals(List.of("CPU_NOT_IDLE(cpu0)"), ghost.drained());
  }

  @Test
  void setSched_ofAnAgent_eperm() {
    ghost.boot(1);
    UserThread thread = ghost.process.thread(0);
    assertTrue(become(thread, 0, -1) > 0);
    assertTrue(thread.isAgent());
    assertEquals(-Errno.EPERM, ghost.user.setScheduler(thread, 0, 0));
    assertEquals(-Errno.EPERM, ghost.user.setScheduler(thread, 0, GhostAbi.SCHED_GHOST));
  }

  @Test
  void getStatusWordInfo_ofAgents() {
    ghost.boot(2).agents(1);
    int[] info = new int[2];
    assertEquals(-Errno.EINVAL, ghost.ctl.swGetInfo(GhostAbi.SRC_AGENT, -55, info));
    assertEquals(-Errno.EINVAL, ghost.ctl.swGetInfo(GhostAbi.SRC_AGENT, 2, info));
    assertEquals(-Errno.EINVAL, ghost.ctl.swGetInfo(GhostAbi.SRC_AGENT, 0, info));
    assertEquals(-Errno.EINVAL, ghost.ctl.swGetInfo(2, 0, info));
    assertEquals(-Errno.ENOENT, ghost.ctl.swGetInfo(GhostAbi.SRC_TASK, 123, info));
    assertEquals(0, ghost.ctl.swGetInfo(GhostAbi.SRC_AGENT, 1, info));
    StatusWord word = ghost.cpu(1).ghost.agent.ghost.statusWord;
    assertEquals(List.of(word.region(), word.index()), List.of(info[0], info[1]));
  }

  @Test
  void agentBlock_blockingSystemCall_blockedThenWakeup() {
    ghost.boot(1).agents(0);
    ghost.set("deliver_agent_runnability", "1");
    ghost.round(0, agent -> agent.sleepUntil(5000));
    ghost.until(6000);
    assertEquals(List.of("CPU_AGENT_BLOCKED(cpu0)", "CPU_AGENT_WAKEUP(cpu0)"), ghost.drained());
    assertTrue(ghost.cpu(0).ghost.blockedInRun, "it looked and yields again");
  }

  @Test
  void failToBecomeAgent_noQueue_enxioAndStaysWhatItWas() {
    ghost.boot(2);
    assertEquals(0, ghost.user.close(ghost.thread, ghost.queueFd));
    UserThread thread = ghost.process.thread(0);
    assertEquals(-Errno.ENXIO, become(thread, 1, -1));
    assertFalse(thread.isAgent());
    assertEquals(0, thread.cpu());
  }

  @Test
  void becomeAgent_errors_inTheKernelsOrder() {
    ghost.boot(2).agents(0);
    UserThread thread = ghost.process.thread(0);
    assertEquals(-Errno.EBADF, become(thread, 99, -2));
    assertEquals(-Errno.EINVAL, become(thread, 99, 12345));
    assertEquals(-Errno.EBADF, become(thread, 1, 12345));
    assertEquals(-Errno.EBUSY, become(thread, 0, -1));
    ghost.set("cpulist", "0");
    assertEquals(-Errno.ENODEV, become(thread, 1, -1));
    assertEquals(-Errno.EPERM, become(ghost.process.thread(1).withoutSysNice(), 1, 12345));
  }

  @Test
  void capabilitiesTest_runAndAgent_needSysNice() {
    ghost.boot(1);
    UserThread weak = ghost.process.thread(0).withoutSysNice();
    int fd = ghost.user.open(weak, "enclave_1/ctl", true);
    assertEquals(-Errno.EPERM, ghost.user.ctl(weak, fd).run(0, 0, 0));
    assertEquals(-Errno.EINVAL, ghost.ctl.run(0, 0, 0));
    assertEquals(-Errno.EPERM, become(weak, 0, -1));
    assertTrue(become(ghost.process.thread(0), 0, -1) > 0);
  }

  @Test
  void d22_agentProcessDies_tasksStallUntilTheNextAgent() {
    ghost.machine.ghost(1000, run(50 * MS));
    ghost.boot(1).enter(0).agents(0).until(1100);
    ghost.runOn(0, 0, 0);
    ghost.user.kill(ghost.process);
    ghost.until(20_000);
    assertEquals(TraceListener.IDLE, ghost.machine.currentIndex(0));
    assertEquals(TaskState.RUNNABLE, ghost.task(0).state);
    assertEquals(Transaction.COMPLETE, ghost.txn(0).state());
  }

  @Test
  void agentDiesWhileItExecutes_watchdogFindsAllTasks() {
    ghost.machine.ghost(1000, run(MS), Kernel::currentExit);
    ghost.machine.ghost(1000, run(MS), Kernel::currentExit);
    ghost.boot(1).enter(0).enter(1).agents(0);
    ghost.set("runnable_timeout", "20");
    ghost.until(1100).round(0, agent -> ghost.user.kill(ghost.process));
    assertEquals(2, ghost.kernel.enclaves.all().get(0).nrTasks);
    ghost.until(60 * MS);
    assertEquals(TaskState.DEAD, ghost.task(0).state);
    assertEquals(TaskState.DEAD, ghost.task(1).state);
  }

  @Test
  void upgrade_newProcessAssociatesWhatItFinds() {
    ghost.machine.ghost(1000, run(50 * MS)).ghost(1000);
    ghost.boot(1).enter(0).enter(1).agents(0).until(1500);
    ghost.runOn(0, 0, 0);
    ghost.user.kill(ghost.process);
    ghost.until(3000);
    UserProcess next = ghost.user.process("next");
    ghost.process = next;
    ghost.thread = next.thread(0);
    ghost.ctlFd = ghost.user.open(ghost.thread, "enclave_1/ctl", true);
    ghost.ctl = ghost.user.ctl(ghost.thread, ghost.ctlFd);
    ghost.queueFd = ghost.ctl.createQueue(64, 0, 0);
    ghost.queue = ghost.user.queue(ghost.thread, ghost.queueFd);
    assertEquals(0, ghost.ctl.setDefaultQueue(ghost.queueFd));
    ghost.agents(0);
    StatusWord word = ghost.word(0);
    int stale = word.barrier() - 1;
    int type = GhostAbi.SRC_TASK;
    assertEquals(-Errno.ESTALE, ghost.ctl.assocQueue(ghost.queueFd, type, word.gtid(), stale, 0));
    assertEquals(0, ghost.ctl.assocQueue(ghost.queueFd, type, word.gtid(), word.barrier(), 0));
    assertEquals(
        GhostAbi.ASSOC_ALREADY,
        ghost.ctl.assocQueue(ghost.queueFd, type, word.gtid(), word.barrier(), 0));
    ghost.runOn(0, 0, 0, SEND_TASK_ON_CPU, COMMIT_AT_TXN_COMMIT);
    assertEquals(0, ghost.machine.currentIndex(0));
    assertEquals(List.of("TASK_ON_CPU(t0)"), ghost.drained());
  }

  @Test
  void d23_discover_newOfEveryTaskButAgents_wakesNobody() {
    ghost.machine.ghost(1000, run(50 * MS)).ghost(1000);
    ghost.boot(1).enter(0).enter(1).agents(0).until(1500);
    ghost.drained().clear();
    int barrier = ghost.word(0).barrier();
    int agentBarrier = ghost.cpu(0).ghost.agentBarrier;
    ghost.write(ghost.ctlFd, "discover tasks");
    assertEquals(List.of("TASK_NEW(t0)", "TASK_NEW(t1)"), ghost.drained());
    assertEquals(barrier + 1, ghost.word(0).barrier());
    assertEquals(agentBarrier, ghost.cpu(0).ghost.agentBarrier);
    int last = ghost.messages.size() - 1;
    assertEquals(1, ghost.message(last - 1).field("runnable"));
  }
}
