package org.gpol.kernel.workload.rtapp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedAttributes;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is understood of a file, before anything runs. */
class RtAppReaderTest {

  private static Workload tasks(String tasks) {
    return RtAppReader.parse("dir/some.json", "{\"tasks\": {" + tasks + "}}");
  }

  private static TaskSpec task(String members) {
    return tasks("\"t\": {" + members + "}").tasks().get(0);
  }

  private static Workload global(String members) {
    return RtAppReader.parse(
        "f", "{\"tasks\": {\"t\": {\"run\": 1}}, \"global\": {" + members + "}}");
  }

  private static List<String> names(Workload workload) {
    return workload.tasks().stream().map(TaskSpec::name).toList();
  }

  @Test
  void parse_plainestTask_getsTheDefaultsOfRtApp() {
    Workload workload = tasks("\"t\": {\"run\": 1}");
    assertEquals("some", workload.name());
    assertEquals(Workload.UNTIL_ALL_EXIT, workload.durationNs());
    assertEquals(
        List.of(
            new TaskSpec(
                "t",
                SchedPolicy.OTHER,
                SchedAttributes.NONE,
                0,
                CpuSet.ALL,
                0,
                CpuSet.NONE,
                new SourcePosition("dir/some.json", 1, 12))),
        workload.tasks());
  }

  @Test
  void parse_commentsTrailingCommasAndRepeatedKeys_areAccepted() {
    Workload workload =
        RtAppReader.parse(
            "f",
            """
            // a comment
            { /* another
                 over lines */
              "tasks" : {
                "t" : {
                  "phases" : {
                    "p" : { "run" : 1, "run" : 2, },
                    "p" : { "run" : 3, },
                  },
                },
              },
            }
            """);
    assertEquals(
        List.of("0 run 1", "1 run 2", "3 run 3", "6 run 1"),
        new FakeMachine(workload, 1).runUntil(6_000).logOf("t"));
  }

  @ParameterizedTest
  @CsvSource({
    "run, RUN",
    "run0, RUN",
    "run_x, RUN",
    "runtime, RUNTIME",
    "runtime2, RUNTIME",
    "resume3, RESUME",
    "mem, MEM",
    "memrun1, MEMRUN",
    "timer_x, TIMER",
    "broadcast, BROAD",
    "sem_post, SEM_POST",
    "sem_wait9, SEM_WAIT",
    "unlock1, UNLOCK",
    "locked, LOCK",
    "arun,",
    "se,",
    "Run,",
  })
  void ofKey_eventKey_isMatchedByPrefixInRtAppsOrder(String key, EventKind kind) {
    assertEquals(kind, EventKind.ofKey(key));
  }

  @Test
  void parse_instances_areNumberedInOrderAndShareTheRest() {
    Workload workload =
        tasks("\"a\": {\"run\": 1}, \"b\": {\"instance\": 3, \"delay\": 7, \"run\": 1}");
    assertEquals(List.of("a", "b-0", "b-1", "b-2"), names(workload));
    assertEquals(7_000, workload.tasks().get(3).startNs());
  }

  @Test
  void parse_oneMillionInstances_isFine() {
    Workload workload = tasks("\"t\": {\"instance\": 1000000, \"run\": 1}");
    assertEquals(1_000_000, workload.tasks().size());
    assertEquals("t-999999", workload.tasks().get(999_999).name());
  }

  @ParameterizedTest
  @CsvSource({
    "SCHED_OTHER, OTHER",
    "SCHED_BATCH, BATCH",
    "SCHED_IDLE, IDLE",
    "SCHED_GHOST, GHOST",
  })
  void parse_policy_ofTaskOrDefault(String name, SchedPolicy policy) {
    assertEquals(policy, task("\"run\": 1, \"policy\": \"" + name + "\"").policy());
    assertEquals(policy, global("\"default_policy\": \"" + name + "\"").tasks().get(0).policy());
  }

  @Test
  void parse_realTimePolicies_getTheirPrioritiesWithTheDefaultOfRtApp() {
    assertEquals(
        SchedAttributes.priority(10), task("\"run\": 1, \"policy\": \"SCHED_FIFO\"").attributes());
    assertEquals(
        SchedAttributes.priority(99),
        task("\"run\": 1, \"policy\": \"SCHED_RR\", \"priority\": 99").attributes());
    assertEquals(
        SchedAttributes.slice(500_000), task("\"run\": 1, \"dl-runtime\": 500").attributes());
    assertEquals(
        SchedAttributes.slice(100_000), task("\"run\": 1, \"dl-runtime\": 5").attributes());
    TaskSpec inPhase =
        task("\"policy\": \"SCHED_RR\", \"phases\": {\"p\": {\"run\": 1, \"priority\": 7}}");
    assertEquals(SchedAttributes.priority(7), inPhase.attributes());
    assertEquals(0, inPhase.nice());
  }

