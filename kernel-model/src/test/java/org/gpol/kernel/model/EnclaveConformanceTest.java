package org.gpol.kernel.model;

import static org.gpol.kernel.hook.GhostAbi.COMMIT_AT_TXN_COMMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.report.TraceListener;
import org.junit.jupiter.api.Test;

/** Enclaves through ghostfs: files, commands, CPUs, destruction, the watchdog. */
class EnclaveConformanceTest {
  private static final long MS = 1_000_000;
  private final EnclaveHarness ghost = new EnclaveHarness();

  private static KernelHarness.Step run(long ns) {
    return kernel -> kernel.currentRun(ns);
  }

  private int rootWrite(String text) {
    int fd = ghost.user.open(ghost.thread, "ctl", true);
    return ghost.user.write(ghost.thread, fd, text);
  }

  @Test
  void checkVersion_ofTheKernel_isTheAbi() {
    ghost.boot(1);
    StringBuilder text = new StringBuilder();
    int fd = ghost.user.open(ghost.thread, "version", false);
    assertEquals(0, ghost.user.read(ghost.thread, fd, text));
    assertEquals("84\n85\n86\n87\n88\n89\n90\n91\n", text.toString());
    assertEquals("91\n", ghost.get("abi_version"));
  }

  @Test
  void create_errors_areGhostfsOnes() {
    ghost.boot(1);
    assertEquals(-Errno.EEXIST, rootWrite("create 1 91"));
    assertEquals(-Errno.ESRCH, rootWrite("create 2 12"));
    assertEquals(-Errno.ENOENT, rootWrite("create 2 91 colour=red"));
    assertEquals(-Errno.EINVAL, rootWrite("create 2 91 gid=x"));
    assertEquals(-Errno.EINVAL, rootWrite("create"));
    assertEquals(-Errno.EINVAL, rootWrite("destroy"));
    assertTrue(rootWrite("create 2 91 gid=5 ephemeral\n") > 0);
    assertEquals(-Errno.ENOENT, ghost.user.open(ghost.thread, "enclave_3/ctl", true));
    assertEquals(-Errno.ENOENT, ghost.user.open(ghost.thread, "enclave_2/nothing", true));
    assertEquals(-Errno.EACCES, ghost.user.open(ghost.thread, "enclave_2/status", true));
  }

  @Test
  void makeAnyEnclave_destroyThroughCtl_isGone() {
    ghost.boot(2);
    ghost.write(ghost.ctlFd, "destroy");
    assertEquals(-Errno.ENOENT, ghost.user.open(ghost.thread, "enclave_1/ctl", true));
    assertEquals(-Errno.ENODEV, ghost.user.write(ghost.thread, ghost.ctlFd, "destroy"));
    assertEquals(-Errno.ENODEV, ghost.ctl.createQueue(4, 0, 0));
  }

  @Test
  void txnRegionFree_destroyAndCreateAnother_cpusAreFree() {
    ghost.boot(2).agents(0, 1);
    assertTrue(rootWrite("create 2 91") > 0);
    int second = ghost.user.open(ghost.thread, "enclave_2/cpulist", true);
    assertEquals(-Errno.EBUSY, ghost.user.write(ghost.thread, second, "0-1"));
    ghost.write(ghost.ctlFd, "destroy");
    assertTrue(ghost.user.write(ghost.thread, second, "0-1") > 0);
  }

  @Test
  void cleanupLeakedCpus_ofADestroyedEnclave_canBeUsedAgain() {
    ghost.boot(2);
    ghost.write(ghost.ctlFd, "destroy");
    assertTrue(rootWrite("create 1 91") > 0);
    ghost.set("cpulist", "1");
    assertEquals("1\n", ghost.get("cpulist"));
  }

  @Test
  void setCpus_maskAndList_agree() {
    ghost.boot(8);
    String[][] pairs = {{"1e", "1-4"}, {"21", "0,5"}, {"ff", "0-7"}, {"4d", "0,2-3,6"}, {"0", ""}};
    for (String[] pair : pairs) {
      ghost.set("cpumask", pair[0]);
      assertEquals(pair[1] + "\n", ghost.get("cpulist"));
      ghost.set("cpulist", pair[1]);
      String mask = pair[0].length() == 1 ? "0" + pair[0] : pair[0];
      assertEquals(mask + "\n", ghost.get("cpumask"));
    }
    ghost.set("cpulist", "");
    assertEquals("\n", ghost.get("cpulist"));
  }

