package org.gpol.kernel.workload.rtapp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.WorkloadException;
import org.junit.jupiter.api.Test;

/** What each event does, seen on a machine that adds nothing of its own. Times are in us. */
class EventSemanticsTest {

  private static FakeMachine play(int cpus, long untilUs, String tasks) {
    return new FakeMachine(RtAppReader.parse("f", "{\"tasks\": {" + tasks + "}}"), cpus)
        .runUntil(untilUs * 1_000);
  }

  private static List<String> alone(long untilUs, String members) {
    return play(1, untilUs, "\"t\": {" + members + "}").logOf("t");
  }

  // ---- loops

  @Test
  void loop_noPhasesNoLoop_goesOnForEver() {
    assertEquals(
        List.of("0 run 10", "10 run 10", "20 run 10", "30 run 10"), alone(30, "\"run\": 10"));
  }

  @Test
  void loop_noPhasesButLoop_repeatsThenEnds() {
    assertEquals(
        List.of("0 run 10", "10 run 10", "20 exit"), alone(999, "\"loop\": 2, \"run\": 10"));
  }

  @Test
  void loop_phasesWithout_goThroughOnceAndTheTaskForEver() {
    assertEquals(
        List.of("0 run 1", "1 run 2", "3 run 1", "4 run 2"),
        alone(4, "\"phases\": {\"a\": {\"run\": 1}, \"b\": {\"run\": 2}}"));
  }

  @Test
  void loop_ofTaskAndPhases_multiply() {
    assertEquals(
        List.of("0 run 1", "1 run 1", "2 run 5", "7 run 1", "8 run 1", "9 run 5", "14 exit"),
        alone(
            99,
            "\"loop\": 2, \"phases\": {\"a\": {\"loop\": 2, \"run\": 1}, \"b\": {\"run\": 5}}"));
  }

  @Test
  void loop_endlessPhase_neverReachesTheNext() {
    assertEquals(
        List.of("0 run 4", "4 run 4", "8 run 4"),
        alone(8, "\"phases\": {\"a\": {\"loop\": -1, \"run\": 4}, \"b\": {\"run\": 5}}"));
  }

  // ---- run, runtime, sleep, yield

  @Test
  void runSleepRuntime_inOrder_takeWhatTheySay() {
    assertEquals(
        List.of("0 run 10", "10 sleep until 15", "15 run 20", "35 exit"),
        alone(
            99,
            "\"loop\": 1, \"run\": 10, \"sleep\": 5, \"runtime\": 20, \"run\": 0, \"sleep\": 0"));
  }

  @Test
  void delay_shiftsTheBeginning() {
    assertEquals(
        List.of("100 run 10", "110 exit"), alone(999, "\"delay\": 100, \"loop\": 1, \"run\": 10"));
  }

  @Test
  void sleep_pastTheEndOfTime_endsThere() {
    TaskBehaviour sleeper =
        RtAppReader.parse("f", "{\"tasks\": {\"t\": {\"sleep\": 1}}}")
            .instantiate(task -> {})
            .get(0);
    assertEquals(new TaskAction.SleepUntil(Long.MAX_VALUE), sleeper.next(Long.MAX_VALUE - 5));
  }

  @Test
  void yield_letsTheOtherGoFirst() {
    FakeMachine machine =
        play(
            1,
            99,
            "\"a\": {\"loop\": 1, \"run\": 1, \"yield\": \"\", \"run\": 2},"
                + "\"b\": {\"loop\": 1, \"run\": 5}");
    assertEquals(
        List.of("0 a run 1", "1 a yield", "1 b run 5", "6 b exit", "6 a run 2", "8 a exit"),
        machine.log());
  }

  // ---- timers

  @Test
  void timer_firstUse_countsFromTheStartOfTheTaskNotFromTheUse() {
    assertEquals(
        List.of("50 run 30", "80 sleep until 150", "150 run 30", "180 sleep until 250"),
        alone(249, "\"delay\": 50, \"run\": 30, \"timer\": {\"ref\": \"x\", \"period\": 100}"));
  }

