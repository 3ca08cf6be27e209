package org.gpol.kernel.workload.rtapp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each text has one fault; the sign @ (not part of the text) stands where it must be reported. */
class RtAppErrorsTest {

  private static Arguments fault(String text, String message) {
    return arguments(text, message);
  }

  /** A fault among the members of a task called {@code t}. */
  private static Arguments inTask(String members, String message) {
    return fault("{\"tasks\": {\n  \"t\": {\n    " + members + "}}}", message);
  }

  static Stream<Arguments> malformedText() {
    return Stream.of(
        fault("@", "the file is empty (write an object with `tasks`)"),
        fault("@  /* only a comment */ ", "the file is empty (write an object with `tasks`)"),
        fault("@[]", "a workload must be an object, not an array"),
        fault("{\"tasks\": {\"t\": {\"run\": 1}}} @{}", "text after the end of the workload"),
        fault("@{}", "`tasks` is missing"),
        fault("{\"tasks\": @7}", "`tasks` must be an object, not an integer"),
        fault("{\"tasks\": @{}}", "`tasks` is empty (describe at least one task)"),
        fault("{@\"task\": {}}", "unknown key `task` (did you mean `tasks`?)"),
        fault("{\"tasks\": {},\n @\"tasks\": {}}", "`tasks` is given twice"),
        fault("{\"tasks\": {@\"\": {\"run\": 1}}}", "a task's name is empty or has control"),
        fault("{\"tasks\": {\"t\": @null}}", "task `t` must be an object, not null"),
        fault(
            "{\"tasks\": {\"t\": {\"run\": 1}, @\"t\": {\"run\": 1}}}",
            "two tasks are called `t` (rename one; to run the same task several times, use"),
        fault(
            "{\"tasks\": {\"t-1\": {\"run\": 1}, @\"t\": {\"instance\": 2, \"run\": 1}}}",
            "two tasks are called `t-1`"));
  }

