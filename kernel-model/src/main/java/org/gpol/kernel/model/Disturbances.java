package org.gpol.kernel.model;

import org.gpol.bpf.GpolBug;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.Fault;
import org.gpol.kernel.workload.TaskSpec;

/** What is done to tasks and CPUs by others than the tasks themselves. */
final class Disturbances {
  private final Kernel kernel;

  Disturbances(Kernel kernel) {
    this.kernel = kernel;
  }

  /** The current task of the executing CPU is asked what it does; one that was killed ends. */
  void proceed(Task current, WorkDriver driver) {
    if (current.killed) {
      kernel.currentExit();
    } else {
      driver.workDone(current.index);
    }
  }

  /** Makes a fault happen now. */
  void cause(Fault fault) {
    if (fault instanceof Fault.Kill kill) {
      kill(task(kill.task()));
    } else if (fault instanceof Fault.Depart depart) {
      depart(task(depart.task()));
    } else if (fault instanceof Fault.Renice renice) {
      renice(task(renice.task()), renice.nice());
    } else if (fault instanceof Fault.Rebind rebind) {
      rebind(task(rebind.task()), rebind.cpus());
    } else if (fault instanceof Fault.Storm storm) {
      storm(task(storm.task()), storm.times());
    } else if (fault instanceof Fault.TakeCpu take) {
      onCpu(kernel.cpu(take.cpu()), () -> kernel.enclaves.take(kernel.cpu(take.cpu())));
    } else if (fault instanceof Fault.GiveCpu give) {
      onCpu(kernel.cpu(give.cpu()), () -> kernel.enclaves.give(kernel.cpu(give.cpu())));
    } else if (fault instanceof Fault.Crash) {
      crash();
    } else {
      throw new GpolBug("unknown fault " + fault);
    }
  }

  private Task task(int index) {
    return kernel.tasks[index];
  }

  /** Takes the CPU's time into account first, and has it reschedule afterwards if it has to. */
  private void onCpu(Cpu cpu, Runnable body) {
    kernel.call(
        cpu,
        () -> {
          body.run();
          return 0;
        });
  }

  private static boolean lives(Task task) {
    return task.state != TaskState.NEW && task.state != TaskState.DEAD;
  }

  /** Starts a task that waits for another to start it. */
  void start(Task task, int nice, CpuSet cpus) {
    if (task.startedAtNs != TaskSpec.STARTED_BY_ANOTHER) {
      return;
    }
    task.nice = nice;
    task.weight = FairClass.weight(task.policy, nice);
    task.affinity = cpus;
    kernel.wake(task.index);
  }

  private void kill(Task task) {
    if (!lives(task) || task.killed) {
      return;
    }
    task.killed = true;
    switch (task.state) {
      case SLEEPING -> kernel.timers.arm(TimerKind.TASK, task.index, kernel.nowNs());
      case BLOCKED -> kernel.wake(task.index);
      case RUNNABLE -> onCpu(task.cpu, () -> endWork(task));
      case NEW, DEAD -> throw new GpolBug(task + " does not live");
    }
  }

  /** Whatever it was at, it is done with it. */
  private void endWork(Task task) {
    task.spinning = false;
    task.remainingNs = 0;
    if (task.onCpu) {
      kernel.timers.arm(TimerKind.RUN, task.cpu.id, task.cpu.workEndNs());
    }
  }

  private void depart(Task task) {
    if (!lives(task) || task.ghost == null) {
      return;
    }
    onCpu(task.cpu, () -> kernel.attributes.leaveGhost(task));
  }

  private void renice(Task task, int nice) {
    if (lives(task)) {
      onCpu(task.cpu, () -> kernel.attributes.setNice(task, nice));
    }
  }

  private void rebind(Task task, CpuSet cpus) {
    if (lives(task)) {
      onCpu(task.cpu, () -> kernel.attributes.setAffinity(task, cpus));
    }
  }

  private void storm(Task task, int times) {
    int nice = task.nice;
    int other = nice == TaskSpec.MAX_NICE ? nice - 1 : nice + 1;
    for (int i = times - 1; i >= 0; i--) {
      renice(task, i % 2 == 0 ? nice : other);
    }
  }

  private void crash() {
    kernel.userSpace().killAll();
    for (Enclave enclave : kernel.enclaves.all().toArray(Enclave[]::new)) {
      kernel.enclaves.destroy(enclave);
    }
  }
}
