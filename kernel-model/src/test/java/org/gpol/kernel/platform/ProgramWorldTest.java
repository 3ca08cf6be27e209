package org.gpol.kernel.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.bpf.text.Assembler;
import org.gpol.bpf.text.AssemblyException;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;
import org.gpol.vm.LoadOptions;
import org.gpol.vm.call.HelperBinding;
import org.junit.jupiter.api.Test;

/** What programs see of the model through helpers. */
class ProgramWorldTest {
  /** Notes for each CPU its node, and which task of the workload it last left. */
  private static final String PICK =
      """
      call bpf_get_smp_processor_id
      *(u32 *)(r10 - 4) = r0
      r1 = seen ll
      r2 = r10
      r2 += -4
      call bpf_map_lookup_elem
      if r0 == 0 goto out
      r6 = r0
      call bpf_get_numa_node_id
      *(u64 *)(r6 + 0) = r0
      call bpf_get_current_pid_tgid
      if r0 == 0 goto out
      *(u64 *)(r6 + 8) = r0
      r1 = r6
      r1 += 16
      r2 = 16
      call bpf_get_current_comm
      call bpf_get_current_task_btf
      r1 = visits ll
      r2 = r0
      r3 = 0
      r4 = 1
      call bpf_task_storage_get
      if r0 == 0 goto out
      r1 = *(u64 *)(r0 + 0)
      r1 += 1
      *(u64 *)(r0 + 0) = r1
      *(u64 *)(r6 + 32) = r1
      r1 = *(u32 *)(r6 + 8)
      call bpf_task_from_pid
      if r0 == 0 goto out
      r1 = *(u32 *)(r0 + 0)
      *(u64 *)(r6 + 40) = r1
      r1 = r0
      call bpf_task_release
      out:
      r0 = 0
      exit
      """;

  private static Code assemble(String text) {
    Map<String, Integer> helpers =
        ModelPlatform.INSTANCE.helpers().bindings().stream()
            .map(HelperBinding::signature)
            .collect(Collectors.toMap(s -> "bpf_" + s.name(), s -> s.id()));
    Map<String, Integer> maps = Map.of("seen", 0, "visits", 1);
    try {
      return Assembler.assemble("p.s", text, new Assembler.Names(helpers, maps));
    } catch (AssemblyException e) {
      throw new AssertionError(e);
    }
  }

  private static BpfPolicy policy() {
    BpfObject object =
        new BpfObject(
            "observer",
            "GPL",
            List.of(new Program("pick", "ghost_sched/pnt", assemble(PICK))),
            List.of(
                MapSpec.array("seen", 48, 2),
                new MapSpec("visits", MapType.TASK_STORAGE, 4, 8, 0, 1, 0, null, List.of(), 0, 0)),
            List.of(),
            List.of(),
            List.of(),
            Set.of("pick_next_task"));
    try {
      return BpfPolicy.load(object, LoadOptions.forCpus(2));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** A task of CFS on CPU 1 that runs three times; the policy's own comes after the end. */
  private static Workload workload() {
    TaskSpec worker = new TaskSpec("worker", SchedPolicy.OTHER, 0, CpuSet.of(1), 0);
    TaskSpec later = new TaskSpec("later", SchedPolicy.GHOST, 0, CpuSet.ALL, 20_000_000);
    int[] step = {0};
    TaskBehaviour work =
        now ->
            switch (step[0]++) {
              case 0, 2, 4 -> new TaskAction.Run(100_000);
              case 1, 3 -> new TaskAction.SleepUntil(now + 50_000);
              default -> TaskAction.EXIT;
            };
    TaskBehaviour exit = now -> TaskAction.EXIT;
    return new Workload("work", 10_000_000, List.of(worker, later), waker -> List.of(work, exit));
  }

  @Test
  void programs_seeCpusNodesAndTasksOfTheModel() {
    BpfPolicy policy = policy();

    SimulationResult result =
        Simulation.builder(Topology.parse("2n1l1c1t"), workload()).policy(policy).run();

    assertTrue(result.ok(), result.failure() + " " + result.checks());
    assertEquals(0, seen(policy, 0).getLong(0));
    ByteBuffer seen = seen(policy, 1);
    assertEquals(1, seen.getLong(0), "the node of CPU 1");
    assertEquals(3L << 32 | 3, seen.getLong(8), "behind the agents of two CPUs");
    assertEquals("worker", text(seen));
    assertEquals(3, seen.getLong(32), "it left the CPU twice to sleep and once for good");
    assertEquals(3, seen.getLong(40));
  }

  private static String text(ByteBuffer seen) {
    byte[] comm = new byte[16];
    ByteBuffer unused = seen.get(16, comm);
    return new String(comm, StandardCharsets.US_ASCII).replace("\0", "");
  }

  private static ByteBuffer seen(BpfPolicy policy, int cpu) {
    byte[] value = new byte[48];
    byte[] key = {(byte) cpu, 0, 0, 0};
    assertEquals(0, policy.loaded().map("seen").orElseThrow().user().lookup(key, value, 0));
    return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
  }
}
