package org.gpol.kernel.trace;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The tracks beside the schedule: who the threads are, counters, flows and instants. */
final class PerfettoTracks {
  /** Packets without a sequence id are dropped silently when they carry track events. */
  private static final int SEQUENCE = 1;

  private static final int STATE_CLEARED = 1;
  private static final long DEPTH = 0x1_0000_0000L;
  private static final long POLICY = 0x2_0000_0000L;
  private static final long THREAD = 0x3_0000_0000L;
  private static final long STATISTIC = 0x4_0000_0000L;
  private static final int INSTANT = 3;
  private static final int COUNTER = 4;

  private final Threads threads;
  private final Consumer<ProtoWriter> packets;
  private final int[] shown;
  private final Map<String, Long> statistics = new HashMap<>();

  PerfettoTracks(Threads threads, Consumer<ProtoWriter> packets) {
    this.threads = threads;
    this.packets = packets;
    shown = new int[threads.cpus()];
  }

  void describe() {
    packets.accept(new ProtoWriter().number(10, SEQUENCE).number(13, STATE_CLEARED));
    packets.accept(new ProtoWriter().number(10, SEQUENCE).message(2, processTree()));
    for (int cpu = 0; cpu < threads.cpus(); cpu++) {
      track(
          new ProtoWriter()
              .number(1, DEPTH + cpu)
              .text(2, "run queue of CPU " + cpu)
              .message(8, new ProtoWriter()));
      track(new ProtoWriter().number(1, POLICY + cpu).text(2, "policy on CPU " + cpu));
    }
    for (int task = 0; task < threads.tasks(); task++) {
      ProtoWriter thread =
          new ProtoWriter()
              .number(1, Threads.WORKLOAD)
              .number(2, threads.tid(task, 0))
              .text(5, threads.name(task, 0));
      track(new ProtoWriter().number(1, THREAD + task).message(4, thread));
    }
  }

  private ProtoWriter processTree() {
    ProtoWriter tree = new ProtoWriter();
    tree.message(1, new ProtoWriter().number(1, threads.tgid(-1)).number(2, 0).text(3, "kthreadd"));
    tree.message(1, new ProtoWriter().number(1, Threads.WORKLOAD).number(2, 1).text(3, "workload"));
    for (int cpu = 0; cpu < threads.cpus(); cpu++) {
      thread(tree, org.gpol.kernel.report.TraceListener.AGENT, cpu);
      thread(tree, org.gpol.kernel.report.TraceListener.STOPPER, cpu);
    }
    for (int task = 0; task < threads.tasks(); task++) {
      thread(tree, task, 0);
    }
    return tree;
  }

  private void thread(ProtoWriter tree, int task, int cpu) {
    tree.message(
        2,
        new ProtoWriter()
            .number(1, threads.tid(task, cpu))
            .text(2, threads.name(task, cpu))
            .number(3, threads.tgid(task)));
  }

  private void track(ProtoWriter descriptor) {
    packets.accept(new ProtoWriter().number(10, SEQUENCE).message(60, descriptor));
  }

  /** A counter is written when it changes. */
  void depth(long timeNs, int cpu, int depth) {
    if (shown[cpu] != depth) {
      shown[cpu] = depth;
      event(timeNs, new ProtoWriter().number(9, COUNTER).number(11, DEPTH + cpu).number(30, depth));
    }
  }

  /** A counter of the policy; its track is described when it is first seen. */
  void statistic(long timeNs, String name, long value) {
    Long track = statistics.get(name);
    if (track == null) {
      track = STATISTIC + statistics.size();
      statistics.put(name, track);
      track(new ProtoWriter().number(1, track).text(2, name).message(8, new ProtoWriter()));
    }
    event(timeNs, new ProtoWriter().number(9, COUNTER).number(11, track).number(30, value));
  }

  void wakes(long timeNs, int waker, int woken, long flow) {
    event(timeNs, instant(THREAD + waker, "wakes " + threads.name(woken, 0)).fixed(47, flow));
  }

  void runs(long timeNs, int task, long flow) {
    event(timeNs, instant(THREAD + task, "runs").fixed(48, flow));
  }

  void decision(long timeNs, int cpu, String what, int task, int fromCpu, int toCpu) {
    ProtoWriter instant = instant(POLICY + cpu, what + " " + threads.name(task, cpu));
    instant.message(4, annotation("from_cpu", fromCpu)).message(4, annotation("to_cpu", toCpu));
    event(timeNs, instant);
  }

  private static ProtoWriter annotation(String name, int value) {
    return new ProtoWriter().text(10, name).number(4, value);
  }

  void printed(long timeNs, int cpu, String line) {
    event(timeNs, instant(POLICY + cpu, line));
  }

  private static ProtoWriter instant(long track, String name) {
    return new ProtoWriter().number(9, INSTANT).number(11, track).text(22, "sched").text(23, name);
  }

  private void event(long timeNs, ProtoWriter event) {
    packets.accept(new ProtoWriter().number(8, timeNs).number(10, SEQUENCE).message(11, event));
  }
}