  @Test
  void timer_relativeAfterAnOverrun_startsAgainFromTheEndOfTheLatePhase() {
    assertEquals(
        List.of(
            "0 run 50",
            "50 run 10",
            "60 sleep until 70",
            "70 run 10",
            "80 sleep until 90",
            "90 exit"),
        alone(999, overrun("relative")));
  }

  @Test
  void timer_absoluteAfterAnOverrun_keepsItsGridAndMissesUntilItHasCaughtUp() {
    assertEquals(
        List.of(
            "0 run 50",
            "50 run 10",
            "60 run 10",
            "70 run 10",
            "80 run 10",
            "90 sleep until 100",
            "100 exit"),
        alone(999, overrun("absolute").replace("\"loop\": 2", "\"loop\": 4")));
  }

  /** 50 us of work and then 10 us twice, every 20 us. */
  private static String overrun(String mode) {
    String timer = "\"timer\": {\"ref\": \"unique\", \"period\": 20, \"mode\": \"" + mode + "\"}";
    return "\"loop\": 1, \"phases\": {\"late\": {\"run\": 50, "
        + timer
        + "}, \"good\": {\"loop\": 2, \"run\": 10, "
        + timer
        + "}}";
  }

  @Test
  void timer_oneAbsoluteUse_makesTheWholeTimerAbsolute() {
    String first = "\"timer\": {\"ref\": \"x\", \"period\": 20}";
    String second = "\"timer\": {\"ref\": \"x\", \"period\": 20, \"mode\": \"absolute\"}";
    assertEquals(
        List.of("0 run 50", "50 run 10", "60 run 10", "70 sleep until 80", "80 run 50"),
        alone(
            80,
            "\"run\": 50, "
                + first
                + ", \"run\": 10, "
                + second
                + ", \"run\": 10, "
                + second
                + ", "
                + second));
  }

  @Test
  void timer_uniqueRef_belongsToEachInstance() {
    FakeMachine machine =
        play(
            2,
            99,
            "\"t\": {\"instance\": 2, \"run\": 10, \"timer\": {\"ref\": \"uniqueA\", \"period\":"
                + " 100}}");
    assertEquals(List.of("0 run 10", "10 sleep until 100"), machine.logOf("t-0"));
    assertEquals(List.of("0 run 10", "10 sleep until 100"), machine.logOf("t-1"));
  }

  @Test
  void timer_sharedRef_isMovedOnByWhoeverUsesIt() {
    FakeMachine machine =
        play(
            2,
            99,
            "\"t\": {\"instance\": 2, \"run\": 10, \"timer\": {\"ref\": \"x\", \"period\": 100}}");
    assertEquals(List.of("0 run 10", "10 sleep until 100"), machine.logOf("t-0"));
    assertEquals(List.of("0 run 10", "10 sleep until 200"), machine.logOf("t-1"));
  }

  // ---- mutexes

  @Test
  void lock_takenMutex_blocksUntilUnlockAndIsHandedOverInOrder() {
    FakeMachine machine =
        play(
            3,
            999,
            "\"a\": {\"loop\": 1, \"lock\": \"m\", \"run\": 50, \"unlock\": \"m\", \"run\": 1},"
                + "\"b\": {\"loop\": 1, \"sleep\": 2, \"lock\": \"m\", \"run\": 10, \"unlock\":"
                + " \"m\"},"
                + "\"c\": {\"loop\": 1, \"sleep\": 1, \"lock\": \"m\", \"run\": 20, \"unlock\":"
                + " \"m\"}");
    assertEquals(List.of("0 run 50", "50 run 1", "51 exit"), machine.logOf("a"));
    assertEquals(List.of("0 sleep until 1", "1 block", "50 run 20", "70 exit"), machine.logOf("c"));
    assertEquals(List.of("0 sleep until 2", "2 block", "70 run 10", "80 exit"), machine.logOf("b"));
  }

