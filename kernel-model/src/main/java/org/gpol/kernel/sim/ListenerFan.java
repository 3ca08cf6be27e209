package org.gpol.kernel.sim;

import java.util.Arrays;
import java.util.List;
import org.gpol.bpf.object.EventType;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.workload.CpuSet;

/** Passes every event on to several listeners, in their order. */
final class ListenerFan implements TraceListener {
  private final TraceListener[] listeners;

  ListenerFan(List<TraceListener> listeners) {
    this.listeners = listeners.toArray(TraceListener[]::new);
  }

  /** The only listener itself if there is one. */
  TraceListener simplest() {
    return listeners.length == 1 ? listeners[0] : this;
  }

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    for (TraceListener listener : listeners) {
      listener.switched(timeNs, cpu, prev, reason, next);
    }
  }

  @Override
  public void running(long timeNs, int cpu, int task) {
    for (TraceListener listener : listeners) {
      listener.running(timeNs, cpu, task);
    }
  }

  @Override
  public void throttled(long timeNs, int task, boolean held) {
    for (TraceListener listener : listeners) {
      listener.throttled(timeNs, task, held);
    }
  }

  @Override
  public void timerExpired(long timeNs, int task) {
    for (TraceListener listener : listeners) {
      listener.timerExpired(timeNs, task);
    }
  }

  @Override
  public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
    for (TraceListener listener : listeners) {
      listener.woken(timeNs, task, cpu, wakerCpu, fresh);
    }
  }

  @Override
  public void migrated(long timeNs, int task, int fromCpu, int toCpu) {
    for (TraceListener listener : listeners) {
      listener.migrated(timeNs, task, fromCpu, toCpu);
    }
  }

  @Override
  public void affinityChanged(long timeNs, int task, CpuSet cpus) {
    for (TraceListener listener : listeners) {
      listener.affinityChanged(timeNs, task, cpus);
    }
  }

  @Override
  public void departed(long timeNs, int task) {
    for (TraceListener listener : listeners) {
      listener.departed(timeNs, task);
    }
  }

  @Override
  public void enclaveCpu(long timeNs, int cpu, boolean member) {
    for (TraceListener listener : listeners) {
      listener.enclaveCpu(timeNs, cpu, member);
    }
  }

  @Override
  public void latched(long timeNs, int task, int cpu) {
    for (TraceListener listener : listeners) {
      listener.latched(timeNs, task, cpu);
    }
  }

  @Override
  public void message(
      long timeNs, int cpu, MessageType type, int task, int seqnum, boolean delivered) {
    for (TraceListener listener : listeners) {
      listener.message(timeNs, cpu, type, task, seqnum, delivered);
    }
  }

  @Override
  public void hook(long timeNs, int cpu, HookPoint point, long insns, long result) {
    for (TraceListener listener : listeners) {
      listener.hook(timeNs, cpu, point, insns, result);
    }
  }

  @Override
  public void printk(long timeNs, int cpu, String line) {
    for (TraceListener listener : listeners) {
      listener.printk(timeNs, cpu, line);
    }
  }

  @Override
  public void policyEvent(long timeNs, int cpu, EventType type, long[] values) {
    for (TraceListener listener : listeners) {
      listener.policyEvent(timeNs, cpu, type, values);
    }
  }

  @Override
  public boolean wantsStatistics() {
    return Arrays.stream(listeners).anyMatch(TraceListener::wantsStatistics);
  }

  @Override
  public void statistic(long timeNs, String name, long value) {
    for (TraceListener listener : listeners) {
      listener.statistic(timeNs, name, value);
    }
  }

  @Override
  public void ended(long timeNs) {
    for (TraceListener listener : listeners) {
      listener.ended(timeNs);
    }
  }
}
