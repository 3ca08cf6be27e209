package org.gpol.kernel.model;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import org.gpol.bpf.GpolBug;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.hook.Policy;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.TaskSpec;

/**
 * The simulated kernel. {@link #handle} makes one event happen; the {@code current…} methods are
 * what the task on the executing CPU may do when {@link WorkDriver#workDone} asks, and {@link
 * #wake} may be called there too.
 */
public final class Kernel {
  final KernelConfig config;
  final Timers timers;
  private final WorkDriver driver;
  final TraceListener trace;
  final StatSampler statSampler;

  final Cpu[] cpus;
  final Task[] tasks;
  private final int[] fairWaiting = new int[1];
  final GtidTable gtids = new GtidTable();
  final Probes probes = new Probes(this);
  final SchedClasses classes;
  final RealTimeMigration migration = new RealTimeMigration(this);
  final SharedCores cores;
  private final Wakeups wakeups = new Wakeups(this);
  final Placement placement = new Placement(this);
  final LoadBalancer balancer;
  final TaskAttributes attributes = new TaskAttributes(this);
  final IdlePolling polling = new IdlePolling(this);
  final GhostMessages messages = new GhostMessages(this);
  final Latcher latcher = new Latcher(this);
  final Scheduler scheduler;
  final GhostClass ghost = new GhostClass(this);
  final Agents agents = new Agents(this);
  final Disturbances disturbances = new Disturbances(this);
  final Membership membership = new Membership(this);
  final Enclaves enclaves = new Enclaves(this);
  final Commits commits = new Commits(this);
  private final UserSpace userSpace = new UserSpace(this);
  final IntSupplier random;

  private long nowNs;
  private Cpu executing;

  /** An event is being handled on the executing CPU. */
  private boolean handling;

  private int runnable;
  private int pendingTimers;

  /** What the step just decided asks of the executing CPU. */
  private Step step = Step.NONE;

  private enum Step {
    NONE,
    GO_ON,
    PREEMPT,
    YIELD,
    LEAVE
  }

  /**
   * A kernel at time 0 with all tasks still to start.
   *
   * @param ghostTasks which tasks are the policy's; ignored without a policy
   * @param policy what is attached to the enclave of all CPUs, or null for no enclave
   * @param random 32 bits for programs that ask
   * @param trace told of everything, or null
   */
  public Kernel(
      KernelConfig config,
      List<TaskSpec> specs,
      IntPredicate ghostTasks,
      Policy policy,
      IntSupplier random,
      Timers timers,
      WorkDriver driver,
      TraceListener trace) {
    this.config = config;
    this.timers = timers;
    this.driver = driver;
    this.trace = trace;
    this.balancer = new LoadBalancer(this);
    this.statSampler = new StatSampler(trace);
    this.classes = new SchedClasses(this);
    this.cores = new SharedCores(this);
    this.cpus = new Cpu[config.topology().cpus()];
    for (int i = 0; i < cpus.length; i++) {
      cpus[i] = new Cpu(i, classes.fair.newRunQueue(fairWaiting));
      cpus[i].pace = cores.initialPace(i);
    }
    this.scheduler = new Scheduler(this, cpus.length);
    this.executing = cpus[0];
    this.random = random;
    if (policy != null) {
      probes.attachAll(policy);
    }
    Enclave enclave = policy == null || !policy.schedules() ? null : enclaves.create(policy);
    this.tasks = new Task[specs.size()];
    for (int i = 0; i < tasks.length; i++) {
      tasks[i] = createTask(i, specs.get(i));
      if (enclave != null && ghostTasks.test(i)) {
        membership.enterNew(tasks[i], enclave);
      }
    }
  }

  private Task createTask(int index, TaskSpec spec) {
    Task task = Task.ofWorkload(index, spec, gtids.next(), config.tickNs());
    gtids.add(task);
    task.nice = spec.nice();
    task.affinity = spec.affinity();
    task.weight = FairClass.weight(spec.policy(), spec.nice());
    task.startedAtNs = spec.startNs();
    if (spec.startNs() != TaskSpec.STARTED_BY_ANOTHER) {
      armTask(task, spec.startNs());
    }
    return task;
  }

