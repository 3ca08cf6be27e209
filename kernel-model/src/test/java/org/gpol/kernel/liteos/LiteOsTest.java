package org.gpol.kernel.liteos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.gpol.kernel.check.Checks;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.TraceListener;
import org.junit.jupiter.api.Test;

class LiteOsTest {
  private static final long MS = 1_000_000;
  private final StringBuilder switches = new StringBuilder();
  private final Checks checks = new Checks(List.of("t0", "t1", "t2", "t3"), 1, 1000 * MS);
  private final LiteOs os =
      new LiteOs(
          LiteOsConfig.DEFAULT,
          new TraceListener() {
            @Override
            public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
              switches.append(timeNs / MS).append(':').append(next).append(' ');
              checks.switched(timeNs, cpu, prev, reason, next);
            }

            @Override
            public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
              checks.woken(timeNs, task, cpu, wakerCpu, fresh);
            }
          });

  /** A task that takes the steps in turn and then returns. */
  private static LiteOsProgram script(LiteOsProgram... steps) {
    Deque<LiteOsProgram> left = new ArrayDeque<>(Arrays.asList(steps));
    return kernel -> left.isEmpty() ? LiteOsProgram.RETURN : left.poll().next(kernel);
  }

  private static LiteOsProgram work(long ms) {
    return kernel -> ms * MS;
  }

  private int create(int priority, LiteOsProgram program) {
    LiteOsCreated created = os.create("task", priority, program);
    assertEquals(LiteOsError.OK, created.error());
    return created.id();
  }

  private String run(long ms) {
    os.runUntil(ms * MS);
    for (CheckResult check : checks.results(List.of(), List.of(), os.nowNs())) {
      assertTrue(check.ok(), check.toString());
    }
    return switches.toString().strip();
  }

  @Test
  void create_higherPriorityFirst_eachToItsEnd() {
    create(10, script(work(3)));
    create(5, script(work(2)));
    assertEquals("0:1 2:0 5:-1", run(10));
    assertNull(os.info(0));
  }

  @Test
  void createOnly_isSuspendedUntilResumed() {
    int id = os.createOnly("later", 7, script(work(1))).id();
    assertEquals(LiteOsStatus.SUSPEND, os.info(id).status());
    assertEquals("", run(3));
    assertEquals(LiteOsError.OK, os.resume(id));
    assertEquals(LiteOsStatus.READY, os.info(id).status());
    assertEquals(LiteOsError.NOT_SUSPENDED, os.resume(id));
    assertEquals("3:0 4:-1", run(6));
  }

  @Test
  void create_badArguments_errors() {
    assertEquals(LiteOsError.ENTRY_NULL, os.create("x", 1, null).error());
    assertEquals(LiteOsError.NAME_EMPTY, os.create("", 1, work(1)).error());
    assertEquals(LiteOsError.PRIOR_ERROR, os.create("x", 32, work(1)).error());
    LiteOs small = new LiteOs(new LiteOsConfig(MS, 2, 1), new TraceListener() {});
    small.create("x", 1, work(1));
    assertEquals(LiteOsError.TCB_UNAVAILABLE, small.create("x", 1, work(1)).error());
    assertEquals(0x0200_0211, LiteOsError.TCB_UNAVAILABLE.number());
    assertEquals(LiteOsError.ID_INVALID, os.resume(64));
    assertEquals(LiteOsError.NOT_CREATED, os.delete(3));
  }

  @Test
  void delay_ofSoManyTicks_letsLowerOnesRun() {
    create(1, script(work(1), kernel -> waits(kernel.delay(3)), work(1)));
    create(20, script(work(5)));
    assertEquals("0:0 1:1 4:0 5:1 7:-1", run(10));
  }

  private static long waits(LiteOsError error) {
    assertEquals(LiteOsError.OK, error);
    return 0;
  }

  @Test
  void delayed_hasTheStatus() {
    int id = create(1, script(kernel -> waits(kernel.delay(3)), work(1)));
    run(1);
    assertEquals(LiteOsStatus.DELAY, os.info(id).status());
    assertEquals(LiteOsError.OK, os.suspend(id));
    assertEquals(LiteOsStatus.DELAY | LiteOsStatus.SUSPEND, os.info(id).status());
    assertEquals("Suspend|Delay", LiteOsStatus.names(os.info(id).status()));
    run(5);
    assertEquals(LiteOsStatus.SUSPEND, os.info(id).status());
    assertEquals(LiteOsError.OK, os.resume(id));
    assertEquals("0:0 0:-1 5:0 6:-1", run(8));
  }

  @Test
  void equals_shareByTicks() {
    create(3, script(work(5)));
    create(3, script(work(3)));
    assertEquals("0:0 2:1 4:0 6:1 7:0 8:-1", run(10));
  }

  @Test
  void yield_goesBehindEquals_orIsRefused() {
    create(3, script(kernel -> waits(kernel.yieldCpu()), work(1)));
    create(3, script(work(1)));
    assertEquals("0:0 0:1 1:0 2:-1", run(3));
    create(
        3,
        script(
            kernel -> {
              assertEquals(LiteOsError.YIELD_NOT_ENOUGH_TASK, kernel.yieldCpu());
              return MS;
            }));
    run(5);
  }

  @Test
  void suspend_ofAReadyTask_untilItIsResumed() {
    int low = create(9, script(work(4)));
    create(
        2,
        script(
            work(1),
            kernel -> {
              assertEquals(LiteOsError.OK, kernel.suspend(low));
              assertEquals(LiteOsError.ALREADY_SUSPENDED, kernel.suspend(low));
              return waits(kernel.delay(2));
            },
            kernel -> {
              assertEquals(LiteOsError.OK, kernel.resume(low));
              return MS;
            }));
    assertEquals("0:1 1:-1 3:1 4:0 8:-1", run(10));
  }

  @Test
  void suspendSelf_andBeResumedByAnother() {
    int self = create(1, script(kernel -> waits(kernel.suspend(0)), work(1)));
    create(
        5,
        script(
            work(2),
            kernel -> {
              kernel.resume(self);
              return MS;
            }));
    assertEquals("0:0 0:1 2:0 3:1 4:-1", run(5));
  }

  @Test
  void lock_holdsOffHigherOnes_andRefusesToWait() {
    int high = os.createOnly("high", 1, script(work(1))).id();
    create(
        8,
        script(
            kernel -> {
              kernel.lock();
              kernel.resume(high);
              assertEquals(LiteOsError.DELAY_IN_LOCK, kernel.delay(1));
              assertEquals(LiteOsError.YIELD_IN_LOCK, kernel.yieldCpu());
              assertEquals(LiteOsError.SUSPEND_LOCKED, kernel.suspend(1));
              assertEquals(LiteOsError.DELETE_LOCKED, kernel.delete(1));
              return 2 * MS;
            },
            kernel -> {
              kernel.unlock();
              return MS;
            }));
    assertEquals("0:1 2:0 3:1 4:-1", run(6));
  }

  @Test
  void setPriority_ofAReadyTask_takesEffectAtOnce() {
    int low = create(9, script(work(2)));
    create(
        5,
        script(
            work(1),
            kernel -> {
              assertEquals(9, kernel.priority(low));
              assertEquals(LiteOsError.OK, kernel.setPriority(low, 2));
              assertEquals(LiteOsError.PRIOR_ERROR, kernel.setPriority(low, 32));
              return MS;
            }));
    assertEquals("0:1 1:0 3:1 4:-1", run(5));
  }

  @Test
  void delete_ofAnother_itsNumberIsFree() {
    int victim = create(9, script(work(4)));
    create(
        2,
        script(
            kernel -> {
              assertEquals(LiteOsError.OK, kernel.delete(victim));
              return MS;
            }));
    assertEquals("0:1 1:-1", run(3));
    assertEquals(victim, create(4, script(work(1))));
  }

  @Test
  void monitor_listsEveryTask() {
    create(4, script(work(5)));
    os.createOnly("idle one", 6, work(1));
    run(2);
    List<LiteOsTaskInfo> infos = os.monitor();
    assertEquals(2, infos.size());
    LiteOsTaskInfo first = new LiteOsTaskInfo(0, "task", 4, LiteOsStatus.RUNNING, 2 * MS, 1);
    assertEquals(first, infos.get(0));
    String text = os.monitorText();
    assertTrue(text.contains("task                0         4 Running"), text);
    assertTrue(text.contains("idle one            1         6 Suspend"), text);
  }

  @Test
  void exampleOfTheDocs_blinksEveryTenTicks() {
    create(
        5,
        kernel -> {
          kernel.delay(10);
          return 200_000;
        });
    run(1000);
    assertEquals(99 * 200_000, os.info(0).runtimeNs());
  }

  @Test
  void taskThatNeverWorks_isALivelock() {
    create(4, kernel -> 0);
    assertThrows(IllegalStateException.class, () -> os.runUntil(MS));
  }
}
