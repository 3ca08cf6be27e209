package org.gpol.vm.engine.jit;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.ArgKind;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.proof.Pointee;
import org.gpol.vm.proof.ProgramFacts;

/**
 * The parts of a function's frame that can live in local variables: those that are only ever loaded
 * and stored at one known offset with one size, and that no pointer reaches.
 */
final class StackCells {
  private static final int FRAME = ExecutionContext.FRAME_BYTES;

  private final Code code;
  private final ProgramFacts facts;
  private final CompilationUnit unit;

  /** Cells as offset and size packed into one number; negative offsets made positive. */
  private final Set<Integer> cells = new TreeSet<>();

  /** Bytes that must be in memory. */
  private final BitSet inMemory = new BitSet(FRAME);

  private StackCells(CompilationUnit unit) {
    this.unit = unit;
    this.code = unit.code();
    this.facts = unit.facts();
  }

  /** The cells of a function with these instructions, as keys by {@link #key}. */
  static List<Integer> find(CompilationUnit unit, List<Integer> instructions) {
    if (!unit.proved()) {
      return List.of();
    }
    StackCells cells = new StackCells(unit);
    for (int index : instructions) {
      if (cells.facts.reached(index)) {
        cells.look(index, cells.code.insn(index));
      }
    }
    return cells.free();
  }

  /** How far below the end of the frame a cell lies, as a negative number. */
  static int offset(int key) {
    return (key >> 4) - FRAME;
  }

  /** The size of a cell. */
  static MemSize size(int key) {
    return MemSize.ofBytes(key & 15);
  }

  /** What a cell is called: {@code offset} from the end of the frame, which is negative. */
  static int key(long offset, MemSize size) {
    return (int) (offset + FRAME) << 4 | size.bytes();
  }

  private void look(int index, Insn insn) {
    if (insn instanceof Insn.Load load) {
      access(facts.pointee(index, load.base()), load.offset(), load.size());
    } else if (insn instanceof Insn.Store store) {
      access(facts.pointee(index, store.base()), store.offset(), store.size());
    } else if (insn instanceof Insn.Atomic atomic) {
      escape(facts.pointee(index, atomic.base()), -1);
    } else if (insn instanceof Insn.Call call && unit.linkage().helpers().at(call.id()) != null) {
      helper(index, unit.signature(call.id()));
    } else if (insn.reads() >= Insn.ARGUMENTS && (insn.writes() & 1) != 0) {
      for (int reg = 1; reg <= 5; reg++) {
        escape(facts.pointee(index, Reg.of(reg)), -1);
      }
    }
  }

  private void access(Pointee pointee, int offset, MemSize size) {
    if (pointee.isFixed(Pointee.Kind.OWN_STACK)) {
      cells.add(key(pointee.offset() + offset, size));
    } else {
      escape(pointee, -1);
    }
  }

  private void helper(int index, HelperSignature signature) {
    Pointee map = facts.pointee(index, Reg.R1);
    for (int i = 0; i < signature.args().size(); i++) {
      escape(facts.pointee(index, Reg.of(i + 1)), size(signature.args().get(i), map));
    }
  }

  /** How many bytes a helper touches, or -1 if that is not known here. */
  private int size(ArgKind kind, Pointee map) {
    if (map.kind() != Pointee.Kind.MAP) {
      return -1;
    }
    MapSpec spec = unit.maps().map(map.map()).spec();
    return switch (kind) {
      case MAP_KEY -> spec.keySize();
      case MAP_VALUE, UNINIT_MAP_VALUE -> spec.valueSize();
      default -> -1;
    };
  }

  /** Something reaches {@code bytes} from where {@code pointee} points; -1 is all of the frame. */
  private void escape(Pointee pointee, int bytes) {
    if (!pointee.mayBeStack()) {
      return;
    }
    if (bytes >= 0 && pointee.isFixed(Pointee.Kind.OWN_STACK)) {
      int from = (int) pointee.offset() + FRAME;
      inMemory.set(from, from + bytes);
    } else {
      inMemory.set(0, FRAME);
    }
  }

  private List<Integer> free() {
    return cells.stream().filter(this::isFree).toList();
  }

  private boolean isFree(int cell) {
    int from = cell >> 4;
    int to = from + (cell & 15);
    int reached = inMemory.nextSetBit(from);
    return (reached < 0 || reached >= to)
        && cells.stream().noneMatch(other -> other != cell && overlaps(other, from, to));
  }

  private static boolean overlaps(int cell, int from, int to) {
    int otherFrom = cell >> 4;
    return otherFrom < to && from < otherFrom + (cell & 15);
  }
}