  static Stream<Arguments> unknownOrUnsupported() {
    return Stream.of(
        inTask("@\"rum\": 1", "unknown event or setting `rum` (did you mean `run`?)"),
        inTask(
            "@\"lopo\": 1, \"run\": 1", "unknown event or setting `lopo` (did you mean `loop`?)"),
        inTask("@\"colour\": 1", "unknown event or setting `colour` (known here: lock, unlock,"),
        inTask("\"mem\": @-1", "`mem` is -1, which is not in 0.."),
        inTask("\"memrun0\": @{}", "`size` is missing"),
        inTask(
            "\"memrun\": {\"size\": 64, \"count\": 1, \"type\": @\"raed\"}",
            "unknown type `raed` of `memrun` (did you mean `read`?)"),
        inTask(
            "\"memrun\": {\"size\": 64, \"count\": 1, \"stride\": @65}",
            "`stride` of `memrun` is larger than `size`"),
        fault(
            "{\"global\": {\"io_device\": \"/dev/sda\"}," + " \"tasks\": {\"t\": {\"iorun\": @1}}}",
            "`iorun` writes to an `io_device` other than /dev/null, and devices are not modelled"),
        inTask(
            "\"loop\": 1, @\"fork\": \"x\"",
            "task `t` forks `x`, which is not defined (did you mean `t`?)"),
        fault(
            "{\"tasks\": {\"t\": {\"run\": 1, @\"fork\": \"u\"}, \"u\": {\"loop\": 1, \"run\": 1}}}",
            "task `t` would fork for ever"),
        fault(
            "{\"tasks\": {@\"t\": {\"loop\": 1, \"fork\": \"t\"}}}",
            "task `t` would fork itself without end"),
        inTask(
            "\"barrier_x\": \"b\", @\"barrier_y\": \"b\"",
            "barrier `b` waits for 2 arrivals, one for each time it is named, and 1 tasks come"),
        inTask("\"sem_post\": @7", "`sem_post` must be a string, not an integer"),
        inTask("\"run\": 1, \"util_min\": @1025", "`util_min` is 1025, which is not in 0..1024"),
        inTask(
            "\"run\": 1, \"util_min\": @900, \"util_max\": 800",
            "`util_min` is 900, above `util_max`, which is 800"),
        inTask(
            "\"run\": 1, \"nodes_membind\": @0",
            "`nodes_membind` must be an array of node numbers, not an integer"),
        inTask("@\"taskgroup\": \"/tg\"", "`taskgroup` is not supported yet"),
        inTask(
            "\"run\": 1, \"dl-period\": @1",
            "`dl-period` is for SCHED_DEADLINE, and task `t` is not (it has SCHED_OTHER)"),
        inTask("\"run\": 1, @\"dl_period\": 1", "unknown event or setting `dl_period`"),
        inTask(
            "\"run\": 1, \"policy\": \"SCHED_FIFO\", \"priority\": @0",
            "`priority` is 0, which is not in 1..99"),
        inTask(
            "\"run\": 1, \"policy\": \"SCHED_RR\", \"priority\": @100",
            "`priority` is 100, which is not in 1..99"),
        inTask(
            "\"policy\": \"SCHED_RR\", \"phases\": {\"p\": {\"run\": 1, \"priority\": 5},"
                + " \"q\": {\"run\": 1, \"priority\": @0}}",
            "`priority` is 0, which is not in 1..99"),
        inTask(
            "\"run\": 1, \"policy\": \"SCHED_DEADLINE\", \"dl-runtime\": 9, \"priority\": @1",
            "`priority` means nothing to SCHED_DEADLINE"),
        inTask(
            "\"run\": 1, \"policy\": \"SCHED_DEADLINE\", \"dl-runtime\": @9, \"dl-period\": 8",
            "Linux refuses a runtime of 9000 ns by a deadline of 8000 ns in a period of 8000 ns"),
        inTask(
            "\"run\": 1, \"policy\": \"SCHED_DEADLINE\", \"dl-runtime\": 9, \"dl-period\": @10",
            "Linux refuses a period of 10000 ns (EINVAL) (from 100 us to 4194304 us)"),
        inTask(
            "\"policy\": @\"SCHED_OHTER\"", "unknown policy `SCHED_OHTER` (did you mean `SCHED_O"),
        fault(
            "{\"tasks\": {@\"t\": {\"instance\": 0, \"run\": 1}}}",
            "every task has 0 instances: nothing would ever start"),
        fault(
            "{\"global\": {\"default_policy\": @\"SCHED_RT\"}, \"tasks\": {}}",
            "unknown policy `SCHED_RT`"),
        fault(
            "{\"tasks\": {@\"t\": {\"run\": 1, \"policy\": \"SCHED_DEADLINE\"}}}",
            "task `t` has SCHED_DEADLINE and no `dl-runtime`"),
        fault(
            "{\"global\": {\"pi_enabled\": @true}, \"tasks\": {}}",
            "priority inheritance (`pi_enabled`) is not supported yet"),
        fault(
            "{\"global\": {@\"durration\": 1}}",
            "unknown key `durration` (did you mean `duration`"),
        fault("{\"global\": {\"logdir\": @[1]}}", "`logdir` must be a plain value, not an array"));
  }

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        inTask("\"run\": @\"1000\"", "`run` must be a number, not a string"),
        inTask("\"run\": @-1", "`run` is -1 (a time cannot be negative)"),
        inTask("\"sleep\": @-0.5", "`sleep` is -0.5 (a time cannot be negative)"),
        inTask("\"run\": @1000000000001", "`run` is 1000000000001, longer than the longest time"),
        inTask("\"run\": @1e999999999", "`run` is 1e999999999, longer than the longest time"),
        inTask("\"delay\": @true, \"run\": 1", "`delay` must be a number, not a boolean"),
        inTask("\"loop\": @0, \"run\": 1", "`loop` is 0 (give a number from 1, or -1 for ever)"),
        inTask("\"loop\": @-2, \"run\": 1", "`loop` is -2"),
        inTask("\"loop\": @1.0, \"run\": 1", "`loop` must be an integer, not a fraction"),
        inTask("\"loop\": @2147483648, \"run\": 1", "`loop` is 2147483648, which is not in -2147"),
        inTask("\"instance\": @1000001, \"run\": 1", "`instance` is 1000001, which is not in 0..1"),
        inTask(
            "\"instance\": @99999999999999999999, \"run\": 1",
            "`instance` is 99999999999999999999"),
        inTask("\"priority\": @20, \"run\": 1", "`priority` is 20, which is not in -20..19"),
        inTask("\"priority\": @-21, \"run\": 1", "`priority` is -21, which is not in -20..19"),
        inTask("\"cpus\": @[], \"run\": 1", "`cpus` is empty: the task could never run"),
        inTask(
            "\"cpus\": [0, @1024], \"run\": 1", "a CPU of `cpus` is 1024, which is not in 0..1023"),
        inTask("\"cpus\": [@-1], \"run\": 1", "a CPU of `cpus` is -1"),
        inTask(
            "\"cpus\": @\"0-3\", \"run\": 1", "`cpus` must be an array of CPU numbers, not a str"),
        inTask(
            "\"run\": 1, \"loop\": 1, @\"loop\": 2", "`loop` is given twice (only events and phas"),
        inTask("\"lock\": @\"\"", "`lock` is empty (give it a name)"),
        inTask("\"resume\": @1", "`resume` must be a string, not an integer"),
        inTask("\"yield\": @{}", "`yield` must be a string, which may be empty, not an object"),
        inTask("\"timer\": @\"x\"", "`timer` must be an object, not a string"),
        inTask("\"timer\": @{\"period\": 1}", "`ref` is missing"),
        inTask("\"timer\": @{\"ref\": \"x\"}", "`period` is missing"),
        inTask("\"timer\": {\"ref\": \"x\", \"period\": @-5}", "`period` of `timer` is -5"),
        inTask(
            "\"timer\": {\"ref\": \"x\", \"period\": 5, \"mode\": @\"absolut\"}",
            "unknown timer mode `absolut` (did you mean `absolute`?)"),
        inTask("\"timer\": {@\"reff\": \"x\"}", "unknown key `reff` (did you mean `ref`?)"),
        inTask("\"wait\": @{\"ref\": \"x\"}", "`mutex` is missing"),
        fault("{\"global\": {\"duration\": @0}}", "`duration` is 0 (give seconds, or -1"),
        fault("{\"global\": {\"duration\": @-2}}", "`duration` is -2 (a time cannot be negative)"),
        fault("{\"global\": {\"duration\": @1000001}}", "`duration` is 1000001, longer than"));
  }

  static Stream<Arguments> senselessTasks() {
    return Stream.of(
        fault("{\"tasks\": {\n @\"t\": {\"loop\": 2}}}", "task `t` does nothing (give it an event"),
        inTask("\"phases\": @{}", "`phases` is empty (describe at least one phase)"),
        inTask("\"phases\": {@\"p\": {\"loop\": 2}}", "phase `p` does nothing"),
        inTask("\"phases\": {\"p\": @1}", "phase `p` must be an object, not an integer"),
        inTask(
            "@\"run\": 1, \"phases\": {\"p\": {\"run\": 1}}",
            "`run` stands beside `phases` and would never happen (move it into a phase)"),
        inTask(
            "\"phases\": {\"p\": {@\"delay\": 1, \"run\": 1}}",
            "`delay` belongs to a task, not to a phase"),
        inTask(
            "\"phases\": {\"p\": {\"run\": 1, \"policy\": @\"SCHED_BATCH\"}}",
            "a change of policy between phases is not supported yet (task `t` has SCHED_OTHER)"));
  }

  static Stream<Arguments> locksOutOfOrder() {
    return Stream.of(
        inTask(
            "\"loop\": 1, \"lock\": \"m\", \"run\": 1, @\"lock\": \"m\"",
            "task `t` takes mutex `m`, which it already holds, and would wait for itself for ever"),
        inTask(
            "\"loop\": 2, @\"lock\": \"m\", \"run\": 1", "task `t` takes mutex `m`, which it alre"),
        inTask("\"run\": 1, @\"lock\": \"m\"", "task `t` takes mutex `m`, which it already holds"),
        inTask(
            "\"run\": 1, @\"unlock\": \"m\"", "task `t` unlocks mutex `m`, which it does not hold"),
        inTask(
            "\"run\": 1, @\"wait\": {\"ref\": \"c\", \"mutex\": \"m\"}",
            "task `t` waits with mutex `m`, which it does not hold (lock it first)"),
        inTask(
            "\"loop\": 1, \"lock\": \"m\", @\"suspend\": \"m\"",
            "task `t` takes mutex `m`, which it already holds"),
        inTask(
            "\"loop\": 2, \"phases\": {\"a\": {\"run\": 1, @\"lock\": \"m\"}, \"b\": {\"run\": 1}}",
            "task `t` takes mutex `m`, which it already holds"),
        inTask(
            "\"phases\": {\"a\": {\"lock\": \"m\"}, \"b\": {\"loop\": 3, \"run\": 1, @\"unlock\": \"m\"}}",
            "task `t` unlocks mutex `m`, which it does not hold"));
  }

  static Stream<Arguments> noTimePasses() {
    String message = "task `t` would loop for ever without time passing (add an event that takes";
    return Stream.of(
        fault("{\"tasks\": {@\"t\": {\"resume\": \"x\"}}}", message),
        fault("{\"tasks\": {@\"t\": {\"loop\": -1, \"resume\": \"x\"}}}", message),
        fault("{\"tasks\": {@\"t\": {\"run\": 0, \"sleep\": 0.0001}}}", message),
        fault("{\"tasks\": {@\"t\": {\"yield\": \"\"}}}", message),
        fault("{\"tasks\": {@\"t\": {\"lock\": \"m\", \"unlock\": \"m\"}}}", message),
        fault("{\"tasks\": {@\"t\": {\"timer\": {\"ref\": \"x\", \"period\": 0}}}}", message),
        inTask(
            "\"phases\": {\"a\": {\"run\": 1}, @\"b\": {\"loop\": -1, \"signal\": \"c\"}}",
            message),
        fault(
            "{\"tasks\": {@\"t\": {\"phases\": {\"a\": {\"signal\": \"c\"}, \"b\": {\"broad\": \"c\"}}}}}",
            message));
  }

  @ParameterizedTest
  @MethodSource({
    "malformedText",
    "unknownOrUnsupported",
    "wrongValues",
    "senselessTasks",
    "locksOutOfOrder",
    "noTimePasses"
  })
  void parse_faultyText_isRefusedAtItsPlace(String marked, String message) {
    int offset = marked.indexOf('@');
    String before = marked.substring(0, offset);
    String text = before + marked.substring(offset + 1);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = offset - before.lastIndexOf('\n');

    WorkloadException e =
        assertThrows(WorkloadException.class, () -> RtAppReader.parse("dir/f.json", text));

    assertEquals(new SourcePosition("dir/f.json", line, column), e.position(), e.getMessage());
    String expected = "dir/f.json:" + line + ":" + column + ": " + message;
    assertTrue(e.getMessage().startsWith(expected), e.getMessage() + "\nexpected " + expected);
  }

  @ParameterizedTest
  @MethodSource("brokenJson")
  void parse_brokenJson_isRefusedOnItsLineInOneLine(String text, int line, String message) {
    WorkloadException e = assertThrows(WorkloadException.class, () -> RtAppReader.parse("f", text));
    assertNotNull(e.position());
    assertEquals(line, e.position().line(), e.getMessage());
    assertTrue(e.problem().startsWith(message), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
    assertFalse(e.getMessage().contains("Source"), e.getMessage());
  }

  static Stream<Arguments> brokenJson() {
    String ends = "the file ends inside an object, array, string or comment";
    String tooMuch = "a name, string or number is too long, or objects are nested too deeply";
    return Stream.of(
        arguments("{\n\"tasks\": {", 2, ends),
        arguments("{\n\"tas", 2, ends),
        arguments("{ /* \n", 2, ends),
        arguments("{\n\n\"tasks\" {}}", 3, "malformed JSON: "),
        arguments("{\"a\": 1,, \"b\": 2}", 1, "malformed JSON: "),
        arguments("{'tasks': {}}", 1, "malformed JSON: "),
        arguments("{\"tasks\": NaN}", 1, "malformed JSON: "),
        arguments("{\"tasks\": 01}", 1, "malformed JSON: "),
        arguments("{\"tasks\": [1}", 1, "malformed JSON: "),
        arguments("nonsense", 1, "malformed JSON: "),
        arguments("[".repeat(100_000), 1, tooMuch),
        arguments("{\"a\":".repeat(100_000), 1, tooMuch),
        arguments("{\"tasks\": " + "9".repeat(101) + "}", 1, tooMuch),
        arguments("{\"" + "a".repeat(2_000) + "\": 1}", 1, tooMuch),
        arguments("{\"tasks\": \"" + "a".repeat(20_000) + "\"}", 1, tooMuch));
  }

  @Test
  void parse_tooManyValues_isRefused() {
    String text = "[" + "1,".repeat(JsonTreeReader.MAX_VALUES) + "1]";
    WorkloadException e = assertThrows(WorkloadException.class, () -> RtAppReader.parse("f", text));
    assertEquals("more than 1000000 values in one file", e.problem());
  }

  @Test
  void parse_tooManyInstancesInAll_isRefusedAtTheTaskThatIsTooMuch() {
    String text =
        "{\"tasks\": {\"a\": {\"instance\": 999999, \"run\": 1},\n\"b\": {\"instance\": 2, \"run\": 1}}}";
    WorkloadException e = assertThrows(WorkloadException.class, () -> RtAppReader.parse("f", text));
    assertEquals("more than 1000000 tasks, instances counted", e.problem());
    assertEquals(new SourcePosition("f", 2, 1), e.position());
  }

  @Test
  void read_fileThatIsNotText_isRefused(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("w.json");
    Files.write(file, new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}'});
    WorkloadException e = assertThrows(WorkloadException.class, () -> RtAppReader.read(file));
    assertEquals(file + ":1:1: the file is not UTF-8 text", e.getMessage());
  }

  @Test
  void read_byteOrderMark_isNoFault(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("w.json");
    Files.writeString(file, "\uFEFF{\"tasks\": {\"t\": {\"run\": 1}}}");
    assertEquals("w", RtAppReader.read(file).name());
  }

  @Test
  void read_fileThatIsTooLarge_isRefused(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("w.json");
    Files.writeString(
        file, " ".repeat(RtAppReader.MAX_FILE_BYTES + 1), StandardCharsets.ISO_8859_1);
    WorkloadException e = assertThrows(WorkloadException.class, () -> RtAppReader.read(file));
    assertEquals("the file is larger than 16777216 bytes", e.problem());
  }

  @Test
  void read_fileThatIsNotThere_isAnInputOutputError(@TempDir Path dir) {
    assertThrows(NoSuchFileException.class, () -> RtAppReader.read(dir.resolve("no.json")));
  }

  @Test
  void validate_cpuTheMachineLacks_namesTaskPlaceAndRemedy() {
    Workload workload =
        RtAppReader.parse(
            "f",
            "{\"tasks\": {\"a\": {\"run\": 1, \"cpus\": [0, 1]},\n \"b\": {\"phases\": {"
                + "\"p\": {\"run\": 1}, \"q\": {\"run\": 1, \"cpus\": [2, 5]}}}}}");
    workload.validate(6);
    WorkloadException e = assertThrows(WorkloadException.class, () -> workload.validate(5));
    assertEquals(
        "f:2:2: task `b` is bound to CPU 5 of a machine with 5"
            + " (CPUs are numbered from 0; use a topology with at least 6 CPUs)",
        e.getMessage());
    assertThrows(WorkloadException.class, () -> workload.validate(1));
  }
}
