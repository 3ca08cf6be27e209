package org.gpol.vm.call;

import static org.gpol.bpf.platform.ArgKind.ANYTHING;
import static org.gpol.bpf.platform.ArgKind.PERCPU_VARIABLE;

import java.util.List;
import org.gpol.bpf.platform.KernelVariable;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.memory.MemoryViolation;

/** The executing CPU, and the variables of the platform that tell of CPUs. */
final class CpuHelpers {
  private CpuHelpers() {}

  static List<HelperBinding> helpers() {
    return List.of(processor(), node(), perCpu(), thisCpu());
  }

  static List<VariableBinding> variables() {
    return List.of(
        new VariableBinding(new KernelVariable("nr_cpu_ids", 4, false), (cpu, nrCpus) -> nrCpus),
        new VariableBinding(new KernelVariable("cpu_number", 4, true), (cpu, nrCpus) -> cpu));
  }

  private static HelperBinding processor() {
    return HelperBinding.of(8, "u32 bpf_get_smp_processor_id(void)")
        .summary("The CPU that executes the program. It stays the same while the program runs.")
        .returns(ReturnKind.SCALAR, "The number of the CPU, from 0")
        .since("4.1")
        .does(call -> call.environment().currentCpu());
  }

  private static HelperBinding node() {
    return HelperBinding.of(42, "long bpf_get_numa_node_id(void)")
        .summary("The memory node of the CPU that executes the program.")
        .returns(ReturnKind.SCALAR, "The number of the node, from 0")
        .since("4.10")
        .does(call -> call.environment().numaNode());
  }

  private static HelperBinding perCpu() {
    return HelperBinding.of(153, "void *bpf_per_cpu_ptr(const void *percpu_ptr, u32 cpu)")
        .takes(PERCPU_VARIABLE, ANYTHING)
        .summary("A CPU's copy of a variable that each CPU has (`extern … __ksym`), to be read.")
        .returns(ReturnKind.PERCPU_VALUE_OR_NULL, "The address of the copy")
        .fails("NULL", "there is no such CPU")
        .since("5.10")
        .does(call -> call.state().copyOf(call.r1(), call.r2() & 0xffff_ffffL));
  }

  private static HelperBinding thisCpu() {
    return HelperBinding.of(154, "void *bpf_this_cpu_ptr(const void *percpu_ptr)")
        .takes(PERCPU_VARIABLE)
        .summary("The executing CPU's copy of a variable that each CPU has, to be read.")
        .returns(ReturnKind.PERCPU_VALUE, "The address of the copy")
        .since("5.10")
        .does(
            call -> {
              long copy = call.state().copyOf(call.r1(), call.environment().currentCpu());
              if (copy == 0) {
                throw new MemoryViolation("bpf_this_cpu_ptr of what is no per-CPU variable");
              }
              return copy;
            });
  }
}
