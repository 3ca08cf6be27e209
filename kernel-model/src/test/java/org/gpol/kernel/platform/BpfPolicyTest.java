package org.gpol.kernel.platform;

import static org.gpol.bpf.isa.Reg.R0;
import static org.gpol.bpf.isa.Reg.R1;
import static org.gpol.bpf.isa.Reg.R10;
import static org.gpol.bpf.isa.Reg.R2;
import static org.gpol.bpf.isa.Reg.R3;
import static org.gpol.bpf.isa.Reg.R6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.object.Statistic;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.kernel.hook.EnclaveTunables;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.Failure;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;
import org.gpol.vm.LoadException;
import org.gpol.vm.LoadOptions;
import org.gpol.vm.VerifierRejection;
import org.junit.jupiter.api.Test;

/** A FIFO in BPF, written instruction by instruction, on the model. */
class BpfPolicyTest {
  private static final int QUEUE = 0;
  private static final int PICKED = 1;

  private static Insn mov(Reg dst, Operand src) {
    return new Insn.Alu(AluOp.MOV, Width.W64, dst, src);
  }

  private static Insn load(MemSize size, Reg dst, Reg base, int offset) {
    return new Insn.Load(size, false, dst, base, offset);
  }

  private static Insn store(MemSize size, Reg base, int offset, Operand value) {
    return new Insn.Store(size, base, offset, value);
  }

  /** Calls a queue helper with the 16 bytes under the frame pointer. */
  private static void callQueue(CodeBuilder code, int helper) {
    code.add(new Insn.LoadRef(R1, RefKind.MAP, QUEUE, 0));
    code.add(mov(R2, R10));
    code.add(new Insn.Alu(AluOp.ADD, Width.W64, R2, new Imm(-16)));
    code.add(mov(R3, new Imm(0)));
    code.add(new Insn.Call(helper));
  }

  private static Code pick() {
    CodeBuilder code = new CodeBuilder();
    CodeBuilder.Label out = new CodeBuilder.Label();
    code.add(mov(R6, R1));
    code.add(store(MemSize.B1, R6, 3, new Imm(1)));
    code.add(load(MemSize.B8, R1, R6, 8));
    code.branch(JumpCond.JNE, Width.W64, R1, new Imm(0), out);
    code.add(load(MemSize.B1, R1, R6, 2));
    code.branch(JumpCond.JNE, Width.W64, R1, new Imm(0), out);
    callQueue(code, 88);
    code.branch(JumpCond.JNE, Width.W64, R0, new Imm(0), out);
    code.add(load(MemSize.B8, R1, R10, -16));
    code.add(load(MemSize.B4, R2, R10, -8));
    code.add(mov(R3, new Imm(GhostAbi.SEND_TASK_ON_CPU)));
    code.add(new Insn.Call(ModelPlatform.RUN_GTID));
    code.branch(JumpCond.JEQ, Width.W64, R0, new Imm(-16), out);
    code.add(store(MemSize.B4, R10, -20, new Imm(0)));
    code.add(new Insn.LoadRef(R1, RefKind.MAP, PICKED, 0));
    code.add(mov(R2, R10));
    code.add(new Insn.Alu(AluOp.ADD, Width.W64, R2, new Imm(-20)));
    code.add(new Insn.Call(1));
    code.branch(JumpCond.JEQ, Width.W64, R0, new Imm(0), out);
    code.add(load(MemSize.B8, R2, R0, 0));
    code.add(new Insn.Alu(AluOp.ADD, Width.W64, R2, new Imm(1)));
    code.add(store(MemSize.B8, R0, 0, R2));
    code.place(out);
    code.add(mov(R0, new Imm(0)));
    return code.add(new Insn.Exit()).build();
  }

  private static Code send() {
    CodeBuilder code = new CodeBuilder();
    CodeBuilder.Label push = new CodeBuilder.Label();
    CodeBuilder.Label out = new CodeBuilder.Label();
    code.add(load(MemSize.B2, R2, R1, 48));
    for (MessageType type :
        List.of(MessageType.TASK_NEW, MessageType.TASK_WAKEUP, MessageType.TASK_PREEMPT)) {
      code.branch(JumpCond.JEQ, Width.W64, R2, new Imm(type.number()), push);
    }
    code.jump(out);
    code.place(push);
    code.add(load(MemSize.B8, R2, R1, 0));
    code.add(store(MemSize.B8, R10, -16, R2));
    code.add(load(MemSize.B4, R2, R1, 52));
    code.add(store(MemSize.B4, R10, -8, R2));
    code.add(store(MemSize.B4, R10, -4, new Imm(0)));
    callQueue(code, 87);
    code.place(out);
    code.add(mov(R0, new Imm(1)));
    return code.add(new Insn.Exit()).build();
  }

