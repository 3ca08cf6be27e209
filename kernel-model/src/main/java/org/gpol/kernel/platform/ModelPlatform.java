package org.gpol.kernel.platform;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.platform.ArgKind;
import org.gpol.bpf.platform.ContextField;
import org.gpol.bpf.platform.ContextLayout;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.KernelVariable;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.HookEnvironment;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.vm.call.Environment;
import org.gpol.vm.call.GenericHelpers;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.call.TaskStruct;

/**
 * ghOSt's program types and helpers, ABI 91. All types have the generic helpers; {@code run_gtid}
 * is for GHOST_SCHED only, {@code resched_cpu2} for GHOST_SCHED and GHOST_MSG. A field of a
 * message's payload depends on the message and is found at {@link
 * org.gpol.kernel.hook.MessageType#payload}.
 */
public final class ModelPlatform implements Platform {
  /** {@code bpf_ghost_run_gtid(gtid, task_barrier, run_flags)}. */
  public static final int RUN_GTID = 3001;

  /** {@code bpf_ghost_resched_cpu2(cpu, flags)}. */
  public static final int RESCHED_CPU2 = 3003;

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

  private static final List<ProgramType> TYPES = List.of(GHOST_SCHED, GHOST_MSG, GHOST_SELECT_RQ);

  private static final BtfTable ALL_TYPES = ContextTypes.with(TaskStruct.types(), TYPES);

  private static final HelperBinding RUN_GTID_BINDING =
      HelperBinding.of(
              RUN_GTID, "long bpf_ghost_run_gtid(s64 gtid, u32 task_barrier, s32 run_flags)")
          .takes(ArgKind.SCALAR, ArgKind.SCALAR, ArgKind.SCALAR)
          .summary(
              "Latches a task of the enclave for the executing CPU, which runs it when it next picks;"
                  + " *gtid* 0 is the task that is on the CPU. *task_barrier* is the sequence number"
                  + " of the last message that the policy has seen from the task.")
          .returns(ReturnKind.ERRNO, "0")
          .fails("ENOENT", "there is no such task, or it is an agent")
          .fails(
              "EINVAL",
              "there are no such flags, the task is not runnable, or no pick_next_task is going on")
          .fails("EXDEV", "the CPU is not in the enclave")
          .fails(
              "ESTALE",
              "the task is not in the enclave or has sent messages since *task_barrier*, or it would"
                  + " displace one and DO_NOT_PREEMPT is set")
          .fails("EBUSY", "the task is on a CPU")
          .does(
              call ->
                  kernel(call.environment()).runGtid(call.r1(), (int) call.r2(), (int) call.r3()));

  private static final HelperBinding RESCHED_CPU2_BINDING =
      HelperBinding.of(RESCHED_CPU2, "long bpf_ghost_resched_cpu2(s32 cpu, u64 flags)")
          .takes(ArgKind.SCALAR, ArgKind.SCALAR)
          .summary(
              "Makes a CPU of the enclave pick again, if it executes a task of a class that *flags*"
                  + " names.")
          .returns(ReturnKind.ERRNO, "0")
          .fails("EINVAL", "*cpu* is negative, or there are no such flags")
          .fails("ERANGE", "there is no such CPU")
          .fails("EPERM", "the CPU executes a task of a class that *flags* does not name")
          .does(call -> kernel(call.environment()).reschedCpu2((int) call.r1(), (int) call.r2()));

  private static final HelperTable HELPERS =
      GenericHelpers.table().with(List.of(RUN_GTID_BINDING, RESCHED_CPU2_BINDING));

  /** The only one; it has no state. */
  public static final ModelPlatform INSTANCE = new ModelPlatform();

  private ModelPlatform() {}

  private static HookEnvironment kernel(Environment environment) {
    return (HookEnvironment) environment;
  }

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
          case RUN_GTID -> Set.of(GHOST_SCHED);
          case RESCHED_CPU2 -> Set.of(GHOST_SCHED, GHOST_MSG);
          default -> Set.copyOf(TYPES);
        };
    return allowed.contains(type) ? HELPERS.signature(id) : Optional.empty();
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
