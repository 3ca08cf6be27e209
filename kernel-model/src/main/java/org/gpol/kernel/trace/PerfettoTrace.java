package org.gpol.kernel.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.gpol.bpf.object.EventType;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.workload.TaskSpec;

/**
 * Writes Perfetto's protobuf trace, from which the trace processor fills its tables {@code sched},
 * {@code thread_state} and {@code counter}: ftrace bundles with {@code sched_switch}, {@code
 * sched_waking} and {@code sched_wakeup_new}; counters of run-queue depth and of the policy's
 * statistics; a flow from who wakes to who runs; instants for what the policy decides and prints.
 *
 * <p>Field numbers are those of {@code protos/perfetto/trace} in google/perfetto. Memory stays
 * bounded: packets go out as events come in.
 */
public final class PerfettoTrace implements TraceListener {
  private static final int PACKET = 1;
  private static final int BUNDLE_BYTES = 1 << 16;
  private static final int RUNNABLE = 0;
  private static final int INTERRUPTIBLE = 1;
  private static final int DEAD = 16;

  private final OutputStream to;
  private final Threads threads;
  private final QueueDepth queues;
  private final PerfettoTracks tracks;
  private final ProtoWriter[] bundles;
  private final int[] current;
  private final long[] flowOf;
  private long flows;

  /** A trace of {@code tasks} on {@code cpus} CPUs. */
  public PerfettoTrace(OutputStream to, int cpus, List<TaskSpec> tasks) throws IOException {
    this.to = to;
    threads = Threads.of(tasks, cpus);
    queues = new QueueDepth(cpus, tasks.size());
    bundles = new ProtoWriter[cpus];
    current = new int[cpus];
    flowOf = new long[tasks.size()];
    for (int cpu = 0; cpu < cpus; cpu++) {
      bundles[cpu] = new ProtoWriter();
      current[cpu] = IDLE;
    }
    tracks = new PerfettoTracks(threads, this::packet);
    tracks.describe();
  }

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    ProtoWriter change =
        new ProtoWriter()
            .text(1, threads.name(prev, cpu))
            .number(2, threads.tid(prev, cpu))
            .number(3, threads.prio(prev))
            .number(4, state(prev, reason))
            .text(5, threads.name(next, cpu))
            .number(6, threads.tid(next, cpu))
            .number(7, threads.prio(next));
    event(timeNs, cpu, threads.tid(prev, cpu), 4, change);
    queues.switched(cpu, prev, reason, next);
    current[cpu] = next;
    tracks.depth(timeNs, cpu, queues.depth(cpu));
  }

  private static int state(int task, LeaveReason reason) {
    if (task < 0) {
      return task == IDLE ? RUNNABLE : INTERRUPTIBLE;
    }
    return switch (reason) {
      case PREEMPTED, YIELDED, INTERNAL -> RUNNABLE;
      case BLOCKED -> INTERRUPTIBLE;
      case EXITED -> DEAD;
    };
  }

  @Override
  public void running(long timeNs, int cpu, int task) {
    if (task >= 0 && flowOf[task] != 0) {
      tracks.runs(timeNs, task, flowOf[task]);
      flowOf[task] = 0;
    }
  }

  @Override
  public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
    if (task < 0) {
      return;
    }
    ProtoWriter wake =
        new ProtoWriter()
            .text(1, threads.name(task, cpu))
            .number(2, threads.tid(task, cpu))
            .number(3, threads.prio(task))
            .number(4, 1)
            .number(5, cpu);
    int waker = current[wakerCpu];
    event(timeNs, wakerCpu, threads.tid(waker, wakerCpu), fresh ? 114 : 20, wake);
    queues.woken(task, cpu);
    tracks.depth(timeNs, cpu, queues.depth(cpu));
    if (waker >= 0 && waker != task) {
      flowOf[task] = ++flows;
      tracks.wakes(timeNs, waker, task, flows);
    }
  }

  @Override
  public void migrated(long timeNs, int task, int fromCpu, int toCpu) {
    queues.migrated(task, toCpu);
    tracks.depth(timeNs, fromCpu, queues.depth(fromCpu));
    tracks.depth(timeNs, toCpu, queues.depth(toCpu));
    if (task >= 0) {
      tracks.decision(timeNs, toCpu, "migrate", task, fromCpu, toCpu);
    }
  }

  @Override
  public void latched(long timeNs, int task, int cpu) {
    if (task >= 0) {
      tracks.decision(timeNs, cpu, "latch", task, queues.lastCpu(task), cpu);
    }
  }

  @Override
  public void printk(long timeNs, int cpu, String line) {
    tracks.printed(timeNs, cpu, line);
  }

  @Override
  public void policyEvent(long timeNs, int cpu, EventType type, long[] values) {
    tracks.printed(timeNs, cpu, EventLines.text(type, values));
  }

  @Override
  public boolean wantsStatistics() {
    return true;
  }

  @Override
  public void statistic(long timeNs, String name, long value) {
    tracks.statistic(timeNs, name, value);
  }

  @Override
  public void ended(long timeNs) {
    try {
      for (int cpu = 0; cpu < bundles.length; cpu++) {
        flush(cpu);
      }
      to.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void event(long timeNs, int cpu, int tid, int field, ProtoWriter body) {
    ProtoWriter event = new ProtoWriter().number(1, timeNs).number(2, tid).message(field, body);
    bundles[cpu].message(2, event);
    if (bundles[cpu].size() > BUNDLE_BYTES) {
      flush(cpu);
    }
  }

  private void flush(int cpu) {
    if (bundles[cpu].size() > 0) {
      // The CPU's number may follow the events: the order of fields is free.
      bundles[cpu].number(1, cpu);
      packet(new ProtoWriter().message(1, bundles[cpu]));
      bundles[cpu].clear();
    }
  }

  private void packet(ProtoWriter packet) {
    try {
      to.write(new ProtoWriter().message(PACKET, packet).toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
