package org.gpol.compiler.codegen;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each register, virtual or not, holds a value that is still wanted. Instruction {@code i}
 * reads at position {@code 2i} and writes at {@code 2i + 1}; a register is occupied from the
 * position of a write to that of the last read it may reach, and at a write that nobody reads. Two
 * registers can share a machine register exactly if their positions do not meet.
 */
final class Liveness {
  private final Map<String, BitSet> liveIn = new LinkedHashMap<>();
  private final Map<Integer, BitSet> positions = new LinkedHashMap<>();
  private final Map<Integer, Double> weights = new LinkedHashMap<>();

  Liveness(List<MachineBlock> blocks) {
    blocks.forEach(block -> liveIn.put(block.label(), new BitSet()));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = blocks.size() - 1; i >= 0; i--) {
        MachineBlock block = blocks.get(i);
        BitSet live = walk(block, -1, 0);
        if (!live.equals(liveIn.get(block.label()))) {
          liveIn.put(block.label(), live);
          changed = true;
        }
      }
    }
    List<Integer> depths = loopDepths(blocks);
    int start = 0;
    for (int i = 0; i < blocks.size(); i++) {
      walk(blocks.get(i), start, Math.pow(10, depths.get(i)));
      start += blocks.get(i).insns().size();
    }
  }

  /** Occupied positions by register, in order of the last position first seen. */
  Map<Integer, BitSet> positions() {
    return positions;
  }

  /** How dear it would be to keep the register in memory: accesses, ten times each in a loop. */
  double weight(int register) {
    return weights.getOrDefault(register, 0.0);
  }

  /**
   * Goes backwards through a block and returns what is live before it. With a {@code start} that is
   * not negative, positions and weights are recorded too.
   */
  private BitSet walk(MachineBlock block, int start, double weight) {
    BitSet live = new BitSet();
    for (int i = block.insns().size() - 1; i >= 0; i--) {
      MachineInsn insn = block.insns().get(i);
      if (insn.target() != null) {
        live.or(liveIn.get(insn.target()));
      }
      int position = 2 * (start + i);
      if (start >= 0) {
        live.stream().forEach(register -> occupy(register, position + 1));
        for (int def : insn.defs()) {
          occupy(def, position + 1);
          weights.merge(def, weight, Double::sum);
        }
      }
      for (int def : insn.defs()) {
        live.clear(def);
      }
      for (int use : insn.uses()) {
        if (use != MachineInsn.FP) {
          live.set(use);
        }
      }
      if (start >= 0) {
        live.stream().forEach(register -> occupy(register, position));
        for (int use : insn.uses()) {
          weights.merge(use, weight, Double::sum);
        }
      }
    }
    return live;
  }

  private void occupy(int register, int position) {
    positions.computeIfAbsent(register, r -> new BitSet()).set(position);
  }

  /** How many back edges span each block, in layout order: near enough to nesting for weights. */
  private static List<Integer> loopDepths(List<MachineBlock> blocks) {
    Map<String, Integer> index = new LinkedHashMap<>();
    for (int i = 0; i < blocks.size(); i++) {
      index.put(blocks.get(i).label(), i);
    }
    int[] depths = new int[blocks.size()];
    for (int i = 0; i < blocks.size(); i++) {
      for (MachineInsn insn : blocks.get(i).insns()) {
        if (insn.target() != null) {
          for (int j = index.get(insn.target()); j <= i; j++) {
            depths[j]++;
          }
        }
      }
    }
    List<Integer> result = new ArrayList<>();
    for (int depth : depths) {
      result.add(Math.min(depth, 6));
    }
    return result;
  }
}