  @Test
  void unlock_withATaskWaiting_doesNotLetTheUnlockerBargeIn() {
    FakeMachine machine =
        play(
            2,
            39,
            "\"a\": {\"lock\": \"m\", \"run\": 10, \"unlock\": \"m\"},"
                + "\"b\": {\"delay\": 1, \"lock\": \"m\", \"run\": 10, \"unlock\": \"m\"}");
    assertEquals(List.of("0 run 10", "10 block", "20 run 10", "30 block"), machine.logOf("a"));
    assertEquals(List.of("1 block", "10 run 10", "20 block", "30 run 10"), machine.logOf("b"));
  }

  @Test
  void lock_wokenForNoReason_goesOnWaitingInItsPlaceAndOnlyThere() {
    String locker = "\"lock\": \"m\", \"run\": 5, \"unlock\": \"m\"}";
    FakeMachine machine =
        play(
            4,
            5,
            "\"a\": {\"loop\": 1, \"lock\": \"m\", \"run\": 50, \"unlock\": \"m\"},"
                + "\"b\": {\"loop\": 1, \"delay\": 1, "
                + locker
                + ", \"c\": {\"loop\": 1, \"delay\": 2, "
                + locker
                + ", \"d\": {\"loop\": 1, \"delay\": 100, "
                + locker);
    machine.wakeSpuriously("b").wakeSpuriously("b").runUntil(999_000);
    assertEquals(
        List.of("1 block", "2 block", "2 block", "50 run 5", "55 exit"), machine.logOf("b"));
    assertEquals(List.of("2 block", "55 run 5", "60 exit"), machine.logOf("c"));
    assertEquals(List.of("100 run 5", "105 exit"), machine.logOf("d"));
  }

  // ---- condition variables

  private static String waiter(String name, int delayUs) {
    return "\""
        + name
        + "\": {\"delay\": "
        + delayUs
        + ", \"loop\": 1, \"lock\": \"m\", \"wait\": {\"ref\": \"c\", \"mutex\": \"m\"},"
        + " \"run\": 10, \"unlock\": \"m\"},";
  }

  @Test
  void signal_withTwoWaiting_wakesTheOneThatHasWaitedLonger() {
    FakeMachine machine =
        play(
            3,
            999,
            waiter("a", 2)
                + waiter("b", 1)
                + "\"s\": {\"loop\": 1, \"sleep\": 5, \"signal\": \"c\"}");
    assertEquals(List.of("1 block", "5 run 10", "15 exit"), machine.logOf("b"));
    assertEquals(List.of("2 block"), machine.logOf("a"));
    assertTrue(machine.isBlocked("a"));
  }

  @Test
  void signal_withNobodyWaiting_isLost() {
    FakeMachine machine =
        play(
            2,
            999,
            "\"s\": {\"loop\": 1, \"signal\": \"c\", \"run\": 1}," + trimmed(waiter("a", 2)));
    assertTrue(machine.hasExited("s"));
    assertTrue(machine.isBlocked("a"));
  }

  @Test
  void broad_withTwoWaiting_wakesBothAndTheMutexKeepsThemApart() {
    FakeMachine machine =
        play(
            3,
            999,
            waiter("a", 2)
                + waiter("b", 1)
                + "\"s\": {\"loop\": 1, \"sleep\": 5, \"broad\": \"c\"}");
    assertEquals(List.of("1 block", "5 run 10", "15 exit"), machine.logOf("b"));
    assertEquals(List.of("2 block", "5 block", "15 run 10", "25 exit"), machine.logOf("a"));
  }

  @Test
  void wait_releasesTheMutexWhileItWaitsAndTakesItAgainBeforeItGoesOn() {
    FakeMachine machine =
        play(
            2,
            999,
            waiter("a", 0)
                + "\"s\": {\"loop\": 1, \"delay\": 1, \"lock\": \"m\", \"signal\": \"c\", \"run\": 30,"
                + " \"unlock\": \"m\"}");
    assertEquals(List.of("1 run 30", "31 exit"), machine.logOf("s"));
    assertEquals(List.of("0 block", "1 block", "31 run 10", "41 exit"), machine.logOf("a"));
  }

