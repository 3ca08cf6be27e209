package org.gpol.benchmarks.vm;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Optional;

/** An engine that runs inside this JVM. */
final class JvmEngine implements Engine {
  /** A program on a memory of its own, which it goes on changing from run to run. */
  interface Subject {
    long run();

    /** The memory as the other engines would leave it. */
    byte[] memory();

    /** BPF instructions that the last run executed; 0 if there are none. */
    default long instructions() {
      return 0;
    }
  }

  /** Makes a subject, or null for a program that it has not. */
  @FunctionalInterface
  interface Factory {
    Subject create(Workload workload);
  }

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Keeps results alive, so that nobody can say that they are not needed. */
  @SuppressWarnings("UnusedVariable") // written so that what it is computed from has to be
  private static volatile long sink;

  private final String name;
  private final Factory factory;

  JvmEngine(String name, Factory factory) {
    this.name = name;
    this.factory = factory;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<Measurement> measure(Workload workload, Plan plan) {
    Subject checked = factory.create(workload);
    long result = 0;
    double instructions = 0;
    for (int i = 0; i < plan.checkedRuns(); i++) {
      result = checked.run();
      instructions += (double) checked.instructions() / plan.checkedRuns();
    }
    double ns = time(factory.create(workload), plan);
    return Optional.of(new Measurement(result, 64, checked.memory(), instructions, ns));
  }

  private static double time(Subject subject, Plan plan) {
    long end = now() + plan.warmUpMillis() * 1_000_000L;
    double perRun = 0;
    while (now() < end) {
      perRun = perRun(subject, 1_000);
    }
    long times = (long) (plan.windowMillis() * 1e6 / perRun) + 1;
    perRun(subject, times);
    double[] windows = new double[Plan.WINDOWS];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = perRun(subject, times);
    }
    Arrays.sort(windows);
    return windows[windows.length / 2];
  }

  private static double perRun(Subject subject, long times) {
    long sum = 0;
    long start = now();
    for (long i = 0; i < times; i++) {
      sum += subject.run();
    }
    double ns = now() - start;
    sink = sum;
    return ns / times;
  }

  /** Time of this thread alone: others use the machine too. */
  private static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }
}
