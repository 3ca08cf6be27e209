package org.gpol.kernel.workload.trace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.kernel.workload.WorkloadException;

/** The arguments of the scheduler's events, in both dialects: the kernel's and libtraceevent's. */
final class SchedEvents {
  private static final Pattern SWITCH =
      Pattern.compile(
          "prev_comm=(.*) prev_pid=(\\d{1,9}) prev_prio=(-?\\d{1,4}) prev_state=(\\S+) ==> "
              + "next_comm=(.*) next_pid=(\\d{1,9}) next_prio=(-?\\d{1,4})");
  private static final Pattern SHORT_SWITCH =
      Pattern.compile(
          "(.*):(\\d{1,9}) \\[(-?\\d{1,4})\\] (\\S+) ==> (.*):(\\d{1,9}) \\[(-?\\d{1,4})\\]");
  private static final Pattern WAKE =
      Pattern.compile("comm=(.*) pid=(\\d{1,9}) prio=(-?\\d{1,4}) .*");
  private static final Pattern SHORT_WAKE = Pattern.compile("(.*):(\\d{1,9}) \\[(-?\\d{1,4})\\].*");

  /** A task as an event names it. */
  record Who(String comm, int pid, int prio) {}

  /**
   * A CPU goes from one task to another.
   *
   * @param state of the one that it leaves; begins with R if that would go on
   */
  record Switch(Who prev, String state, Who next) {}

  private SchedEvents() {}

  static Switch switched(TraceLine line) {
    Matcher args = matching(line, SWITCH, SHORT_SWITCH);
    return new Switch(who(args, 1), args.group(4), who(args, 5));
  }

  static Who woken(TraceLine line) {
    return who(matching(line, WAKE, SHORT_WAKE), 1);
  }

  private static Who who(Matcher args, int group) {
    return new Who(
        args.group(group),
        Integer.parseInt(args.group(group + 1)),
        Integer.parseInt(args.group(group + 2)));
  }

  private static Matcher matching(TraceLine line, Pattern... dialects) {
    for (Pattern dialect : dialects) {
      Matcher args = dialect.matcher(line.arguments().strip());
      if (args.matches()) {
        return args;
      }
    }
    throw new WorkloadException(
        line.position(), "these are no arguments of " + line.event() + " that are known", "");
  }
}
