package org.gpol.benchmarks.simulator;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.object.BpfObject;
import org.gpol.kernel.model.FairSettings;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.kernel.platform.CpuTables;
import org.gpol.kernel.sim.SimRandom;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;
import org.gpol.vm.EngineKind;
import org.gpol.vm.LoadException;
import org.gpol.vm.VerifierRejection;

/** The same jobs through the whole kernel model at its usual costs, without checks. */
final class Model {
  private Model() {}

  /** Under the kernel's own class. */
  static Subject under(java.util.function.IntFunction<FairSettings> settings) {
    return (size, durationNs) -> {
      Jobs jobs = new Jobs(size);
      jobs.simulation(durationNs).fair(settings.apply(size.cpus())).run();
      return jobs.begun;
    };
  }

  /** Under a policy whose programs the JIT compiles before they run. */
  static Subject under(BpfObject object) {
    return (size, durationNs) -> {
      Jobs jobs = new Jobs(size);
      jobs.simulation(durationNs).policy(load(object, size)).run();
      return jobs.begun;
    };
  }

  private static BpfPolicy load(BpfObject object, Size size) {
    try {
      return BpfPolicy.load(
          object, CpuTables.options(Topology.flat(size.cpus())).withEngine(EngineKind.JIT));
    } catch (LoadException | VerifierRejection e) {
      throw new GpolBug(object.name() + ": " + e.getMessage());
    }
  }

  private static final class Jobs {
    private final Size size;
    private final SimRandom random = new SimRandom(1);
    private long begun;

    Jobs(Size size) {
      this.size = size;
    }

    Simulation.Builder simulation(long durationNs) {
      List<TaskSpec> specs = new ArrayList<>();
      for (int task = 0; task < size.tasks(); task++) {
        long startNs = Math.floorMod(random.nextLong(), size.cycleNs());
        specs.add(new TaskSpec("t" + task, SchedPolicy.OTHER, 0, CpuSet.ALL, startNs));
      }
      Workload workload = new Workload("jobs", durationNs, specs, waker -> behaviours());
      return Simulation.builder(Topology.flat(size.cpus()), workload).checks(false);
    }

    private List<TaskBehaviour> behaviours() {
      List<TaskBehaviour> behaviours = new ArrayList<>();
      for (int task = 0; task < size.tasks(); task++) {
        boolean[] ran = {true};
        behaviours.add(nowNs -> next(ran, nowNs));
      }
      return behaviours;
    }

    private TaskAction next(boolean[] ran, long nowNs) {
      ran[0] = !ran[0];
      if (ran[0]) {
        return new TaskAction.SleepUntil(nowNs + 1 + draw(2 * size.sleepNs()));
      }
      begun++;
      return new TaskAction.Run(Size.LEAST_RUN_NS + draw(Size.RUN_RANGE_NS));
    }

    private long draw(long range) {
      return (long) (random.nextDouble() * range);
    }
  }
}
