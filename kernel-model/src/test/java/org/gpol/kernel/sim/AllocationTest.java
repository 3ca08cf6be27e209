package org.gpol.kernel.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.EnclaveTunables;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.hook.HookEnvironment;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.HookProgram;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.hook.Policy;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** In the steady state an event of the ghOSt class costs no memory. */
class AllocationTest {
  private static final int TASKS = 6;

  /** A FIFO that keeps what it needs in arrays. */
  private static final class Fifo implements Policy {
    private static final int SIZE = 64;
    private final long[] gtids = new long[SIZE];
    private final int[] barriers = new int[SIZE];
    private int head;
    private int tail;

    private long message(byte[] context) {
      int type = ContextCodec.getShort(context, ContextCodec.MSG_TYPE);
      if (type == MessageType.TASK_NEW.number()
          || type == MessageType.TASK_WAKEUP.number()
          || type == MessageType.TASK_YIELD.number()
          || type == MessageType.TASK_PREEMPT.number()) {
        gtids[head % SIZE] = ContextCodec.getLong(context, ContextCodec.MSG_GTID);
        barriers[head++ % SIZE] = ContextCodec.getInt(context, ContextCodec.MSG_SEQNUM);
      }
      return 0;
    }

    private long pick(byte[] context, HookEnvironment environment) {
      context[ContextCodec.PNT_DONT_IDLE] = 1;
      if (tail < head && ContextCodec.getLong(context, ContextCodec.PNT_NEXT_GTID) == 0) {
        int at = tail++ % SIZE;
        int flags = GhostAbi.SEND_TASK_ON_CPU;
        if (environment.runGtid(gtids[at], barriers[at], flags) == -16) {
          gtids[head % SIZE] = gtids[at];
          barriers[head++ % SIZE] = barriers[at];
        }
      }
      return 0;
    }

    @Override
    public String name() {
      return "fifo";
    }

    @Override
    public HookProgram program(HookPoint point) {
      boolean picks = point == HookPoint.PICK_NEXT_TASK;
      if (!picks && point != HookPoint.MSG_SEND) {
        return null;
      }
      return new HookProgram() {
        @Override
        public long run(byte[] context, HookEnvironment environment) {
          return picks ? pick(context, environment) : message(context);
        }

        @Override
        public long lastInsns() {
          return 20;
        }
      };
    }

    @Override
    public EnclaveTunables tunables() {
      return EnclaveTunables.ALL_MESSAGES;
    }

    @Override
    public long mutations() {
      return (long) head + tail;
    }

    @Override
    public Map<String, Long> stats() {
      return Map.of();
    }
  }

  /** Tasks that compute, yield, wake the next one, and wait to be woken. */
  private static Workload ring() {
    List<TaskSpec> specs = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      specs.add(new TaskSpec("t" + i, SchedPolicy.OTHER, 0, CpuSet.ALL, 0));
    }
    TaskAction[] works = {new TaskAction.Run(3000), new TaskAction.Run(5000)};
    return new Workload(
        "ring",
        1_000_000,
        specs,
        waker -> {
          List<TaskBehaviour> behaviours = new ArrayList<>();
          for (int i = 0; i < TASKS; i++) {
            int next = (i + 1) % TASKS;
            int[] step = {0};
            behaviours.add(
                now -> {
                  int at = step[0]++ % 4;
                  if (at == 3) {
                    waker.wake(next);
                    return next == 1 ? TaskAction.YIELD : TaskAction.BLOCK;
                  }
                  return at == 1 ? TaskAction.YIELD : works[at / 2];
                });
          }
          return behaviours;
        });
  }

  private static long[] run(com.sun.management.ThreadMXBean threads, long durationNs) {
    long before = threads.getCurrentThreadAllocatedBytes();
    SimulationResult result =
        Simulation.builder(Topology.flat(2), ring())
            .policy(new Fifo())
            .durationNs(durationNs)
            .checks(false)
            .run();
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    return new long[] {bytes, result.events()};
  }

  @Test
  void ghostEvents_inTheSteadyState_allocateNothing() {
    var bean = ManagementFactory.getThreadMXBean();
    Assumptions.assumeTrue(
        bean instanceof com.sun.management.ThreadMXBean, "this JVM does not count allocations");
    var threads = (com.sun.management.ThreadMXBean) bean;
    run(threads, 20_000_000);
    long[] once = run(threads, 50_000_000);
    long[] twice = run(threads, 250_000_000);
    long events = twice[1] - once[1];
    long bytes = twice[0] - once[0];
    assertTrue(events > 50_000, events + " events");
    assertTrue(bytes < events / 4, bytes + " bytes in " + events + " events");
  }
}
