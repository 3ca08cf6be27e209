package org.gpol.kernel.workload.rtapp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Barriers, semaphores, forks, and what touches memory. Times are in us. */
class SharedEventsTest {

  private static FakeMachine play(int cpus, String tasks) {
    return new FakeMachine(RtAppReader.parse("f", "{\"tasks\": {" + tasks + "}}"), cpus)
        .runUntil(1_000_000);
  }

  @Test
  void barrier_threeTasks_goOnWhenTheLastHasCome() {
    FakeMachine machine =
        play(
            3,
            "\"a\": {\"instance\": 2, \"loop\": 1, \"run\": 1, \"barrier\": \"b\", \"run1\": 2},"
                + "\"c\": {\"loop\": 1, \"run\": 9, \"barrier\": \"b\", \"run1\": 3}");
    assertEquals(List.of("0 run 1", "1 block", "9 run 2", "11 exit"), machine.logOf("a-0"));
    assertEquals(List.of("0 run 1", "1 block", "9 run 2", "11 exit"), machine.logOf("a-1"));
    assertEquals(List.of("0 run 9", "9 run 3", "12 exit"), machine.logOf("c"));
  }

  @Test
  void barrier_secondRound_holdsAgain() {
    FakeMachine machine =
        play(
            2,
            "\"a\": {\"loop\": 2, \"run\": 1, \"barrier\": \"b\"},"
                + "\"c\": {\"loop\": 2, \"run\": 5, \"barrier\": \"b\"}");
    assertEquals(
        List.of("0 run 1", "1 block", "5 run 1", "6 block", "10 exit"), machine.logOf("a"));
  }

  @Test
  void barrier_wokenForNoReason_keepsWaiting() {
    FakeMachine machine =
        play(
            2,
            "\"a\": {\"loop\": 1, \"barrier\": \"b\"},"
                + "\"c\": {\"loop\": 1, \"sleep\": 9000000, \"barrier\": \"b\"}");
    machine.wakeSpuriously("a");
    assertTrue(machine.isBlocked("a"));
  }

  @Test
  void semaphore_postsBeforeWaits_areRemembered() {
    FakeMachine machine =
        play(
            1,
            "\"p\": {\"loop\": 2, \"sem_post\": \"s\"},"
                + "\"w\": {\"delay\": 10, \"loop\": 3, \"sem_wait\": \"s\", \"run\": 1}");
    assertEquals(List.of("10 run 1", "11 run 1", "12 block"), machine.logOf("w"));
  }

  @Test
  void semaphore_waiters_areServedInTheOrderOfComing() {
    FakeMachine machine =
        play(
            2,
            "\"w\": {\"instance\": 2, \"loop\": 1, \"sem_wait\": \"s\", \"run\": 1},"
                + "\"p\": {\"loop\": 2, \"run\": 10, \"sem_post\": \"s\"}");
    assertEquals(List.of("0 block", "10 run 1", "11 exit"), machine.logOf("w-0"));
    assertEquals(List.of("0 block", "20 run 1", "21 exit"), machine.logOf("w-1"));
  }

  @Test
  void fork_ofATaskWithoutInstances_startsOneEachTime() {
    FakeMachine machine =
        play(
            3,
            "\"p\": {\"loop\": 2, \"run\": 10, \"fork\": \"c\"},"
                + "\"c\": {\"instance\": 0, \"loop\": 1, \"run\": 3,"
                + " \"timer\": {\"ref\": \"unique\", \"period\": 5}}");
    assertEquals(List.of("10 run 3", "13 sleep until 15", "15 exit"), machine.logOf("c-fork-0"));
    assertEquals(List.of("20 run 3", "23 sleep until 25", "25 exit"), machine.logOf("c-fork-1"));
  }

  @Test
  void fork_ofForked_multipliesAndDelays() {
    FakeMachine machine =
        play(
            8,
            "\"p\": {\"loop\": 2, \"run\": 1, \"fork\": \"c\"},"
                + "\"c\": {\"instance\": 0, \"loop\": 2, \"fork\": \"d\"},"
                + "\"d\": {\"instance\": 0, \"delay\": 5, \"loop\": 1, \"run\": 4}");
    assertEquals(List.of("2 sleep until 7", "7 run 4", "11 exit"), machine.logOf("d-fork-3"));
  }

  @Test
  void memoryEvents_takeTheTimeOfTheTouchedBytes() {
    FakeMachine machine =
        play(
            1,
            "\"t\": {\"loop\": 1, \"mem\": 1000000, \"iorun\": 41943040,"
                + "\"memrun\": {\"type\": \"write\", \"pattern\": \"sequential\","
                + " \"size\": 1048576, \"count\": 50000},"
                + "\"memrun1\": {\"type\": \"chase\", \"size\": 1073741824, \"count\": 1000,"
                + " \"stride\": 128, \"ref\": \"region\"}}");
    assertEquals(
        List.of("0 run 100", "100 run 2", "102 run 50", "152 run 80", "232 exit"),
        machine.logOf("t"));
  }

  @Test
  void clampsAndNodes_areTaken() {
    FakeMachine machine =
        play(
            1,
            "\"t\": {\"loop\": 1, \"util_min\": 0, \"util_max\": 1024, \"nodes_membind\": [0],"
                + " \"run\": 7}");
    assertEquals(List.of("0 run 7", "7 exit"), machine.logOf("t"));
  }
}
