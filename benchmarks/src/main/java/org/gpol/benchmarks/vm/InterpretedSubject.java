package org.gpol.benchmarks.vm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.DecodeException;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnCodec;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.RawProgram;
import org.gpol.vm.call.GenericHelpers;
import org.gpol.vm.map.BpfMap;

/** A program in gpol's interpreter, with gpol's own maps and helpers. */
final class InterpretedSubject implements JvmEngine.Subject {
  /** The upper half of the 64-bit constants that stand for maps in the bare code. */
  private static final long MAP_MARK = 0x6770_6f6cL;

  private static final List<MapSpec> MAPS =
      List.of(MapSpec.hash("tasks", 4, 32, 4096), MapSpec.queue("queue", 8, 1024));

  private static final long BUDGET = 1L << 40;

  private final RawProgram program;
  private final byte[] memory;

  InterpretedSubject(Workload workload) {
    program = RawProgram.of(decode(workload.code()), GenericHelpers.table(), MAPS, BUDGET);
    memory = workload.memory().clone();
    BpfMap queue = program.maps().map(1);
    for (int i = 0; i < Workload.QUEUED; i++) {
      byte[] item = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, i).array();
      if (queue.push(item, 0, BpfMap.BPF_ANY) != 0) {
        throw new IllegalStateException("the queue is full");
      }
    }
  }

  private static Code decode(byte[] bytes) {
    List<Insn> insns = new ArrayList<>();
    try {
      for (Insn insn : InsnCodec.decode(bytes)) {
        boolean map = insn instanceof Insn.LoadImm64 load && load.value() >>> 32 == MAP_MARK;
        insns.add(map ? reference((Insn.LoadImm64) insn) : insn);
      }
    } catch (DecodeException e) {
      throw new IllegalStateException(e);
    }
    return Code.of(insns);
  }

  private static Insn reference(Insn.LoadImm64 load) {
    return new Insn.LoadRef(load.dst(), RefKind.MAP, (int) load.value(), 0);
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
