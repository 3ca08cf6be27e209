package org.gpol.kernel.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
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

/**
 * A policy in Java: a global FIFO unless a test replaces its parts. Keeps a log of messages as a
 * program sees them.
 */
public final class TestPolicy implements Policy {

  /** A part of the policy that a test writes itself. */
  @FunctionalInterface
  public interface Body {
    /** Returns r0. */
    long run(byte[] context, HookEnvironment environment);
  }

  /** A task and the barrier it takes to run it. */
  public record Ready(long gtid, int barrier) {}

  public final Deque<Ready> queue = new ArrayDeque<>();
  public final List<String> log = new ArrayList<>();
  public EnclaveTunables tunables = EnclaveTunables.ALL_MESSAGES;
  public boolean dontIdle = true;
  public boolean logs = true;
  public int runFlags = GhostAbi.SEND_TASK_ON_CPU;
  public long insns = 10;
  public int picks;
  private final EnumMap<HookPoint, Body> bodies = new EnumMap<>(HookPoint.class);
  private long mutations;

  public TestPolicy() {
    bodies.put(HookPoint.PICK_NEXT_TASK, this::pick);
    bodies.put(HookPoint.MSG_SEND, this::message);
  }

  /** Replaces the program of a hook. */
  public TestPolicy with(HookPoint point, Body body) {
    bodies.put(point, body);
    return this;
  }

  /** What a map write does in BPF. */
  public void mutate() {
    mutations++;
  }

  private long pick(byte[] context, HookEnvironment environment) {
    context[ContextCodec.PNT_DONT_IDLE] = (byte) (dontIdle ? 1 : 0);
    boolean busy =
        context[ContextCodec.PNT_AGENT_RUNNABLE] != 0
            || context[ContextCodec.PNT_MIGHT_YIELD] != 0
            || ContextCodec.getLong(context, ContextCodec.PNT_NEXT_GTID) != 0;
    if (!busy) {
      runFirst(environment);
    }
    return 0;
  }

  /** Latches the first of the queue, which goes back to the end where the kernel is not ready. */
  public void runFirst(HookEnvironment environment) {
    Ready first = queue.poll();
    if (first != null) {
      mutate();
      int result = environment.runGtid(first.gtid, first.barrier, runFlags);
      if (result != 0) {
        log.add("run_gtid=" + result);
        if (result == -16) {
          queue.add(first);
        }
      }
    }
  }

  /** The message handler of a FIFO. */
  public long message(byte[] context, HookEnvironment environment) {
    MessageType type = type(context);
    if (logs) {
      log.add(describe(type, context));
    }
    switch (type) {
      case TASK_NEW, TASK_WAKEUP, TASK_PREEMPT, TASK_YIELD -> {
        long gtid = ContextCodec.getLong(context, ContextCodec.MSG_GTID);
        queue.add(new Ready(gtid, ContextCodec.getInt(context, ContextCodec.MSG_SEQNUM)));
        mutate();
      }
      default -> {}
    }
    return 1;
  }

  /** Type of a message context. */
  public static MessageType type(byte[] context) {
    int number = ContextCodec.getShort(context, ContextCodec.MSG_TYPE);
    for (MessageType type : MessageType.values()) {
      if (type.number() == number) {
        return type;
      }
    }
    throw new AssertionError("message " + number);
  }

  private static String describe(MessageType type, byte[] context) {
    String source =
        type.isCpuMessage()
            ? "cpu" + ContextCodec.getInt(context, 0)
            : "pid" + GhostAbi.pid(ContextCodec.getLong(context, 0));
    String extra =
        switch (type) {
          case TASK_PREEMPT -> context[37] != 0 ? ",latched" : "";
          case TASK_LATCH_FAILURE -> ",errno=" + ContextCodec.getInt(context, 8);
          case TASK_PRIORITY_CHANGED -> ",nice=" + ContextCodec.getInt(context, 8);
          default -> "";
        };
    return type + "(" + source + extra + ")";
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public HookProgram program(HookPoint point) {
    Body body = bodies.get(point);
    if (body == null) {
      return null;
    }
    return new HookProgram() {
      @Override
      public long run(byte[] context, HookEnvironment environment) {
        if (point == HookPoint.PICK_NEXT_TASK) {
          picks++;
        }
        return body.run(context, environment);
      }

      @Override
      public long lastInsns() {
        return insns;
      }
    };
  }

  @Override
  public EnclaveTunables tunables() {
    return tunables;
  }

  @Override
  public long mutations() {
    return mutations;
  }

  @Override
  public Map<String, Long> stats() {
    return Map.of();
  }
}
