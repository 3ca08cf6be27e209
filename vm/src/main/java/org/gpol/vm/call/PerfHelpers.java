package org.gpol.vm.call;

import static org.gpol.bpf.platform.ArgKind.ANYTHING;
import static org.gpol.bpf.platform.ArgKind.CONST_MAP_PTR;
import static org.gpol.bpf.platform.ArgKind.CONST_SIZE_OR_ZERO;
import static org.gpol.bpf.platform.ArgKind.CONTEXT;
import static org.gpol.bpf.platform.ArgKind.MEM;
import static org.gpol.bpf.platform.MapType.PERF_EVENT_ARRAY;

import java.util.List;
import java.util.Set;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.memory.Region;

/** Samples in the event buffers of CPUs. */
final class PerfHelpers {
  private PerfHelpers() {}

  static List<HelperBinding> helpers() {
    return List.of(
        HelperBinding.of(
                25,
                "long bpf_perf_event_output(void *ctx, struct bpf_map *map, u64 flags, void *data, u64 size)")
            .takes(CONTEXT, CONST_MAP_PTR, ANYTHING, MEM, CONST_SIZE_OR_ZERO)
            .onMaps(Set.of(PERF_EVENT_ARRAY))
            .summary(
                "Writes *size* bytes as a sample into the event buffer of a CPU. The low 32 bits of"
                    + " *flags* are the index of the buffer in *map*, BPF_F_CURRENT_CPU (0xffffffff)"
                    + " that of the executing CPU; the others are 0.")
            .returns(ReturnKind.ERRNO, "0")
            .fails("EINVAL", "there are no such flags")
            .fails("E2BIG", "the index is beyond the end of *map*")
            .fails("ENOENT", "nobody has opened a buffer at the index")
            .fails("EOPNOTSUPP", "the buffer belongs to another CPU than the executing one")
            .fails("ENOSPC", "the buffer is full, or the sample larger than any that it holds")
            .since("4.4")
            .does(
                call -> {
                  call.noteTimeObserved();
                  Region data = call.memory().region(call.r4());
                  int at = call.memory().checkedOffset(data, call.r4(), (int) call.r5());
                  int cpu = call.environment().currentCpu();
                  return call.maps()
                      .at(call.r2())
                      .perfOutput(data.bytes(), at, call.r5(), call.r3(), cpu);
                }));
  }
}
