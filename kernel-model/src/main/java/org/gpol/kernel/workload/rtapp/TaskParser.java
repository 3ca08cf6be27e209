package org.gpol.kernel.workload.rtapp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.WorkloadException;

/** Reads one member of {@code tasks}: the program and the specification of its instances. */
final class TaskParser {

  /** Tasks in one workload, instances counted. */
  static final int MAX_TASKS = 1_000_000;

  private static final List<String> PHASE_KEYS =
      List.of("loop", "policy", "priority", "cpus", "util_min", "util_max", "nodes_membind");
  private static final List<String> TASK_KEYS =
      Stream.of(PHASE_KEYS, List.of("instance", "delay", "phases"), RealTimeSettings.KEYS)
          .flatMap(List::stream)
          .toList();

  private final GlobalSection global;
  private final Resources resources;
  private final Json.Member task;
  private final Members members;
  private final CpuSet taskCpus;
  private final SchedPolicy policy;
  private final RealTimeSettings realTime;
  private CpuSet namedCpus;

  private TaskParser(GlobalSection global, Resources resources, Json.Member task) {
    this.global = global;
    this.resources = resources;
    this.task = task;
    members = Members.withEvents(Values.object(taskLabel(), task.value()), TASK_KEYS);
    taskCpus = members.has("cpus") ? Values.cpus(members.value("cpus")) : null;
    namedCpus = taskCpus == null ? CpuSet.NONE : taskCpus;
    policy =
        members.has("policy")
            ? GlobalSection.policy("`policy`", members.value("policy"))
            : global.defaultPolicy();
    realTime = new RealTimeSettings(taskLabel(), task.at(), policy, members);
  }

  /**
   * The instances of a task of the file.
   *
   * @param spec of the only instance; the others differ in name
   * @param instances 0 if it is only defined for {@code fork}
   */
  record Parsed(Program program, TaskSpec spec, int instances) {

    /** {@code NAME} if there is only one, else {@code NAME-0}, {@code NAME-1} and so on. */
    TaskSpec instance(int number) {
      return instances == 1 ? spec : renamed(spec.name() + "-" + number, spec.startNs());
    }

    /** The instance that the {@code number}th fork makes. */
    TaskSpec forked(int number) {
      return renamed(spec.name() + "-fork-" + number, TaskSpec.STARTED_BY_ANOTHER);
    }

    private TaskSpec renamed(String name, long startNs) {
      return new TaskSpec(
          name,
          spec.policy(),
          spec.attributes(),
          spec.nice(),
          spec.affinity(),
          startNs,
          spec.namedCpus(),
          spec.position());
    }
  }

  static Parsed parse(GlobalSection global, Resources resources, Json.Member task) {
    if (task.key().isBlank() || task.key().chars().anyMatch(Character::isISOControl)) {
      throw new WorkloadException(
          task.at(), "a task's name is empty or has control characters", "give it a name");
    }
    return new TaskParser(global, resources, task).parse();
  }

  private Parsed parse() {
    int instances = instances();
    Program program = program();
    HardwareKeys.check(members);
    ProgramCheck.check(program, resources);
    Program.Phase first = program.phases().get(0);
    TaskSpec spec =
        new TaskSpec(
            task.key(),
            policy,
            realTime.startingWith(first.priority()),
            startingNice(first),
            first.cpus(),
            delay(),
            namedCpus,
            task.at());
    return new Parsed(program, spec, instances);
  }

  private int startingNice(Program.Phase first) {
    if (policy.isRealTime()) {
      return 0;
    }
    return first.priority() != null ? first.priority() : nice(members, 0);
  }

  private int instances() {
    if (!members.has("instance")) {
      return 1;
    }
    Json value = members.value("instance");
    return Values.integer("`instance`", value, 0, MAX_TASKS);
  }

  private long delay() {
    return members.has("delay")
        ? Values.timeNs("`delay`", members.value("delay"), Values.NS_PER_US)
        : 0;
  }