  @Test
  void wait_wokenForNoReason_sleepsOnUntilSignalled() {
    FakeMachine machine =
        play(2, 2, waiter("a", 0) + "\"s\": {\"loop\": 1, \"sleep\": 9, \"signal\": \"c\"}");
    machine.wakeSpuriously("a").runUntil(999_000);
    assertEquals(List.of("0 block", "0 block", "9 run 10", "19 exit"), machine.logOf("a"));
  }

  @Test
  void sync_withoutTheMutex_locksSignalsWaitsAndUnlocks() {
    FakeMachine machine =
        play(
            2,
            999,
            waiter("a", 0).replace("\"run\": 10", "\"run\": 10, \"signal\": \"c\"")
                + "\"s\": {\"loop\": 1, \"delay\": 1, \"sync\": {\"ref\": \"c\", \"mutex\": \"m\"},"
                + " \"run\": 7}");
    assertEquals(List.of("0 block", "1 run 10", "11 exit"), machine.logOf("a"));
    assertEquals(List.of("1 block", "11 run 7", "18 exit"), machine.logOf("s"));
  }

  @Test
  void sync_holdingTheMutex_keepsItAfterwards() {
    FakeMachine machine =
        play(
            2,
            999,
            waiter("a", 0).replace("\"run\": 10", "\"signal\": \"c\"")
                + "\"s\": {\"loop\": 1, \"delay\": 1, \"lock\": \"m\", \"sync\": {\"ref\": \"c\","
                + " \"mutex\": \"m\"}, \"run\": 7, \"unlock\": \"m\"}");
    assertEquals(List.of("1 block", "1 run 7", "8 exit"), machine.logOf("s"));
  }

  // ---- suspend and resume

  @Test
  void resume_wakesEverybodySuspendedOnTheName() {
    FakeMachine machine =
        play(
            3,
            999,
            "\"w\": {\"instance\": 2, \"loop\": 1, \"suspend\": \"point\", \"run\": 10},"
                + "\"r\": {\"loop\": 1, \"run\": 5, \"resume\": \"point\"}");
    assertEquals(List.of("0 block", "5 run 10", "15 exit"), machine.logOf("w-0"));
    assertEquals(List.of("0 block", "5 run 10", "15 exit"), machine.logOf("w-1"));
  }

  @Test
  void resume_withNobodySuspended_isLost() {
    FakeMachine machine =
        play(
            1,
            999,
            "\"r\": {\"loop\": 1, \"resume\": \"w\", \"run\": 1}, \"w\": {\"suspend\": \"w\"}");
    assertTrue(machine.isBlocked("w"));
    assertFalse(machine.hasExited("w"));
  }

  @Test
  void suspend_emptyName_meansTheTaskItself() {
    FakeMachine machine =
        play(
            2,
            999,
            "\"w\": {\"loop\": 1, \"suspend\": \"\", \"run\": 1},"
                + "\"r\": {\"loop\": 1, \"run\": 5, \"resume\": \"w\"}");
    assertEquals(List.of("0 block", "5 run 1", "6 exit"), machine.logOf("w"));
  }

  @Test
  void resume_whileSomebodyHoldsTheMutexOfTheName_waitsForIt() {
    FakeMachine machine =
        play(
            3,
            999,
            "\"w\": {\"loop\": 1, \"suspend\": \"x\", \"run\": 1},"
                + "\"h\": {\"loop\": 1, \"delay\": 1, \"lock\": \"x\", \"run\": 20, \"unlock\": \"x\"},"
                + "\"r\": {\"loop\": 1, \"delay\": 2, \"resume\": \"x\"}");
    assertEquals(List.of("2 block", "21 exit"), machine.logOf("r"));
    assertEquals(List.of("0 block", "21 run 1", "22 exit"), machine.logOf("w"));
  }

