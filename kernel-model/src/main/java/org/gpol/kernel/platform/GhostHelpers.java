package org.gpol.kernel.platform;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gpol.bpf.platform.ArgKind;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.hook.HookEnvironment;
import org.gpol.kernel.hook.SyncCommit;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.vm.call.Environment;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperCall;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.Region;

/** ghOSt's helpers, 3000 to 3006; 3002 was withdrawn from the ABI. */
final class GhostHelpers {
  private static final int COMM_BYTES = 16;

  private GhostHelpers() {}

  static List<HelperBinding> all() {
    return List.of(wakeAgent(), runGtid(), reschedCpu2(), syncCommit(), getAffinity(), getComm());
  }

  private static HookEnvironment kernel(Environment environment) {
    return (HookEnvironment) environment;
  }

  private static HelperBinding wakeAgent() {
    return HelperBinding.of(ModelPlatform.WAKE_AGENT, "long bpf_ghost_wake_agent(s32 cpu)")
        .takes(ArgKind.SCALAR)
        .summary(
            "Has the agent of a CPU of the enclave look at its messages; nothing happens if the CPU"
                + " has none.")
        .returns(ReturnKind.ERRNO, "0")
        .fails("EINVAL", "*cpu* is negative")
        .fails("ERANGE", "there is no such CPU")
        .fails("EXDEV", "the CPU is not in the enclave")
        .does(call -> kernel(call.environment()).wakeAgent((int) call.r1()));
  }

  private static HelperBinding runGtid() {
    return HelperBinding.of(
            ModelPlatform.RUN_GTID,
            "long bpf_ghost_run_gtid(s64 gtid, u32 task_barrier, s32 run_flags)")
        .takes(ArgKind.SCALAR, ArgKind.SCALAR, ArgKind.SCALAR)
        .summary(
            "Latches a task of the enclave for the executing CPU, which runs it when it next picks;"
                + " *gtid* 0 is the task that is on the CPU. *task_barrier* is the sequence number"
                + " of the last message that the policy has seen from the task.")
        .returns(ReturnKind.ERRNO, "0")
        .fails("ENOENT", "there is no such task, or it is an agent")
        .fails(
            "EINVAL",
            "there are no such flags, the task is not runnable, no pick_next_task is going on, or the"
                + " CPU has no agent")
        .fails("EXDEV", "the CPU is not in the enclave")
        .fails(
            "ESTALE",
            "the task is not in the enclave or has sent messages since *task_barrier*, or it would"
                + " displace one and DO_NOT_PREEMPT is set")
        .fails("EPERM", "the task is in another enclave")
        .fails("EBUSY", "the task is on a CPU")
        .does(
            call ->
                kernel(call.environment()).runGtid(call.r1(), (int) call.r2(), (int) call.r3()));
  }

  private static HelperBinding reschedCpu2() {
    return HelperBinding.of(
            ModelPlatform.RESCHED_CPU2, "long bpf_ghost_resched_cpu2(s32 cpu, u64 flags)")
        .takes(ArgKind.SCALAR, ArgKind.SCALAR)
        .summary(
            "Makes a CPU of the enclave pick again, if it executes a task of a class that *flags*"
                + " names.")
        .returns(ReturnKind.ERRNO, "0")
        .fails("EINVAL", "*cpu* is negative, or there are no such flags")
        .fails("ERANGE", "there is no such CPU")
        .fails("EXDEV", "the CPU is not in the enclave")
        .fails("EPERM", "the CPU executes a task of a class that *flags* does not name")
        .does(call -> kernel(call.environment()).reschedCpu2((int) call.r1(), (int) call.r2()));
  }

  private static HelperBinding syncCommit() {
    return HelperBinding.of(
            ModelPlatform.SYNC_COMMIT, "long bpf_ghost_sync_commit(struct bpf_dynptr *args)")
        .takes(ArgKind.DYNPTR)
        .summary(
            "Commits up to two transactions, both or none. *args* stands for two CPUs (-1 for none),"
                + " the gtids they are to run, and the tasks' barriers, the run flags and the commit"
                + " flags.")
        .returns(ReturnKind.ERRNO, "1, or 0 if one could not be committed")
        .fails("EINVAL", "*args* is null or has less than 48 bytes")
        .fails("ERANGE", "there is no such CPU")
        .fails("EXDEV", "a CPU is not in the enclave")
        .fails("EBUSY", "a transaction of a CPU waits to be committed")
        .does(GhostHelpers::syncCommit);
  }