  /**
   * The loop rule of rt-app ({@code parse_task_data}): without {@code phases} a {@code loop}
   * belongs to the only phase and the task ends after it, and without either the task goes on for
   * ever; with {@code phases} a task without {@code loop} goes on for ever and a phase without is
   * gone through once.
   */
  private Program program() {
    EventParser events = new EventParser(task.key(), global, resources);
    List<Program.Phase> phases = new ArrayList<>();
    int loops;
    if (members.has("phases")) {
      for (Json.Member phase : phaseMembers()) {
        phases.add(phase(phase, events));
      }
      loops = loops(members, Program.FOREVER);
    } else {
      phases.add(onlyPhase(events));
      loops = members.has("loop") ? 1 : Program.FOREVER;
    }
    return new Program(
        task.key(),
        task.at(),
        List.copyOf(phases),
        delay(),
        loops,
        events.ownTimerCount(),
        events.absoluteOwnTimers());
  }

  private List<Json.Member> phaseMembers() {
    Json.Obj phases = Values.object("`phases`", members.value("phases"));
    if (phases.members().isEmpty()) {
      throw new WorkloadException(phases.at(), "`phases` is empty", "describe at least one phase");
    }
    if (!members.events().isEmpty()) {
      Json.Member stray = members.events().get(0).member();
      throw new WorkloadException(
          stray.at(),
          Values.quoted(stray.key()) + " stands beside `phases` and would never happen",
          "move it into a phase");
    }
    return phases.members();
  }

  private Program.Phase phase(Json.Member member, EventParser events) {
    String label = "phase " + Values.quoted(member.key());
    Json.Obj object = Values.object(label, member.value());
    for (Json.Member inner : object.members()) {
      if (TASK_KEYS.contains(inner.key()) && !PHASE_KEYS.contains(inner.key())) {
        throw new WorkloadException(
            inner.at(),
            Values.quoted(inner.key()) + " belongs to a task, not to a phase",
            "move it out of the phases");
      }
    }
    Members phase = Members.withEvents(object, PHASE_KEYS);
    requireEvents(label, member.at(), phase);
    requireSamePolicy(phase);
    HardwareKeys.check(phase);
    events.parse(phase.events());
    Integer priority = phase.has("priority") ? Integer.valueOf(priority(phase)) : null;
    return new Program.Phase(
        member.at(), loops(phase, 1), phaseCpus(phase), priority, events.steps(), events.places());
  }

  private Program.Phase onlyPhase(EventParser events) {
    requireEvents(taskLabel(), task.at(), members);
    events.parse(members.events());
    CpuSet cpus = taskCpus == null ? CpuSet.ALL : taskCpus;
    return new Program.Phase(
        task.at(), loops(members, 1), cpus, null, events.steps(), events.places());
  }

  private static void requireEvents(String label, SourcePosition at, Members members) {
    if (members.events().isEmpty()) {
      throw new WorkloadException(
          at, label + " does nothing", "give it an event such as `run` or `sleep`");
    }
  }

  private void requireSamePolicy(Members phase) {
    if (phase.has("policy") && GlobalSection.policy("`policy`", phase.value("policy")) != policy) {
      throw new WorkloadException(
          phase.value("policy").at(),
          "a change of policy between phases is not supported yet",
          taskLabel() + " has " + policy.kernelName());
    }
  }

  private CpuSet phaseCpus(Members phase) {
    if (!phase.has("cpus")) {
      return taskCpus == null ? CpuSet.ALL : taskCpus;
    }
    CpuSet cpus = Values.cpus(phase.value("cpus"));
    namedCpus = namedCpus.or(cpus);
    return cpus;
  }

  private static int loops(Members members, int byDefault) {
    if (!members.has("loop")) {
      return byDefault;
    }
    Json value = members.value("loop");
    int loops = Values.integer("`loop`", value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    if (loops < 1 && loops != Program.FOREVER) {
      throw new WorkloadException(
          value.at(), "`loop` is " + loops, "give a number from 1, or -1 for ever");
    }
    return loops;
  }

  private int priority(Members phase) {
    return policy.isRealTime() ? realTime.priorityOf(phase) : nice(phase, 0);
  }

  private static int nice(Members members, int byDefault) {
    return members.has("priority")
        ? Values.integer(
            "`priority`", members.value("priority"), TaskSpec.MIN_NICE, TaskSpec.MAX_NICE)
        : byDefault;
  }

  private String taskLabel() {
    return "task " + Values.quoted(task.key());
  }
}
