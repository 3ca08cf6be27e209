package org.gpol.kernel.sim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.gpol.bpf.contract.Contract;
import org.gpol.kernel.agent.AgentSettings;
import org.gpol.kernel.check.Checks;
import org.gpol.kernel.check.ContractMonitor;
import org.gpol.kernel.check.MonitoredTasks;
import org.gpol.kernel.hook.HookFault;
import org.gpol.kernel.hook.Policy;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.FairSettings;
import org.gpol.kernel.model.FairTunables;
import org.gpol.kernel.model.Invariants;
import org.gpol.kernel.model.Kernel;
import org.gpol.kernel.model.KernelConfig;
import org.gpol.kernel.model.Measurements;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.model.UserSpace;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.Failure;
import org.gpol.kernel.report.LatencySummary;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;

/** One run of a workload on a machine, under a policy or under CFS alone. */
public final class Simulation {
  private final Builder options;
  private final Topology topology;
  private final long endNs;
  private final boolean untilAllExit;
  private final Kernel kernel;
  private final List<TaskBehaviour> behaviours;
  private final EventTable events;
  private final Checks checks;
  private final List<ContractMonitor> contracts;
  private final ListenerFan listeners;
  private final Invariants invariants;
  private long eventCount;
  private long reachedNs;

  /** Why the run cannot go on, null as long as it can. */
  private Failure failure;

  private Simulation(Builder options) {
    this.options = options;
    this.topology = options.topology;
    Workload workload = options.workload;
    workload.validate(topology.cpus());
    long durationNs = options.durationNs.orElse(workload.durationNs());
    this.untilAllExit = durationNs == Workload.UNTIL_ALL_EXIT;
    this.endNs = untilAllExit ? Long.MAX_VALUE : durationNs;
    this.events = new EventTable(topology.cpus(), workload.tasks().size());
    this.checks =
        options.checks ? new Checks(names(workload), topology.cpus(), options.stallNs) : null;
    List<TraceListener> all = new ArrayList<>();
    if (checks != null) {
      all.add(checks);
    }
    MonitoredTasks monitored = new MonitoredTasks(workload, topology.cpus());
    this.contracts =
        options.contracts.entrySet().stream()
            .map(entry -> ContractMonitor.of(entry.getKey(), entry.getValue(), monitored))
            .toList();
    all.addAll(contracts);
    all.addAll(options.listeners);
    this.listeners = new ListenerFan(all);
    BehaviourDriver driver = new BehaviourDriver();
    SimRandom random = new SimRandom(options.seed).split("helper");
    this.kernel =
        new Kernel(
            new KernelConfig(
                topology,
                options.costs,
                options.tickNs,
                options.fair == null ? FairTunables.forCpus(topology.cpus()) : options.fair,
                options.elidePolls,
                options.policyCpus),
            workload.tasks(),
            workload::isGhost,
            options.agents == null ? options.policy : null,
            random::nextInt,
            events,
            driver,
            all.isEmpty() ? null : listeners.simplest());
    this.invariants = options.invariants ? new Invariants(kernel) : null;
    behaviours = workload.instantiate(kernel::wake);
    driver.start(kernel, behaviours);
    UserSpace outside = kernel.userSpace();
    workload.faults().forEach(f -> outside.at(f.atNs(), 0, () -> outside.cause(f)));
    if (options.agents != null) {
      startAgents(workload);
    }
    options.userSpace.accept(kernel.userSpace());
  }

  private void startAgents(Workload workload) {
    BitSet cpus = new BitSet();
    IntStream.range(0, topology.cpus()).filter(options.policyCpus::contains).forEach(cpus::set);
    int[] tasks = IntStream.range(0, workload.tasks().size()).filter(workload::isGhost).toArray();
    options.agents.start(kernel.userSpace(), options.policy, cpus, tasks);
  }

  private static List<String> names(Workload workload) {
    return workload.tasks().stream().map(TaskSpec::name).toList();
  }

  /** Starts to describe a simulation. */
  public static Builder builder(Topology topology, Workload workload) {
    return new Builder(topology, workload);
  }

  private SimulationResult run() {
    advance(Long.MAX_VALUE);
    return end(failure != null || untilAllExit ? lastTimeNs() : endNs);
  }

  /**
   * Lets time go on to {@code timeNs}, the end of the workload or a failure.
   *
   * @return why the run cannot go on, if so
   */
  public Optional<Failure> advanceTo(long timeNs) {
    if (failure == null) {
      advance(timeNs);
      reachedNs = Math.max(reachedNs, Math.min(timeNs, endNs));
    }
    return Optional.ofNullable(failure);
  }

