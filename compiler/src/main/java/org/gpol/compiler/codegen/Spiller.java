package org.gpol.compiler.codegen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.bpf.isa.MemSize;

/**
 * Moves virtual registers to the frame: every read becomes a load into a register of its own, every
 * write a store from one. Whole registers go at aligned places, so that a pointer stays one to a
 * verifier.
 */
final class Spiller {
  private final List<MachineBlock> blocks;
  private final Map<Integer, Integer> places = new LinkedHashMap<>();
  private final Set<Integer> temporaries = new LinkedHashSet<>();
  private int next;

  Spiller(List<MachineBlock> blocks, Set<Integer> spilled, FrameLayout frame) {
    this.blocks = blocks;
    spilled.forEach(register -> places.put(register, frame.spill()));
    this.next = firstFree();
  }

  /** Registers that {@link #rewrite} made; moving them out again would gain nothing. */
  Set<Integer> temporaries() {
    return temporaries;
  }

  List<MachineBlock> rewrite() {
    List<MachineBlock> rewritten = new ArrayList<>();
    for (MachineBlock block : blocks) {
      List<MachineInsn> out = new ArrayList<>();
      block.insns().forEach(insn -> rewrite(insn, out));
      rewritten.add(new MachineBlock(block.label(), out));
    }
    return rewritten;
  }

  private int firstFree() {
    int free = MachineInsn.FIRST_VIRTUAL;
    for (MachineBlock block : blocks) {
      for (MachineInsn insn : block.insns()) {
        for (int register : insn.uses()) {
          free = Math.max(free, register + 1);
        }
        for (int register : insn.defs()) {
          free = Math.max(free, register + 1);
        }
      }
    }
    return free;
  }

  private void rewrite(MachineInsn insn, List<MachineInsn> out) {
    if (insn instanceof MachineInsn.Alu alu && alu.isCopy() && rewriteCopy(alu, out)) {
      return;
    }
    Map<Integer, Integer> renamed = new LinkedHashMap<>();
    for (int use : insn.uses()) {
      if (places.containsKey(use) && !renamed.containsKey(use)) {
        out.add(load(temporary(renamed, use), use, insn));
      }
    }
    for (int def : insn.defs()) {
      if (places.containsKey(def) && !renamed.containsKey(def)) {
        temporary(renamed, def);
      }
    }
    out.add(insn.rename(register -> renamed.getOrDefault(register, register)));
    for (int def : insn.defs()) {
      if (places.containsKey(def)) {
        out.add(store(def, renamed.get(def), insn));
      }
    }
  }

  /** A copy to or from memory needs no register in between. */
  private boolean rewriteCopy(MachineInsn.Alu copy, List<MachineInsn> out) {
    boolean fromMemory = places.containsKey(copy.src());
    boolean toMemory = places.containsKey(copy.dst());
    if (fromMemory == toMemory) {
      return false;
    }
    out.add(fromMemory ? load(copy.dst(), copy.src(), copy) : store(copy.dst(), copy.src(), copy));
    return true;
  }

  private int temporary(Map<Integer, Integer> renamed, int register) {
    int temporary = next++;
    temporaries.add(temporary);
    renamed.put(register, temporary);
    return temporary;
  }

  private MachineInsn load(int dst, int spilled, MachineInsn at) {
    return new MachineInsn.Load(
        MemSize.B8, dst, MachineInsn.FP, places.get(spilled), at.location());
  }

  private MachineInsn store(int spilled, int src, MachineInsn at) {
    return new MachineInsn.Store(
        MemSize.B8, MachineInsn.FP, places.get(spilled), src, at.location());
  }
}
