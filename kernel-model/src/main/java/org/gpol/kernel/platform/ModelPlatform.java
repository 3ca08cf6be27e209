package org.gpol.kernel.platform;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.platform.ContextField;
import org.gpol.bpf.platform.ContextLayout;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.KernelVariable;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.Tracepoint;
import org.gpol.vm.call.GenericHelpers;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.call.TaskStruct;

/**
 * ghOSt's program types and helpers, ABI 91, and the types of programs outside of enclaves. All
 * types have the generic helpers; {@code run_gtid} and {@code sync_commit} are for GHOST_SCHED
 * only, the others for GHOST_SCHED and GHOST_MSG. A field of a message's payload depends on the
 * message and is found at {@link org.gpol.kernel.hook.MessageType#payload}.
 */
public final class ModelPlatform implements Platform {
  /** {@code bpf_ghost_wake_agent(cpu)}. */
  public static final int WAKE_AGENT = 3000;

  /** {@code bpf_ghost_run_gtid(gtid, task_barrier, run_flags)}. */
  public static final int RUN_GTID = 3001;

  /** {@code bpf_ghost_resched_cpu2(cpu, flags)}. */
  public static final int RESCHED_CPU2 = 3003;

  /** {@code bpf_ghost_sync_commit(args)}. */
  public static final int SYNC_COMMIT = 3004;

  /** {@code bpf_ghost_get_affinity(gtid, mask, size)}. */
  public static final int GET_AFFINITY = 3005;

  /** {@code bpf_ghost_get_comm(gtid, buf, size)}. */
  public static final int GET_COMM = 3006;

  /** Programs that run at every pick of a next task. */
  public static final ProgramType GHOST_SCHED =
      new ProgramType(
          "GHOST_SCHED",
          HookPoint.PICK_NEXT_TASK.section(),
          new ContextLayout(
              "bpf_ghost_sched",
              ContextCodec.PNT_SIZE,
              List.of(
                  in("agent_on_rq", ContextCodec.PNT_AGENT_ON_RQ, 1),
                  in("agent_runnable", ContextCodec.PNT_AGENT_RUNNABLE, 1),
                  in("might_yield", ContextCodec.PNT_MIGHT_YIELD, 1),
                  out("dont_idle", ContextCodec.PNT_DONT_IDLE, 1),
                  out("must_resched", ContextCodec.PNT_MUST_RESCHED, 1),
                  in("next_gtid", ContextCodec.PNT_NEXT_GTID, 8))));

  /** Programs that get every message. */
  public static final ProgramType GHOST_MSG =
      new ProgramType(
          "GHOST_MSG",
          HookPoint.MSG_SEND.section(),
          new ContextLayout(
              "bpf_ghost_msg",
              ContextCodec.MSG_SIZE,
              List.of(
                  in("type", ContextCodec.MSG_TYPE, 2),
                  in("seqnum", ContextCodec.MSG_SEQNUM, 4),
                  out("pref_cpu", ContextCodec.MSG_PREF_CPU, 4))));

  /** Programs that choose a run queue. */
  public static final ProgramType GHOST_SELECT_RQ =
      new ProgramType(
          "GHOST_SELECT_RQ",
          HookPoint.SELECT_RQ.section(),
          new ContextLayout(
              "bpf_ghost_select_rq",
              ContextCodec.SELECT_RQ_SIZE,
              List.of(
                  in("gtid", ContextCodec.SELECT_RQ_GTID, 8),
                  in("task_cpu", ContextCodec.SELECT_RQ_TASK_CPU, 4),
                  in("waker_cpu", ContextCodec.SELECT_RQ_WAKER_CPU, 4),
                  in("sd_flag", ContextCodec.SELECT_RQ_SD_FLAG, 4),
                  in("wake_flags", ContextCodec.SELECT_RQ_WAKE_FLAGS, 4),
                  out("skip_ttwu_queue", ContextCodec.SELECT_RQ_SKIP_TTWU_QUEUE, 1))));

  /** Programs that say how long an idle CPU polls. */
  public static final ProgramType GHOST_HALT_POLL =
      new ProgramType(
          "GHOST_HALT_POLL",
          HookPoint.HALT_POLL.section(),
          new ContextLayout(
              "bpf_ghost_halt_poll",
              ContextCodec.HALT_POLL_SIZE,
              List.of(in("type", ContextCodec.HALT_POLL_TYPE, 4))));

  /** Programs that look on at the scheduler's tracepoints, in the order of {@link Tracepoint}. */
  public static final List<ProgramType> TRACEPOINTS = LookingOn.tracepoints();

  /** Programs that decide for CFS, in the order of {@link org.gpol.kernel.hook.FairHook}. */
  public static final List<ProgramType> FAIR_HOOKS = LookingOn.fairHooks();

  /** How sections of tracepoints may begin besides {@code tracepoint/sched/}, as with libbpf. */
  static final String SHORT_TRACEPOINT = "tp/sched/";

  private static final List<ProgramType> TYPES =
      Stream.of(
              List.of(GHOST_SCHED, GHOST_MSG, GHOST_SELECT_RQ, GHOST_HALT_POLL),
              TRACEPOINTS,
              FAIR_HOOKS)
          .flatMap(List::stream)
          .toList();

  /** Spin locks and timers, which Linux lets no program have that looks on. */
  private static final Set<Integer> NOT_OUTSIDE_ENCLAVES = Set.of(93, 94, 169, 170, 171, 172);

  private static final BtfTable ALL_TYPES = ContextTypes.with(TaskStruct.types(), TYPES);

  private static final HelperTable HELPERS = GenericHelpers.table().with(GhostHelpers.all());

  /** The only one; it has no state. */
  public static final ModelPlatform INSTANCE = new ModelPlatform();

  private ModelPlatform() {}

  private static ContextField in(String name, int offset, int bytes) {
    return new ContextField(name, offset, bytes, false);
  }

  private static ContextField out(String name, int offset, int bytes) {
    return new ContextField(name, offset, bytes, true);
  }

  @Override
  public List<ProgramType> programTypes() {
    return TYPES;
  }

  @Override
  public Optional<HelperSignature> helper(ProgramType type, int id) {
    Set<ProgramType> allowed =
        switch (id) {
          case RUN_GTID, SYNC_COMMIT -> Set.of(GHOST_SCHED);
          case WAKE_AGENT, RESCHED_CPU2, GET_AFFINITY, GET_COMM -> Set.of(GHOST_SCHED, GHOST_MSG);
          default -> Set.copyOf(TYPES);
        };
    boolean outside = TRACEPOINTS.contains(type) || FAIR_HOOKS.contains(type);
    boolean denied = outside && NOT_OUTSIDE_ENCLAVES.contains(id);
    return allowed.contains(type) && !denied ? HELPERS.signature(id) : Optional.empty();
  }

  @Override
  public Optional<ProgramType> programType(String section) {
    boolean shortened = section.startsWith(SHORT_TRACEPOINT);
    String known =
        shortened ? "tracepoint/sched/" + section.substring(SHORT_TRACEPOINT.length()) : section;
    return Platform.super.programType(known);
  }

  @Override
  public List<KernelVariable> variables() {
    return HELPERS.declaredVariables();
  }

  @Override
  public List<String> functions() {
    return HELPERS.kfuncNames();
  }

  @Override
  public int objectBytes(String typeName) {
    return typeName.equals(TaskStruct.NAME) ? TaskStruct.BYTES : 0;
  }

  @Override
  public BtfTable types() {
    return ALL_TYPES;
  }

  /** What the helpers do. */
  public HelperTable helpers() {
    return HELPERS;
  }
}