  /** A dynptr is an address, a size in 24 bits, and an offset. */
  private static long syncCommit(HelperCall call) {
    AddressSpace memory = call.memory();
    long address = memory.load64(call.r1());
    long size = memory.load32(call.r1() + 8) & 0xffffff;
    if (address == 0 || size < SyncCommit.SIZE) {
      return -Errno.EINVAL;
    }
    long at = address + memory.load32(call.r1() + 12);
    List<SyncCommit> transactions = new ArrayList<>();
    for (int i = 0; i < SyncCommit.COUNT; i++) {
      long half = at + 4L * i;
      int cpu = (int) memory.load32(half);
      if (cpu != -1) {
        transactions.add(
            new SyncCommit(
                cpu,
                memory.load64(at + 8 + 8L * i),
                (int) memory.load32(half + 24),
                (int) memory.load32(half + 32),
                (int) memory.load32(half + 40)));
      }
    }
    return kernel(call.environment()).syncCommit(transactions);
  }

  private static HelperBinding getAffinity() {
    return HelperBinding.of(
            ModelPlatform.GET_AFFINITY,
            "long bpf_ghost_get_affinity(s64 gtid, void *mask, u32 size)")
        .takes(ArgKind.SCALAR, ArgKind.UNINIT_MEM, ArgKind.CONST_SIZE)
        .summary(
            "Copies the CPUs that a task may use to *mask*, one bit each, the rest zeroes; *gtid* 0"
                + " is the task that is on the CPU. Where it fails *mask* is all zeroes.")
        .returns(ReturnKind.ERRNO, "the number of CPUs")
        .fails("ENOENT", "there is no such task")
        .fails("E2BIG", "the mask of all CPUs does not fit")
        .does(GhostHelpers::getAffinity);
  }

  private static long getAffinity(HelperCall call) {
    byte[] mask = new byte[(int) call.r3()];
    HookEnvironment kernel = kernel(call.environment());
    CpuSet cpus = kernel.affinity(call.r1());
    long result = kernel.cpuCount();
    if (cpus == null) {
      result = -Errno.ENOENT;
    } else if (mask.length < (kernel.cpuCount() + Byte.SIZE - 1) / Byte.SIZE) {
      result = -Errno.E2BIG;
    } else {
      for (int cpu = 0; cpu < kernel.cpuCount(); cpu++) {
        mask[cpu / Byte.SIZE] |= (byte) (cpus.contains(cpu) ? 1 << cpu % Byte.SIZE : 0);
      }
    }
    store(call, mask);
    return result;
  }

  private static HelperBinding getComm() {
    return HelperBinding.of(
            ModelPlatform.GET_COMM, "long bpf_ghost_get_comm(s64 gtid, char *buf, u32 size)")
        .takes(ArgKind.SCALAR, ArgKind.UNINIT_MEM, ArgKind.CONST_SIZE)
        .summary(
            "Copies the name of a task, of at most 15 bytes, to *buf*, the rest zeroes; *gtid* 0 is"
                + " the task that is on the CPU.")
        .returns(ReturnKind.ERRNO, "0")
        .fails("ENOENT", "there is no such task; *buf* is all zeroes")
        .does(GhostHelpers::getComm);
  }

  private static long getComm(HelperCall call) {
    byte[] buffer = new byte[(int) call.r3()];
    String name = kernel(call.environment()).nameOf(call.r1());
    if (name != null) {
      byte[] comm = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), COMM_BYTES);
      comm[COMM_BYTES - 1] = 0;
      System.arraycopy(comm, 0, buffer, 0, Math.min(buffer.length, COMM_BYTES));
    }
    store(call, buffer);
    return name == null ? -Errno.ENOENT : 0;
  }

  /** Copies bytes to the memory that is the second argument. */
  private static void store(HelperCall call, byte[] bytes) {
    Region region = call.memory().writable(call.r2());
    int at = call.memory().checkedOffset(region, call.r2(), bytes.length);
    System.arraycopy(bytes, 0, region.bytes(), at, bytes.length);
  }
}