  /** How far {@link #advanceTo} has come. */
  public long nowNs() {
    return failure == null ? reachedNs : failure.timeNs();
  }

  /** Has something happen at {@link #nowNs}, which is at the beginning of the next advance. */
  public void now(Consumer<UserSpace> body) {
    UserSpace outside = kernel.userSpace();
    outside.at(reachedNs, 0, () -> body.accept(outside));
  }

  /** What contracts and invariants have found so far. */
  public List<CheckResult> violationsSoFar() {
    return contracts.stream().map(ContractMonitor::result).filter(check -> !check.ok()).toList();
  }

  /** Ends the run where it is; nothing may be asked of it afterwards. */
  public SimulationResult finish() {
    return end(failure == null ? reachedNs : failure.timeNs());
  }

  private void advance(long limitNs) {
    try {
      failure = loop(limitNs);
    } catch (HookFault fault) {
      failure = failure(Failure.Kind.FAULT, -1, fault.getMessage());
    } catch (LivelockException livelock) {
      failure = failure(Failure.Kind.LIVELOCK, livelock.task(), livelock.getMessage());
    }
  }

  private SimulationResult end(long stoppedNs) {
    kernel.finish(stoppedNs);
    if (failure == null && checks != null) {
      failure = checks.starvedAt(stoppedNs);
    }
    listeners.ended(stoppedNs);
    return result(stoppedNs, Optional.ofNullable(failure));
  }

  private Failure failure(Failure.Kind kind, int task, String message) {
    return new Failure(kind, kernel.nowNs(), task, 0, message);
  }

  private long lastTimeNs() {
    return failure == null ? kernel.nowNs() : failure.timeNs();
  }

  /** Events up to a time or the end; returns why it ended early, or null. */
  private Failure loop(long limitNs) {
    EventQueue queue = events.queue();
    long instantNs = -1;
    long atInstant = 0;
    while (true) {
      long timeNs = queue.nextTimeNs();
      long stallNs = checks == null ? Long.MAX_VALUE : checks.stallDeadlineNs();
      if (stallNs < timeNs && stallNs < endNs && stallNs <= limitNs) {
        return checks.stall(stallNs);
      }
      if (timeNs > limitNs || timeNs >= endNs || (untilAllExit && kernel.isQuiescent())) {
        return null;
      }
      if (timeNs != instantNs) {
        instantNs = timeNs;
        atInstant = 0;
      } else if (++atInstant > options.maxEventsAtInstant) {
        return failure(
            Failure.Kind.LIVELOCK, -1, atInstant + " events at one instant, time does not go on");
      }
      int id = queue.pop();
      eventCount++;
      kernel.handle(events.kind(id), events.index(id), timeNs);
      if (invariants != null) {
        invariants.check();
      }
    }
  }

  /** The kernel's latencies, then those that the workload measured itself. */
  private Map<String, LatencySummary> latency(Measurements measured) {
    Map<String, LatencySummary> all = new LinkedHashMap<>(measured.latency());
    for (TaskBehaviour behaviour : behaviours) {
      if (behaviour instanceof MeasuredBehaviour own) {
        all.putAll(own.latency());
      }
    }
    return Collections.unmodifiableMap(all);
  }

  private SimulationResult result(long stoppedNs, Optional<Failure> failure) {
    Measurements measured = kernel.measurements();
    return new SimulationResult(
        stoppedNs,
        eventCount + measured.elidedPolls(),
        measured.tasks(),
        measured.cpus(),
        latency(measured),
        measured.hooks(),
        measured.latchFailures(),
        measured.unreadMessages(),
        options.policy == null ? Map.of() : options.policy.stats(),
        options.policy == null ? Map.of() : options.policy.histograms(),
        verdicts(measured, stoppedNs),
        failure);
  }

  private List<CheckResult> verdicts(Measurements measured, long stoppedNs) {
    List<CheckResult> verdicts = new ArrayList<>();
    if (checks != null) {
      verdicts.addAll(checks.results(measured.tasks(), measured.cpus(), stoppedNs));
    }
    contracts.forEach(contract -> verdicts.add(contract.result()));
    return List.copyOf(verdicts);
  }