  private static BpfObject fifo(Code pick) {
    return new BpfObject(
        "fifo",
        "GPL",
        List.of(
            new Program("pick", "ghost_sched/pnt", pick),
            new Program("send", "ghost_msg/msg_send", send())),
        List.of(MapSpec.queue("runq", 16, 1024), MapSpec.percpuArray(".stat.picked", 8, 1)),
        List.of(),
        List.of(),
        List.of(new Statistic("picked", Statistic.Kind.COUNTER, PICKED)),
        Set.of("pick_next_task", "task_new", "task_wakeup", "task_preempt"));
  }

  private static BpfPolicy policy(Code pick) {
    return policy(pick, LoadOptions.forCpus(2));
  }

  private static BpfPolicy policy(Code pick, LoadOptions options) {
    try {
      return BpfPolicy.load(fifo(pick), options);
    } catch (LoadException | VerifierRejection e) {
      throw new AssertionError(e);
    }
  }

  private static Workload jobs(int tasks) {
    List<TaskSpec> specs = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      specs.add(new TaskSpec("job" + i, SchedPolicy.OTHER, 0, CpuSet.ALL, 1000L * i));
    }
    return new Workload(
        "jobs",
        Workload.UNTIL_ALL_EXIT,
        specs,
        waker -> {
          List<TaskBehaviour> behaviours = new ArrayList<>();
          for (int i = 0; i < tasks; i++) {
            int[] step = {0};
            behaviours.add(
                now ->
                    switch (step[0]++) {
                      case 0, 2 -> new TaskAction.Run(100_000);
                      case 1 -> new TaskAction.SleepUntil(now + 50_000);
                      default -> TaskAction.EXIT;
                    });
          }
          return behaviours;
        });
  }

  private static Simulation.Builder on(BpfPolicy policy) {
    return Simulation.builder(Topology.flat(2), jobs(20)).policy(policy);
  }

  @Test
  void fifoInBpf_runsEveryTaskToItsEnd() {
    SimulationResult result = on(policy(pick())).run();
    assertTrue(result.ok(), result.failure() + " " + result.checks());
    for (TaskResult task : result.tasks()) {
      assertEquals(200_000, task.runtimeNs());
    }
    assertEquals(Map.of(), result.latchFailures());
    assertEquals(0, result.unreadMessages());
  }

  @Test
  void fifoInBpf_skippingPolls_changesNothing() {
    SimulationResult skipped = on(policy(pick())).run();
    SimulationResult full = on(policy(pick())).elidePolls(false).run();
    assertEquals(full, skipped);
  }

  @Test
  void stats_areThePolicysOwn() {
    SimulationResult result = on(policy(pick())).run();
    assertEquals(Map.of("picked", 40L), result.stats());
  }

  @Test
  void tunables_onlyWhatAHookWants() {
    assertEquals(new EnclaveTunables(false, false, false), policy(pick()).tunables());
  }

  @Test
  void fault_ofTheMachine_endsTheRunNamingTheProgram() {
    LoadOptions threeInstructions = new LoadOptions(2, Map.of(), 3);
    SimulationResult result = on(policy(pick(), threeInstructions)).run();
    Failure failure = result.failure().orElseThrow();
    assertEquals(Failure.Kind.FAULT, failure.kind());
    assertTrue(failure.message().contains("program `pick`"), failure.message());
  }

  @Test
  void load_programThatReadsThroughNull_isRejected() {
    CodeBuilder code = new CodeBuilder();
    code.add(mov(R1, new Imm(0)));
    code.add(load(MemSize.B8, R0, R1, 0));
    BpfObject object = fifo(code.add(new Insn.Exit()).build());
    VerifierRejection rejected =
        assertThrows(VerifierRejection.class, () -> BpfPolicy.load(object, LoadOptions.forCpus(2)));
    assertEquals("pick", rejected.program());
    assertEquals(1, rejected.rejection().index());
  }

  @Test
  void helpers_runGtid_isForPicksOnly() {
    ModelPlatform platform = ModelPlatform.INSTANCE;
    assertTrue(platform.helper(ModelPlatform.GHOST_SCHED, ModelPlatform.RUN_GTID).isPresent());
    assertFalse(platform.helper(ModelPlatform.GHOST_MSG, ModelPlatform.RUN_GTID).isPresent());
    assertTrue(platform.helper(ModelPlatform.GHOST_MSG, ModelPlatform.RESCHED_CPU2).isPresent());
    assertFalse(
        platform.helper(ModelPlatform.GHOST_SELECT_RQ, ModelPlatform.RESCHED_CPU2).isPresent());
    assertTrue(platform.helper(ModelPlatform.GHOST_SELECT_RQ, 5).isPresent());
    assertFalse(platform.helper(ModelPlatform.GHOST_SCHED, 3002).isPresent());
  }
}
