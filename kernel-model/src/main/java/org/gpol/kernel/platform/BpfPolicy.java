package org.gpol.kernel.platform;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.Statistic;
import org.gpol.kernel.hook.EnclaveTunables;
import org.gpol.kernel.hook.FairHook;
import org.gpol.kernel.hook.HookEnvironment;
import org.gpol.kernel.hook.HookFault;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.HookProgram;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.hook.Policy;
import org.gpol.kernel.hook.StatDistribution;
import org.gpol.kernel.hook.Tracepoint;
import org.gpol.vm.LoadException;
import org.gpol.vm.LoadOptions;
import org.gpol.vm.LoadedObject;
import org.gpol.vm.LoadedProgram;
import org.gpol.vm.Loader;
import org.gpol.vm.VerifierRejection;
import org.gpol.vm.engine.VmFault;

/**
 * A loaded BPF object as a policy. Its maps keep their contents, so one such object serves one run.
 */
public final class BpfPolicy implements Policy {
  private final LoadedObject loaded;

  /** How often each event was sent. */
  private final Map<String, Long> sent = new HashMap<>();

  /** A policy of programs that were loaded for {@link ModelPlatform}. */
  public BpfPolicy(LoadedObject loaded) {
    this.loaded = loaded;
  }

  /**
   * Loads an object for the model.
   *
   * @throws LoadException if the options do not fit the object
   * @throws VerifierRejection if the verifier refuses a program
   */
  public static BpfPolicy load(BpfObject object, LoadOptions options)
      throws LoadException, VerifierRejection {
    ModelPlatform platform = ModelPlatform.INSTANCE;
    return new BpfPolicy(Loader.load(object, platform, platform.helpers(), options));
  }

  /** What was loaded. */
  public LoadedObject loaded() {
    return loaded;
  }

  @Override
  public String name() {
    return loaded.object().name();
  }

  @Override
  public HookProgram program(HookPoint point) {
    return program(point.section());
  }

  @Override
  public HookProgram program(Tracepoint point) {
    HookProgram program = program(point.section());
    return program != null ? program : program(ModelPlatform.SHORT_TRACEPOINT + point.event());
  }

  @Override
  public HookProgram program(FairHook hook) {
    return program(hook.section());
  }

  private HookProgram program(String section) {
    return loaded.program(section).map(Attached::new).orElse(null);
  }

  /**
   * Asks for the messages that some hook wants; of an object that does not say which hooks it has,
   * for all.
   */
  @Override
  public EnclaveTunables tunables() {
    Set<String> hooks = loaded.object().hooks();
    if (hooks.isEmpty()) {
      return EnclaveTunables.ALL_MESSAGES;
    }
    boolean availability =
        hooks.contains(MessageType.CPU_AVAILABLE.hookName())
            || hooks.contains(MessageType.CPU_BUSY.hookName());
    return new EnclaveTunables(
        hooks.contains(MessageType.CPU_TICK.hookName()), availability, false);
  }

  @Override
  public long mutations() {
    return loaded.mutations();
  }

  @Override
  public long nextTimerNs(int cpu) {
    return loaded.nextTimerNs(cpu);
  }

  @Override
  public long timerChanges() {
    return loaded.timerChanges();
  }

  @Override
  public long runTimer(int cpu, HookEnvironment environment) {
    try {
      return loaded.runTimer(cpu, environment);
    } catch (VmFault fault) {
      throw new HookFault("a timer's function: " + fault.getMessage(), fault);
    }
  }

  @Override
  public void taskExited(long task) {
    loaded.taskExited(task);
  }

  @Override
  public Map<String, Long> stats() {
    Map<String, Long> stats = new LinkedHashMap<>();
    loaded.object().statistics().stream()
        .filter(statistic -> !statistic.kind().isHistogram())
        .forEach(statistic -> stats.put(statistic.name(), loaded.statistic(statistic)));
    loaded.object().events().forEach(e -> stats.put(e.name(), sent.getOrDefault(e.name(), 0L)));
    return Collections.unmodifiableMap(stats);
  }

  @Override
  public Map<String, StatDistribution> histograms() {
    Map<String, StatDistribution> histograms = new LinkedHashMap<>();
    for (Statistic statistic : loaded.object().statistics()) {
      if (statistic.kind().isHistogram()) {
        boolean times = statistic.kind() == Statistic.Kind.DURATION_HISTOGRAM;
        histograms.put(statistic.name(), new StatDistribution(times, loaded.histogram(statistic)));
      }
    }
    return Collections.unmodifiableMap(histograms);
  }

  @Override
  public void drainEvents(EventConsumer consumer) {
    if (loaded.object().events().isEmpty()) {
      return;
    }
    loaded.drainEvents(
        (type, values) -> {
          sent.merge(type.name(), 1L, Long::sum);
          consumer.event(type, values);
        });
  }

  private record Attached(LoadedProgram program) implements HookProgram {
    @Override
    public long run(byte[] context, HookEnvironment environment) {
      try {
        return program.run(context, environment);
      } catch (VmFault fault) {
        throw new HookFault(
            "program `" + program.program().name() + "`: " + fault.getMessage(), fault);
      }
    }

    @Override
    public long lastInsns() {
      return program.executed();
    }
  }
}