  /** The inputs of a simulation; all but topology and workload have defaults. */
  public static final class Builder {
    private final Topology topology;
    private final Workload workload;
    private final List<TraceListener> listeners = new ArrayList<>();
    private Optional<Long> durationNs = Optional.empty();
    private CostModel costs = CostModel.DEFAULT;
    private FairSettings fair;
    private long seed = 1;
    private long tickNs = 4_000_000;
    private long stallNs = 1_000_000_000;
    private long maxEventsAtInstant = 10_000_000;
    private final Map<Contract, Long> contracts = new LinkedHashMap<>();
    private boolean checks = true;
    private boolean elidePolls = true;
    private boolean invariants;
    private Policy policy;
    private AgentSettings agents;
    private CpuSet policyCpus = CpuSet.ALL;
    private Consumer<UserSpace> userSpace = user -> {};

    private Builder(Topology topology, Workload workload) {
      this.topology = Objects.requireNonNull(topology);
      this.workload = Objects.requireNonNull(workload);
    }

    /** The policy of the enclave of all CPUs; without one every task is CFS's. */
    public Builder policy(Policy thePolicy) {
      policy = thePolicy;
      return this;
    }

    /**
     * Who schedules in user space, in the enclave to which the policy's programs are attached; with
     * no policy the agents are alone. By default nobody does.
     */
    public Builder agents(AgentSettings settings) {
      agents = settings;
      return this;
    }

    /** The CPUs of the policy's enclave; default all. */
    public Builder policyCpus(CpuSet cpus) {
      policyCpus = Objects.requireNonNull(cpus);
      return this;
    }

    /** What processes outside of the workload do at the start: enclaves, agents, programs. */
    public Builder userSpace(Consumer<UserSpace> processes) {
      userSpace = Objects.requireNonNull(processes);
      return this;
    }

    /** Ends the run at this time whatever the workload says. */
    public Builder durationNs(long ns) {
      if (ns < 1) {
        throw new IllegalArgumentException("duration of " + ns + " ns");
      }
      durationNs = Optional.of(ns);
      return this;
    }

    /** Default {@link CostModel#DEFAULT}. */
    public Builder costs(CostModel model) {
      costs = Objects.requireNonNull(model);
      return this;
    }

    /** The fair class; by default CFS with the kernel's tunables, scaled to the number of CPUs. */
    public Builder fair(FairSettings settings) {
      fair = Objects.requireNonNull(settings);
      return this;
    }

    /** Default 1. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Default 4 ms, HZ=250. */
    public Builder tickNs(long ns) {
      tickNs = ns;
      return this;
    }

    /** How long a runnable task may wait before the run is ended as stalled; default 1 s. */
    public Builder stallNs(long ns) {
      if (ns < 1) {
        throw new IllegalArgumentException("stall after " + ns + " ns");
      }
      stallNs = ns;
      return this;
    }

    /** More events than this at one instant end the run as a livelock. */
    public Builder maxEventsAtInstant(long limit) {
      maxEventsAtInstant = limit;
      return this;
    }

    /** Whether invariants are checked and stalls detected; on by default. */
    public Builder checks(boolean on) {
      checks = on;
      return this;
    }

    /**
     * Holds the run to contracts; what comes of it is among the checks of the result.
     *
     * @param parameters of the policy that do not have their defaults, by name
     */
    public Builder contracts(List<Contract> kept, Map<String, Long> parameters) {
      kept.forEach(contract -> contracts.put(contract, contract.bound().ns(parameters)));
      return this;
    }

    /**
     * Whether the model's own state is checked after every event, which takes its time; off by
     * default. What does not hold is a bug of the model and thrown.
     */
    public Builder invariants(boolean on) {
      invariants = on;
      return this;
    }

    /** Whether idle polls that repeat themselves are skipped; on by default, changes no result. */
    public Builder elidePolls(boolean on) {
      elidePolls = on;
      return this;
    }

    /** Adds a listener to the events of the run. */
    public Builder listener(TraceListener listener) {
      listeners.add(Objects.requireNonNull(listener));
      return this;
    }

    /**
     * Sets the run up without letting any time pass.
     *
     * @throws org.gpol.kernel.workload.WorkloadException if the workload does not fit the machine
     */
    public Simulation start() {
      return new Simulation(this);
    }

    /**
     * Runs to the end.
     *
     * @throws org.gpol.kernel.workload.WorkloadException if the workload does not fit the machine
     */
    public SimulationResult run() {
      return new Simulation(this).run();
    }
  }
}