  private void armTask(Task task, long atNs) {
    pendingTimers++;
    timers.arm(TimerKind.TASK, task.index, atNs);
  }

  /** Makes an event that {@link Timers} was asked for happen. */
  public void handle(TimerKind kind, int index, long timeNs) {
    nowNs = timeNs;
    if (kind == TimerKind.TASK) {
      handleTask(tasks[index]);
      return;
    }
    Cpu cpu = cpus[index];
    if (kind == TimerKind.POLL) {
      polling.atPoll(cpu);
    }
    if (!enter(cpu, kind, index)) {
      return;
    }
    switch (kind) {
      case TICK -> tick(cpu);
      case RESCHED -> {}
      case RT_PERIOD -> classes.rt.periodOver(cpu);
      case DEADLINE -> classes.deadline.periodBegins(cpu);
      case RUN -> workDone(cpu);
      case POLL -> polling.run(cpu);
      case PROGRAM -> enclaves.runTimers(cpu);
      case CALL -> userSpace.runCalls(cpu);
      case TASK -> throw new GpolBug("task events have no CPU");
    }
    settle(cpu);
  }

  private void handleTask(Task task) {
    boolean fresh = task.state == TaskState.NEW;
    if (fresh && task.cpu == null) {
      place(task);
      task.cpu.starting++;
    }
    Cpu cpu = task.cpu;
    if (enter(cpu, TimerKind.TASK, task.index)) {
      pendingTimers--;
      cpu.starting -= fresh ? 1 : 0;
      if (trace != null) {
        trace.timerExpired(nowNs, task.index);
      }
      wakeUp(task, cpu, fresh);
      settle(cpu);
    }
  }

  private void place(Task task) {
    task.cpu = FairClass.leastLoaded(cpus, task.affinity);
    if (trace != null) {
      trace.affinityChanged(nowNs, task.index, task.affinity);
    }
  }

  /**
   * The CPU takes an interrupt; false if it cannot yet, being in the middle of a switch, and the
   * interrupt waits.
   */
  private boolean enter(Cpu cpu, TimerKind kind, int index) {
    polling.stop(cpu);
    if (cpu.windowEndNs() > nowNs) {
      timers.arm(kind, index, cpu.windowEndNs());
      return false;
    }
    executing = cpu;
    handling = true;
    account(cpu);
    return true;
  }

  /**
   * A system call on a CPU by a thread outside of the workload; between events, the CPU reschedules
   * at its next one.
   */
  int call(Cpu cpu, IntSupplier body) {
    Cpu outer = executing;
    executing = cpu;
    try {
      account(cpu);
      return body.getAsInt();
    } finally {
      if (cpu.needResched && !(handling && outer == cpu)) {
        timers.arm(TimerKind.RESCHED, cpu.id, Math.max(nowNs, cpu.windowEndNs()));
      }
      executing = outer;
    }
  }

  /** The end of every interrupt: reschedule if asked, and know when the work will be done. */
  private void settle(Cpu cpu) {
    commits.returnToUser(cpu);
    if (cpu.needResched) {
      scheduler.pass(cpu, true, false);
      commits.returnToUser(cpu);
    }
    if (cpu.curr.isIdle()) {
      timers.cancel(TimerKind.RUN, cpu.id);
    } else {
      timers.arm(TimerKind.RUN, cpu.id, cpu.workEndNs());
    }
    if (cpu.needResched) {
      timers.arm(TimerKind.RESCHED, cpu.id, cpu.windowEndNs());
    }
    handling = false;
  }

  private void tick(Cpu cpu) {
    classes.tick(cpu);
    if (cpu.ghost.enclave != null) {
      enclaves.tick(cpu);
    }
    balancer.tick(cpu);
    armTick(cpu);
  }

