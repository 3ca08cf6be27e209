package org.gpol.benchmarks.vm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gpol.vm.RawProgram;
import org.gpol.vm.call.GenericHelpers;
import org.gpol.vm.map.BpfMap;

/** A program in gpol's interpreter, with gpol's own maps and helpers. */
final class InterpretedSubject implements JvmEngine.Subject {
  private static final long BUDGET = 1L << 40;

  private final RawProgram program;
  private final byte[] memory;

  InterpretedSubject(Workload workload) {
    program = RawProgram.of(BareCode.of(workload), GenericHelpers.table(), Workload.MAPS, BUDGET);
    memory = workload.memory().clone();
    BpfMap queue = program.maps().map(1);
    for (int i = 0; i < Workload.QUEUED; i++) {
      byte[] item = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, i).array();
      if (queue.push(item, 0, BpfMap.BPF_ANY) != 0) {
        throw new IllegalStateException("the queue is full");
      }
    }
  }

  @Override
  public long run() {
    return program.run(memory);
  }

  @Override
  public byte[] memory() {
    return memory;
  }

  @Override
  public long instructions() {
    return program.executed();
  }
}
