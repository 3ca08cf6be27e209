package org.gpol.kernel.platform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gpol.bpf.platform.ContextField;
import org.gpol.bpf.platform.ContextLayout;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.kernel.hook.FairContexts;
import org.gpol.kernel.hook.FairHook;
import org.gpol.kernel.hook.TraceContexts;
import org.gpol.kernel.hook.Tracepoint;

/**
 * The types of programs that belong to no enclave: tracepoints, each with the record of its own,
 * and the hooks of CFS. None of them can write to its context.
 */
final class LookingOn {
  private LookingOn() {}

  /** A type for each tracepoint. */
  static List<ProgramType> tracepoints() {
    return Arrays.stream(Tracepoint.values()).map(LookingOn::type).toList();
  }

  /** A type for each hook of CFS. */
  static List<ProgramType> fairHooks() {
    return Arrays.stream(FairHook.values()).map(LookingOn::type).toList();
  }

  private static ProgramType type(Tracepoint point) {
    ContextLayout context =
        new ContextLayout(
            "trace_event_raw_" + point.event(),
            point.contextSize(),
            fields(point),
            TraceContexts.HEADER,
            true);
    return new ProgramType("TRACEPOINT " + point.event(), point.section(), context);
  }

  /** The fields that are numbers. */
  private static List<ContextField> fields(Tracepoint point) {
    List<ContextField> fields = new ArrayList<>();
    String who =
        switch (point) {
          case SCHED_SWITCH -> "prev_";
          case SCHED_PROCESS_FORK -> "parent_";
          default -> "";
        };
    fields.add(in(who + "pid", TraceContexts.PID, 4));
    if (point != Tracepoint.SCHED_PROCESS_FORK) {
      fields.add(in(who + "prio", TraceContexts.PRIO, 4));
    }
    switch (point) {
      case SCHED_SWITCH ->
          fields.addAll(
              List.of(
                  in("prev_state", TraceContexts.SWITCH_PREV_STATE, 8),
                  in("next_pid", TraceContexts.SWITCH_NEXT_PID, 4),
                  in("next_prio", TraceContexts.SWITCH_NEXT_PRIO, 4)));
      case SCHED_WAKING, SCHED_WAKEUP, SCHED_WAKEUP_NEW ->
          fields.addAll(
              List.of(
                  in("success", TraceContexts.WAKE_SUCCESS, 4),
                  in("target_cpu", TraceContexts.WAKE_TARGET_CPU, 4)));
      case SCHED_MIGRATE_TASK ->
          fields.addAll(
              List.of(
                  in("orig_cpu", TraceContexts.MIGRATE_ORIG_CPU, 4),
                  in("dest_cpu", TraceContexts.MIGRATE_DEST_CPU, 4)));
      case SCHED_PROCESS_FORK -> fields.add(in("child_pid", TraceContexts.FORK_CHILD_PID, 4));
      case SCHED_PROCESS_EXIT -> {}
    }
    return fields;
  }

  private static ProgramType type(FairHook hook) {
    List<ContextField> fields =
        hook == FairHook.CHECK_PREEMPT_TICK
            ? List.of(
                in("ran", FairContexts.TICK_RAN, 8),
                in("curr_vruntime", FairContexts.TICK_CURR_VRUNTIME, 8),
                in("least_vruntime", FairContexts.TICK_LEAST_VRUNTIME, 8),
                in("curr_pid", FairContexts.TICK_CURR_PID, 4),
                in("curr_weight", FairContexts.TICK_CURR_WEIGHT, 4),
                in("nr_running", FairContexts.TICK_NR_RUNNING, 4),
                in("cpu", FairContexts.TICK_CPU, 4))
            : List.of(
                in("curr_vruntime", FairContexts.PAIR_CURR_VRUNTIME, 8),
                in("vruntime", FairContexts.PAIR_VRUNTIME, 8),
                in("curr_pid", FairContexts.PAIR_CURR_PID, 4),
                in("pid", FairContexts.PAIR_PID, 4),
                in("curr_weight", FairContexts.PAIR_CURR_WEIGHT, 4),
                in("weight", FairContexts.PAIR_WEIGHT, 4),
                in("nr_running", FairContexts.PAIR_NR_RUNNING, 4),
                in("cpu", FairContexts.PAIR_CPU, 4));
    ContextLayout context =
        new ContextLayout("bpf_" + hook.hookName(), hook.contextSize(), fields, 0, true);
    return new ProgramType("SCHED " + hook.hookName(), hook.section(), context);
  }

  private static ContextField in(String name, int offset, int bytes) {
    return new ContextField(name, offset, bytes, false);
  }
}