  @Test
  void badCpus_areRefusedAndNothingChanges() {
    ghost.boot(8);
    ghost.set("cpulist", "2");
    assertEquals(-Errno.EINVAL, ghost.trySet("cpumask", "hello"));
    assertEquals(-Errno.EINVAL, ghost.trySet("cpulist", "-2"));
    assertEquals(-Errno.EINVAL, ghost.trySet("cpulist", "9999999999"));
    assertEquals(-Errno.ERANGE, ghost.trySet("cpulist", "8"));
    assertEquals("2\n", ghost.get("cpulist"));
  }

  @Test
  void cpuListComma_groupsBeyondTheMachine_eoverflow() {
    ghost.boot(8);
    ghost.set("cpumask", "0,3");
    assertEquals("0-1\n", ghost.get("cpulist"));
    assertEquals(-Errno.EOVERFLOW, ghost.trySet("cpumask", "1,00000003"));
  }

  @Test
  void mmapTxn_ofAnAddedCpu_isFresh() {
    ghost.boot(8);
    ghost.set("cpulist", "");
    assertNull(ghost.txn(1));
    ghost.set("cpulist", "1");
    ghost.set("cpulist", "1,4");
    for (int cpu : new int[] {1, 4}) {
      Transaction txn = ghost.txn(cpu);
      assertEquals(cpu, txn.cpu());
      assertEquals(0, txn.getInt(0));
      assertEquals(-1, txn.syncGroupOwner());
      assertEquals(Transaction.COMPLETE, txn.state());
    }
  }

  @Test
  void setCpus_takingAnAgentsCpuAway_eexist() {
    ghost.boot(2).agents(1);
    assertEquals(-Errno.EEXIST, ghost.trySet("cpulist", "0"));
    ghost.set("cpulist", "1");
    assertEquals("1\n", ghost.get("cpulist"));
  }

  @Test
  void getNrTasks_ofAFreshEnclave_is0() {
    ghost.boot(1);
    assertEquals("version 91\nactive yes\nnr_tasks 0\n", ghost.get("status"));
  }

  @Test
  void setDeliverAgentRunnabilityAndTheOthers_readWhatWasWritten() {
    ghost.boot(1);
    List<String> files =
        List.of(
            "deliver_agent_runnability",
            "deliver_cpu_availability",
            "deliver_ticks",
            "commit_at_tick",
            "live_dangerously",
            "switchto_disabled",
            "wake_on_waker_cpu");
    for (String file : files) {
      assertEquals("0\n", ghost.get(file));
      ghost.set(file, "1\n");
      assertEquals("1\n", ghost.get(file));
      assertEquals(-Errno.EINVAL, ghost.trySet(file, "yes"));
    }
    ghost.set("runnable_timeout", "250");
    assertEquals("250\n", ghost.get("runnable_timeout"));
  }

  @Test
  void setDeliverCpuAvailability_cfsComesAndGoes_busyThenAvailable() {
    ghost.machine.fair(2000, run(1000));
    ghost.boot(1);
    ghost.set("deliver_cpu_availability", "1");
    ghost.agents(0).until(5000);
    assertEquals(
        List.of("CPU_AVAILABLE(cpu0)", "CPU_BUSY(cpu0)", "CPU_AVAILABLE(cpu0)"), ghost.drained());
  }

  @Test
  void agentOnline_isOpenedForWritingByOneAtATime() {
    ghost.boot(1);
    assertEquals("0\n", ghost.get("agent_online"));
    int fd = ghost.user.open(ghost.thread, "enclave_1/agent_online", true);
    assertEquals("1\n", ghost.get("agent_online"));
    assertEquals(-Errno.EBUSY, ghost.user.open(ghost.thread, "enclave_1/agent_online", true));
    assertEquals(-Errno.EINVAL, ghost.user.write(ghost.thread, fd, "1"));
    assertEquals(0, ghost.user.close(ghost.thread, fd));
    assertEquals("0\n", ghost.get("agent_online"));
  }

  @Test
  void liveDangerously_off_agentOpensNoFilesOfItsEnclave() {
    ghost.boot(1).agents(0);
    UserThread agent = ghost.cpu(0).ghost.program.thread();
    assertEquals(-Errno.EDEADLK, ghost.user.open(agent, "enclave_1/status", false));
    ghost.set("live_dangerously", "1");
    assertTrue(ghost.user.open(agent, "enclave_1/status", false) > 0);
  }

