package org.gpol.kernel.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.text.Assembler;
import org.gpol.bpf.text.AssemblyException;
import org.gpol.kernel.model.Cost;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.HookResult;
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

/** Timers of programs on the model: they expire in time, on their CPU, and cost what they run. */
class TimerPolicyTest {
  /** {@code struct { struct bpf_timer timer; u64 fired; u64 cpu; u64 task; }} for each CPU. */
  private static final MapSpec TIMERS =
      MapSpec.array("timers", 40, 2).withFields(List.of(new MapField(MapField.Kind.TIMER, 0, "")));

  private static final String PICK =
      """
      call bpf_get_smp_processor_id
      *(u32 *)(r10 - 4) = r0
      r1 = timers ll
      r2 = r10
      r2 += -4
      call bpf_map_lookup_elem
      if r0 == 0 goto out
      r6 = r0
      r1 = r6
      r2 = timers ll
      r3 = 1
      call bpf_timer_init
      if r0 != 0 goto out
      r1 = r6
      r2 = &fire ll
      call bpf_timer_set_callback
      r1 = r6
      r2 = 1000000
      r3 = 0
      call bpf_timer_start
      out:
      r0 = 0
      exit
      fire:
      r6 = r3
      r1 = *(u64 *)(r6 + 16)
      r1 += 1
      *(u64 *)(r6 + 16) = r1
      call bpf_get_smp_processor_id
      *(u64 *)(r6 + 24) = r0
      call bpf_get_current_pid_tgid
      *(u64 *)(r6 + 32) = r0
      r1 = r6
      r2 = 1000000
      r3 = 0
      call bpf_timer_start
      r0 = 0
      exit
      """;

  private static Code assemble(String text) {
    Map<String, Integer> helpers =
        ModelPlatform.INSTANCE.helpers().bindings().stream()
            .map(HelperBinding::signature)
            .collect(Collectors.toMap(s -> "bpf_" + s.name(), s -> s.id()));
    try {
      return Assembler.assemble("p.s", text, new Assembler.Names(helpers, Map.of("timers", 0)));
    } catch (AssemblyException e) {
      throw new AssertionError(e);
    }
  }

  private static BpfPolicy policy(int cpus) {
    return policy(cpus, PICK);
  }

  private static BpfPolicy policy(int cpus, String pick) {
    BpfObject object =
        new BpfObject(
            "ticker",
            "GPL",
            List.of(new Program("pick", "ghost_sched/pnt", assemble(pick))),
            List.of(TIMERS),
            List.of(),
            List.of(),
            List.of(),
            Set.of("pick_next_task"));
    try {
      return BpfPolicy.load(object, LoadOptions.forCpus(cpus));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** For 10.5 ms, one task of CFS that computes on CPU 0; the policy's own comes after the end. */
  private static Workload busy() {
    TaskSpec busy = new TaskSpec("busy", SchedPolicy.OTHER, 0, CpuSet.of(0), 0);
    TaskSpec later = new TaskSpec("later", SchedPolicy.GHOST, 0, CpuSet.ALL, 20_000_000);
    TaskBehaviour run = now -> new TaskAction.Run(20_000_000);
    return new Workload("busy", 10_500_000, List.of(busy, later), waker -> List.of(run, run));
  }

  private static long field(BpfPolicy policy, int cpu, int offset) {
    byte[] value = new byte[40];
    byte[] key = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(cpu).array();
    int error = policy.loaded().map("timers").orElseThrow().user().lookup(key, value, 0);
    assertEquals(0, error);
    return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(offset);
  }

  private static SimulationResult run(BpfPolicy policy, CostModel costs) {
    return Simulation.builder(Topology.flat(2), busy()).policy(policy).costs(costs).run();
  }

  @Test
  void timer_thatStartsItselfAgain_expiresEveryMillisecondOnItsCpu() {
    BpfPolicy policy = policy(2);

    SimulationResult result = run(policy, CostModel.FREE);

    assertTrue(result.ok(), result.failure() + " " + result.checks());
    for (int cpu = 0; cpu < 2; cpu++) {
      assertEquals(10, field(policy, cpu, 16));
      assertEquals(cpu, field(policy, cpu, 24));
    }
    assertEquals(0, field(policy, 1, 32));
  }

  @Test
  void timer_seesTheTaskThatItInterrupts() {
    BpfPolicy policy = policy(2);

    SimulationResult result = run(policy, CostModel.FREE);

    assertTrue(result.ok());
    long pid = field(policy, 0, 32) & 0xffff_ffffL;
    assertEquals(3, pid, "behind the agents of two CPUs");
  }

  @Test
  void timers_betweenPollsOfAnIdleCpu_stopNobodyFromSkippingPolls() {
    String polling = "*(u8 *)(r1 + 3) = 1\n" + PICK; // dont_idle
    SimulationResult skipped = run(policy(2, polling), CostModel.DEFAULT);
    SimulationResult full =
        Simulation.builder(Topology.flat(2), busy())
            .policy(policy(2, polling))
            .elidePolls(false)
            .run();

    assertEquals(full, skipped);
    assertTrue(full.hooks().get(0).calls() > 1000, full.hooks().toString());
  }

  @Test
  void timer_takesTheTimeThatItsProgramCosts() {
    BpfPolicy policy = policy(2);

    SimulationResult result = run(policy, CostModel.FREE.with(Cost.BPF_INSN, 100));

    HookResult timer =
        result.hooks().stream().filter(h -> h.hook().equals("timer")).findFirst().orElseThrow();
    assertEquals(field(policy, 0, 16) + field(policy, 1, 16), timer.calls());
    assertEquals(14 * timer.calls(), timer.insns());
    assertTrue(result.cpus().get(0).policyNs() >= 9 * 14 * 100, result.cpus().toString());
  }
}