  /** The CPU ticks at the next multiple of the tick, if it does not already. */
  void armTick(Cpu cpu) {
    if (!timers.isArmed(TimerKind.TICK, cpu.id)) {
      timers.arm(TimerKind.TICK, cpu.id, (nowNs / config.tickNs() + 1) * config.tickNs());
    }
  }

  private void workDone(Cpu cpu) {
    Task curr = cpu.curr;
    if (curr.isAgent()) {
      if (agents.turn(cpu)) {
        scheduler.pass(cpu, false, false);
      }
    } else if (curr == cpu.stopper) {
      attributes.migrate(cpu);
      scheduler.pass(cpu, false, false);
    } else {
      step = Step.NONE;
      disturbances.proceed(curr, driver);
      switch (step) {
        case NONE -> throw new GpolBug(curr + " was asked what it does and did nothing");
        case GO_ON -> {}
        case PREEMPT -> scheduler.pass(cpu, true, false);
        case YIELD -> scheduler.pass(cpu, false, true);
        case LEAVE -> scheduler.pass(cpu, false, false);
      }
    }
  }

  /** The current task executes for {@code ns}; ends the step. */
  public void currentRun(long ns) {
    executing.curr.remainingNs = ns;
    step = Step.GO_ON;
  }

  /** The current task sleeps until a time that lies ahead; ends the step. */
  public void currentSleep(long untilNs) {
    leave(TaskState.SLEEPING);
    armTask(executing.curr, untilNs);
  }

  /** The current task executes until {@link #wake}; ends the step. */
  public void currentSpin() {
    executing.curr.spinning = true;
    currentRun(Spinning.NS);
  }

  /** The current task waits for {@link #wake}; ends the step. */
  public void currentBlock() {
    leave(TaskState.BLOCKED);
  }

  /** The current task ends; ends the step. */
  public void currentExit() {
    probes.exiting(executing.curr);
    leave(TaskState.DEAD);
    executing.curr.endedAtNs = nowNs;
  }

  /** A task that has ended and left its CPU is forgotten by all who knew it. */
  void exited(Task task) {
    // An agent is no member: all there is to do was done when its thread ended.
    if (task.ghost != null && !task.isAgent()) {
      membership.release(task);
    }
    if (task.deadline != null) {
      classes.deadline.forget(task);
    }
    gtids.remove(task);
    for (int i = 0; i < enclaves.all().size(); i++) {
      enclaves.all().get(i).hooks.taskExited(task);
    }
    probes.taskExited(task);
  }

  private void leave(TaskState state) {
    executing.curr.state = state;
    runnable--;
    step = Step.LEAVE;
  }

  /** {@code sched_yield}; ends the step. */
  public void currentYield() {
    classes.taskYields(executing, executing.curr);
    step = Step.YIELD;
  }

  /**
   * {@code fork}: a task that has been waiting for it starts, in the enclave of its parent if that
   * has one. Does not end the step. 0, or a negative errno: ENOMEM, or EINVAL if it has started.
   */
  public int currentFork(int index) {
    Task child = tasks[index];
    Task parent = executing.curr;
    if (child.state != TaskState.NEW || child.cpu != null) {
      return -Errno.EINVAL;
    }
    child.parentGtid = parent.gtid;
    child.startedAtNs = nowNs;
    boolean ghostChild = parent.ghost != null && child.schedClass == SchedClass.FAIR;
    int errno = ghostChild ? membership.enterNew(child, parent.ghost.enclave) : 0;
    if (errno == 0) {
      place(child);
      probes.forked(parent, child);
      wakeUp(child, executing, true);
    }
    return -errno;
  }

  /**
   * Hands the CPU to another ghost task that is blocked, without a pick; the current one blocks.
   * Ends the step, unless it fails with a negative errno.
   */
  public int currentSwitchto(int index) {
    int errno = new Switchto(this).handOver(executing, tasks[index]);
    step = errno == 0 ? Step.GO_ON : step;
    return -errno;
  }