  @Test
  void killActiveEnclave_destroy_killsTheAgents() {
    ghost.boot(2).agents(0, 1);
    ghost.write(ghost.ctlFd, "destroy");
    ghost.settle();
    assertNull(ghost.cpu(0).ghost.agent);
    assertNull(ghost.cpu(1).ghost.agent);
    assertEquals(TraceListener.IDLE, ghost.machine.currentIndex(0));
  }

  @Test
  void ephemeralEnclave_creatorDies_goesWithIt() {
    ghost.boot(1);
    assertTrue(rootWrite("create 2 91 ephemeral") > 0);
    ghost.user.kill(ghost.process);
    UserThread other = ghost.user.process("other").thread(0);
    assertEquals(-Errno.ENOENT, ghost.user.open(other, "enclave_2/ctl", true));
    assertTrue(ghost.user.open(other, "enclave_1/ctl", true) > 0);
  }

  private void bootWithAllStates() {
    ghost.machine.ghost(1000, run(5 * MS), Kernel::currentExit);
    ghost.machine.ghost(1000, run(5 * MS), Kernel::currentExit);
    ghost.machine.ghost(1000, run(5 * MS), Kernel::currentExit);
    ghost.machine.ghost(1000, k -> k.currentSleep(3000), run(5 * MS), Kernel::currentExit);
    ghost.machine.ghost(50 * MS, run(5 * MS), Kernel::currentExit);
    ghost.boot(2);
    for (int i = 0; i < 5; i++) {
      ghost.enter(i);
    }
    ghost.agents(0, 1).until(1100);
    ghost.runOn(0, 1, 3).until(1500);
    ghost.runOn(0, 1, 0);
    ghost.until(1700);
  }

  @Test
  void d22_destroy_tasksInAllStatesEndUnderCfs() {
    bootWithAllStates();
    assertEquals(0, ghost.machine.currentIndex(1));
    ghost.round(
        0,
        agent -> {
          ghost.open(agent, 1, 1, 0, COMMIT_AT_TXN_COMMIT);
          agent.commit(1);
          assertSame(ghost.task(1), ghost.cpu(1).ghost.latched);
          ghost.kernel.enclaves.destroy(ghost.kernel.enclaves.byId(1));
          agent.compute(10);
        });
    ghost.until(200 * MS);
    for (int i = 0; i < 5; i++) {
      assertEquals(SchedClass.FAIR, ghost.task(i).schedClass, "task " + i);
      assertEquals(TaskState.DEAD, ghost.task(i).state, "task " + i);
      assertEquals(5 * MS, ghost.task(i).runtimeNs, "task " + i);
    }
  }

  @Test
  void d16_runnableTaskNobodyCommits_watchdogDestroysAndCfsRunsIt() {
    ghost.machine.ghost(1000, run(5 * MS), Kernel::currentExit);
    ghost.boot(1).enter(0).agents(0);
    ghost.set("runnable_timeout", "20");
    ghost.until(20 * MS);
    assertEquals(SchedClass.GHOST, ghost.task(0).schedClass);
    ghost.until(40 * MS);
    assertEquals(TaskState.DEAD, ghost.task(0).state);
    assertTrue(ghost.kernel.enclaves.all().isEmpty());
  }

  @Test
  void destroyAndSetsched_entering_afterwardsAlwaysACfsTaskThatRuns() {
    ghost.machine.fair(1000, run(5 * MS), Kernel::currentExit);
    ghost.boot(1).agents(0).until(2000);
    int tasks = ghost.user.open(ghost.thread, "enclave_1/tasks", true);
    assertTrue(ghost.user.write(ghost.thread, tasks, "1") > 0);
    ghost.write(ghost.ctlFd, "destroy");
    assertEquals(-Errno.ENODEV, ghost.user.write(ghost.thread, tasks, "1"));
    ghost.until(20 * MS);
    assertEquals(TaskState.DEAD, ghost.task(0).state);
    assertEquals(5 * MS, ghost.task(0).runtimeNs);
  }