  @Test
  void parse_deadline_takesMicrosecondsWithTheDefaultsOfRtApp() {
    String policy = "\"run\": 1, \"policy\": \"SCHED_DEADLINE\", ";
    assertEquals(
        SchedAttributes.reservation(300_000, 700_000, 1_000_000),
        task(policy + "\"dl-runtime\": 300, \"dl-deadline\": 700, \"dl-period\": 1000")
            .attributes());
    assertEquals(
        SchedAttributes.reservation(300_000, 900_000, 900_000),
        task(policy + "\"dl-runtime\": 300, \"dl-period\": 900").attributes());
    assertEquals(
        SchedAttributes.reservation(300_000, 300_000, 300_000),
        task(policy + "\"dl-runtime\": 300").attributes());
  }

  @Test
  void isGhost_realTimeTask_isTheKernelsEvenIfNobodyNamesThePolicy() {
    Workload workload =
        tasks("\"a\": {\"run\": 1}, \"b\": {\"run\": 1, \"policy\": \"SCHED_FIFO\"}");
    assertTrue(workload.isGhost(0));
    assertFalse(workload.isGhost(1));
  }

  @Test
  void isGhost_noTaskNamesThePolicy_allTasksAreItsOwn() {
    Workload workload =
        tasks("\"a\": {\"run\": 1}, \"b\": {\"run\": 1, \"policy\": \"SCHED_IDLE\"}");
    assertTrue(workload.isGhost(0) && workload.isGhost(1));
    assertFalse(workload.isPartialSwitch());
  }

  @Test
  void isGhost_oneTaskNamesThePolicy_onlyThatTaskIsItsOwn() {
    Workload workload =
        tasks("\"a\": {\"run\": 1}, \"b\": {\"run\": 1, \"policy\": \"SCHED_GHOST\"}");
    assertFalse(workload.isGhost(0));
    assertTrue(workload.isGhost(1));
    assertTrue(workload.isPartialSwitch());
  }

  @Test
  void parse_cpusAndPriority_areThoseOfTheFirstPhaseElseOfTheTask() {
    TaskSpec ofTask = task("\"cpus\": [3, 1, 3], \"priority\": -5, \"run\": 1");
    assertEquals(CpuSet.of(1, 3), ofTask.affinity());
    assertEquals(-5, ofTask.nice());

    TaskSpec ofPhase =
        task(
            "\"cpus\": [1], \"priority\": 3, \"phases\": {"
                + "\"p\": {\"cpus\": [2], \"priority\": 4, \"run\": 1},"
                + "\"q\": {\"cpus\": [9], \"run\": 1}}");
    assertEquals(CpuSet.of(2), ofPhase.affinity());
    assertEquals(4, ofPhase.nice());
    assertEquals(CpuSet.of(1, 2, 9), ofPhase.namedCpus());
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 1000000",
    "0, 0",
    "0.5, 500",
    "1.0005, 1001",
    "0.0004, 0",
    "-0, 0",
    "1e3, 1000000",
    "2.5E-1, 250",
    "1e-999999999, 0",
    "1000000000000, 1000000000000000",
  })
  void parse_timeInMicroseconds_isExactToTheNanosecond(String written, long ns) {
    assertEquals(ns, task("\"run\": 1, \"delay\": " + written).startNs());
  }

  @ParameterizedTest
  @CsvSource({"6, 6000000000", "0.2, 200000000", "-1, -1", "1e-9, 1"})
  void parse_duration_isInSeconds(String written, long ns) {
    assertEquals(ns, global("\"duration\": " + written).durationNs());
  }

  @Test
  void parse_globalKeysWithoutMeaningHere_areAcceptedByName() {
    global(
        """
        "calibration": "CPU0", "lock_pages": true, "logdir": "./", "log_basename": "x",
        "log_size": "auto", "ftrace": "main,task", "gnuplot": false, "io_device": "/dev/null",
        "mem_buffer_size": 4194304, "cumulative_slack": false, "frag": 1, "pi_enabled": false
        """);
    global("\"calibration\": 250, \"log_size\": 2, \"ftrace\": true");
  }

  @Test
  void parse_legacyResources_areAccepted() {
    RtAppReader.parse(
        "f", "{\"resources\": {\"m\": {\"type\": \"mutex\"}}, \"tasks\": {\"t\": {\"run\": 1}}}");
  }

  @Test
  void instantiate_twice_givesRunsThatDoNotTouchEachOther() {
    Workload workload =
        tasks(
            "\"a\": {\"loop\": 1, \"lock\": \"m\", \"run\": 5},"
                + "\"b\": {\"loop\": 1, \"sleep\": 1, \"lock\": \"m\", \"run\": 5}");
    List<String> first = new FakeMachine(workload, 2).runUntil(100_000).log();
    List<String> second = new FakeMachine(workload, 2).runUntil(100_000).log();
    assertEquals(first, second);
    assertEquals(List.of("0 sleep until 1", "1 block"), logOfB(first));
  }

  private static List<String> logOfB(List<String> log) {
    return log.stream().filter(l -> l.contains(" b ")).map(l -> l.replace(" b ", " ")).toList();
  }
}