  /** {@code setpriority}; does not end the step. */
  public void currentSetNice(int nice) {
    attributes.setNice(executing.curr, nice);
  }

  /** {@code sched_setparam} of a real-time task; does not end the step. */
  public void currentSetPriority(int priority) {
    attributes.setPriority(executing.curr, priority);
  }

  /** {@code sched_setaffinity}; ends the step, and true, if the task has to leave its CPU. */
  public boolean currentSetAffinity(CpuSet affinity) {
    attributes.setAffinity(executing.curr, affinity);
    if (executing.stopWork == null) {
      return false;
    }
    executing.curr.remainingNs = 0;
    step = Step.PREEMPT;
    return true;
  }

  /**
   * Ends a {@link #currentBlock} or {@link #currentSpin}, or starts a task that waits for that; no
   * other changes.
   */
  public void wake(int index) {
    Task task = tasks[index];
    if (task.startedAtNs == TaskSpec.STARTED_BY_ANOTHER) {
      task.startedAtNs = nowNs;
      armTask(task, nowNs);
    } else if (task.spinning) {
      Spinning.end(this, task);
    } else if (task.state == TaskState.BLOCKED) {
      wakeUp(task, executing, false);
    }
  }

  private void wakeUp(Task task, Cpu waker, boolean fresh) {
    runnable++;
    wakeups.wake(task, waker, fresh);
  }

  /** {@code resched_curr}: at the end of this interrupt, or after an IPI on another CPU. */
  void resched(Cpu cpu) {
    polling.stop(cpu);
    if (!cpu.needResched) {
      cpu.needResched = true;
      if (cpu != executing) {
        timers.arm(TimerKind.RESCHED, cpu.id, nowNs + polling.ipiNs(cpu));
      }
    }
  }

  /** Interrupts another CPU, which need not reschedule for it. */
  void interrupt(Cpu cpu) {
    polling.stop(cpu);
    if (cpu != executing && !timers.isArmed(TimerKind.RESCHED, cpu.id)) {
      timers.arm(TimerKind.RESCHED, cpu.id, nowNs + config.costs().ns(Cost.IPI));
    }
  }

  /** Brings a CPU's times up to now. */
  void account(Cpu cpu) {
    polling.stop(cpu);
    long ranNs = cpu.account(nowNs);
    if (ranNs > 0) {
      classes.charge(cpu, ranNs);
    }
  }

  void setTaskCpu(Task task, Cpu to) {
    if (task.cpu != to) {
      if (task.switches > 0) {
        task.migrations++;
      }
      probes.migrating(task, to);
      if (trace != null) {
        trace.migrated(nowNs, task.index, task.cpu.id, to.id);
      }
      task.cpu = to;
    }
  }

  /** The run ends: all times are brought up to {@code timeNs}. */
  public void finish(long timeNs) {
    nowNs = timeNs;
    for (Cpu cpu : cpus) {
      account(cpu);
    }
    enclaves.all().forEach(enclave -> enclave.hooks.sampleStats());
    probes.sampleStats();
  }

  /** What was measured; after {@link #finish}. */
  public Measurements measurements() {
    return new Measurements(this);
  }

  /** True once no task runs or waits for a CPU or a time: nothing will ever happen again. */
  public boolean isQuiescent() {
    return runnable == 0 && pendingTimers == 0;
  }

  /** Time of the present event. */
  public long nowNs() {
    return nowNs;
  }

  int cpuCount() {
    return cpus.length;
  }

  int idleCpus() {
    return scheduler.idleCpus();
  }

  int fairWaiting() {
    return fairWaiting[0];
  }

  Cpu cpu(int id) {
    return cpus[id];
  }

  Cpu executing() {
    return executing;
  }

  /** What processes outside of the workload can ask for. */
  public UserSpace userSpace() {
    return userSpace;
  }
}