  @Test
  void twoEnclaves_onDisjointCpus_scheduleTheirOwnTasks() {
    ghost.machine.ghost(1000, run(MS)).ghost(1000, run(MS));
    ghost.boot(2);
    ghost.set("cpulist", "0");
    assertTrue(rootWrite("create 2 91") > 0);
    int cpus = ghost.user.open(ghost.thread, "enclave_2/cpulist", true);
    int ctl = ghost.user.open(ghost.thread, "enclave_2/ctl", true);
    int tasks = ghost.user.open(ghost.thread, "enclave_2/tasks", true);
    assertTrue(ghost.user.write(ghost.thread, cpus, "1") > 0);
    assertTrue(ghost.user.write(ghost.thread, ctl, "create sw_region 0 0") > 0);
    ghost.enter(0);
    assertTrue(ghost.user.write(ghost.thread, tasks, "2") > 0);
    assertEquals(-Errno.EPERM, ghost.user.write(ghost.thread, tasks, "1"));
    ghost.agents(0).until(1100);
    ghost.runOn(0, 0, 1);
    assertEquals(Transaction.NOT_PERMITTED, ghost.txn(0).state());
    ghost.runOn(0, 0, 0);
    assertEquals(0, ghost.machine.currentIndex(0));
    assertEquals("1\n", ghost.get("tasks"));
  }

  @Test
  void enclaveOfAnOlderAbi_takesProgramsOfItOnly() {
    ghost.boot(1);
    assertTrue(rootWrite("create 2 84") > 0);
    int ctl = ghost.user.open(ghost.thread, "enclave_2/ctl", true);
    TestPolicy policy = new TestPolicy();
    var pnt = org.gpol.kernel.hook.HookPoint.PICK_NEXT_TASK;
    assertEquals(-Errno.EBADF, ghost.user.attach(ghost.thread, ctl, pnt, policy, 91));
    assertTrue(ghost.user.attach(ghost.thread, ctl, pnt, policy, 84) > 0);
  }

  @Test
  void disableBpfProgLoad_loading_eperm() {
    ghost.boot(1);
    TestPolicy policy = new TestPolicy();
    var pnt = org.gpol.kernel.hook.HookPoint.PICK_NEXT_TASK;
    ghost.write(ghost.ctlFd, "disable my bpf_prog_load");
    assertEquals(-Errno.EPERM, ghost.user.attach(ghost.thread, ghost.ctlFd, pnt, policy, 91));
    UserThread other = ghost.process.thread(0);
    assertTrue(ghost.user.attach(other, ghost.ctlFd, pnt, policy, 91) > 0);
  }

  @Test
  void d25_attachTwice_ebusyUntilTheFirstLinkCloses() {
    ghost.boot(1);
    TestPolicy policy = new TestPolicy();
    var pnt = org.gpol.kernel.hook.HookPoint.PICK_NEXT_TASK;
    int link = ghost.user.attach(ghost.thread, ghost.ctlFd, pnt, policy, 91);
    assertTrue(link > 0);
    assertEquals(-Errno.EBUSY, ghost.user.attach(ghost.thread, ghost.ctlFd, pnt, policy, 91));
    assertEquals(0, ghost.user.close(ghost.thread, link));
    assertEquals(-Errno.EBADF, ghost.user.attach(ghost.thread, ghost.ctlFd, pnt, policy, 90));
    assertTrue(ghost.user.attach(ghost.thread, ghost.ctlFd, pnt, policy, 91) > 0);
    int file = ghost.user.open(ghost.thread, "enclave_1/status", false);
    assertEquals(-Errno.EBADF, ghost.user.attach(ghost.thread, file, pnt, policy, 91));
  }

  @Test
  void unknownCommands_einval() {
    ghost.boot(1);
    assertEquals(-Errno.EINVAL, ghost.user.write(ghost.thread, ghost.ctlFd, "become king 0"));
    assertEquals(
        -Errno.ENODEV, ghost.user.write(ghost.thread, ghost.ctlFd, "create sw_region 1 9"));
    assertEquals(
        -Errno.EEXIST, ghost.user.write(ghost.thread, ghost.ctlFd, "create sw_region 0 0"));
    int readOnly = ghost.user.open(ghost.thread, "enclave_1/ctl", false);
    assertEquals(-Errno.EACCES, ghost.user.ctl(ghost.thread, readOnly).createQueue(4, 0, 0));
    assertEquals(-Errno.EBADF, ghost.user.write(ghost.thread, 999, "destroy"));
  }
}