  // ---- attributes of phases

  @Test
  void cpus_ofAPhase_overrideThoseOfTheTaskForThatPhaseOnly() {
    assertEquals(
        List.of("0 run 1", "1 cpus 1", "1 run 2", "3 run 2", "5 cpus 2", "5 run 3", "8 cpus 0"),
        alone(
                8,
                "\"cpus\": [2], \"phases\": {\"a\": {\"cpus\": [0], \"run\": 1},"
                    + " \"b\": {\"loop\": 2, \"cpus\": [1], \"run\": 2}, \"c\": {\"run\": 3}}")
            .subList(0, 7));
  }

  @Test
  void cpus_ofAPhaseOnly_areLiftedAfterIt() {
    assertEquals(
        List.of("0 run 1", "1 cpus 0-1023", "1 run 2", "3 cpus 0"),
        alone(3, "\"phases\": {\"a\": {\"cpus\": [0], \"run\": 1}, \"b\": {\"run\": 2}}")
            .subList(0, 4));
  }

  @Test
  void priority_ofAPhase_staysUntilAnotherPhaseChangesIt() {
    assertEquals(
        List.of("0 run 1", "1 nice 5", "1 run 2", "3 run 3", "6 run 1", "7 run 2"),
        alone(
            7,
            "\"priority\": 1, \"phases\": {\"a\": {\"run\": 1}, \"b\": {\"priority\": 5, \"run\": 2},"
                + " \"c\": {\"run\": 3}}"));
  }

  @Test
  void priority_ofARealTimePhase_staysUntilAnotherPhaseChangesIt() {
    assertEquals(
        List.of("0 run 1", "1 priority 5", "1 run 2", "3 run 3", "6 run 1", "7 run 2"),
        alone(
            7,
            "\"policy\": \"SCHED_FIFO\", \"priority\": 1, \"phases\": {\"a\": {\"run\": 1},"
                + " \"b\": {\"priority\": 5, \"run\": 2}, \"c\": {\"run\": 3}}"));
  }

  // ---- progress

  @Test
  void next_tasksThatOnlyResumeEachOther_areStoppedByName() {
    WorkloadException e =
        assertThrows(
            WorkloadException.class,
            () ->
                play(
                    1,
                    1,
                    "\"a\": {\"suspend\": \"a\", \"resume\": \"b\"},"
                        + "\"b\": {\"resume\": \"a\", \"suspend\": \"b\"},"
                        + "\"k\": {\"loop\": 1, \"run\": 1, \"resume\": \"a\"}"));
    assertTrue(e.problem().contains("took 1000000 steps at"), e.getMessage());
    assertTrue(e.problem().endsWith("without time passing"), e.getMessage());
  }

  @Test
  void next_longLoopWithoutTime_isStoppedWithItsPlace() {
    WorkloadException e =
        assertThrows(
            WorkloadException.class, () -> alone(9, "\"loop\": 2000000000, \"resume\": \"x\""));
    assertEquals("f:1:12", e.position().toString());
  }

  @Test
  void next_manyStepsButNotAtOneTime_areFine() {
    assertEquals(
        List.of("0 run 1", "1 run 1", "2 exit"),
        alone(
            9,
            "\"loop\": 2, \"phases\": {\"a\": {\"loop\": 200000, \"resume\": \"x\"},"
                + " \"b\": {\"run\": 1}}"));
  }

  @Test
  void next_endOfTheProgram_isReachedThroughStepsWithoutTime() {
    FakeMachine machine = play(1, 9, "\"t\": {\"loop\": 1, \"run\": 1, \"resume\": \"x\"}");
    assertEquals(List.of("0 run 1", "1 exit"), machine.logOf("t"));
  }

  private static String trimmed(String task) {
    return task.substring(0, task.length() - 1);
  }
}
