package org.gpol.kernel.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.gpol.bpf.GpolBug;
import org.junit.jupiter.api.Test;

class WorkloadTest {

  private static final TaskSpec TASK = new TaskSpec("t", SchedPolicy.OTHER, 0, null, 0);

  @Test
  void taskSpec_withoutAffinity_mayUseEveryCpuAndNamesNone() {
    assertEquals(CpuSet.ALL, TASK.affinity());
    new Workload("w", 1, List.of(TASK), waker -> List.of()).validate(1);
  }

  @Test
  void validate_affinityBeyondTheMachine_isRefusedWithoutAPlace() {
    TaskSpec bound = new TaskSpec("b", SchedPolicy.IDLE, 0, CpuSet.of(4), 0);
    Workload workload = new Workload("w", 1, List.of(TASK, bound), waker -> List.of());
    workload.validate(5);
    WorkloadException e = assertThrows(WorkloadException.class, () -> workload.validate(4));
    assertEquals("task `b` is bound to CPU 4 of a machine with 4", e.problem());
  }

  @Test
  void instantiate_wrongNumberOfBehaviours_isABugOfTheFactory() {
    Workload workload = new Workload("w", 1, List.of(TASK), waker -> List.of());
    assertThrows(GpolBug.class, () -> workload.instantiate(task -> {}));
  }

  @Test
  void withDuration_changesNothingElse() {
    Workload workload = new Workload("w", 1, List.of(TASK), waker -> List.of(now -> null));
    Workload longer = workload.withDuration(7);
    assertEquals(7, longer.durationNs());
    assertEquals("w", longer.name());
    assertEquals(workload.tasks(), longer.tasks());
    assertEquals(1, longer.instantiate(task -> {}).size());
  }

  @Test
  void constructors_valuesOutOfRange_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new TaskAction.Run(0));
    assertThrows(IllegalArgumentException.class, () -> new TaskAction.SetNice(20));
    assertThrows(IllegalArgumentException.class, () -> new TaskAction.SetNice(-21));
    assertThrows(IllegalArgumentException.class, () -> new TaskAction.SetAffinity(CpuSet.NONE));
    assertThrows(
        IllegalArgumentException.class, () -> new Workload("w", -2, List.of(TASK), w -> List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> new Workload("w", 1, List.of(), w -> List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> new TaskSpec("t", SchedPolicy.OTHER, 0, null, -1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TaskSpec("t", SchedPolicy.OTHER, 0, CpuSet.NONE, 0));
  }
}
