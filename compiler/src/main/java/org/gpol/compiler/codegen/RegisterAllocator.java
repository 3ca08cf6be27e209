package org.gpol.compiler.codegen;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.bpf.GpolBug;

/**
 * Linear scan over live ranges with holes. Virtual registers are taken in the order in which they
 * start and get a machine register whose occupied positions they do not meet; calls occupy R0 to
 * R5, so what lives across one lands in R6 to R9. Where none is free the cheapest of the contenders
 * moves to the frame, and the scan starts over with short-lived registers around its accesses.
 */
final class RegisterAllocator {
  private static final int ALLOCATABLE = 10;

  private final FrameLayout frame;
  private final Set<Integer> unspillable = new LinkedHashSet<>();
  private List<MachineBlock> blocks;

  RegisterAllocator(List<MachineBlock> blocks, FrameLayout frame) {
    this.blocks = blocks;
    this.frame = frame;
  }

  List<MachineBlock> allocate() {
    while (true) {
      Scan scan = new Scan(new Liveness(blocks));
      if (scan.run()) {
        return rename(scan.assigned);
      }
      Spiller spiller = new Spiller(blocks, scan.spilled, frame);
      blocks = spiller.rewrite();
      unspillable.addAll(spiller.temporaries());
    }
  }

  private List<MachineBlock> rename(Map<Integer, Integer> assigned) {
    List<MachineBlock> renamed = new ArrayList<>();
    for (MachineBlock block : blocks) {
      List<MachineInsn> insns = new ArrayList<>();
      for (MachineInsn insn : block.insns()) {
        MachineInsn r = insn.rename(n -> MachineInsn.isVirtual(n) ? assigned.get(n) : n);
        if (!(r instanceof MachineInsn.Alu alu && alu.isCopy() && alu.dst() == alu.src())) {
          insns.add(r);
        }
      }
      renamed.add(new MachineBlock(block.label(), insns));
    }
    return renamed;
  }

  /** One attempt to place every virtual register. */
  private final class Scan {
    private final Liveness liveness;
    private final BitSet[] fixed = new BitSet[ALLOCATABLE];

    /** Positions of each machine register that are fixed or given to a virtual one. */
    private final BitSet[] busy = new BitSet[ALLOCATABLE];

    private final Map<Integer, Integer> assigned = new LinkedHashMap<>();
    private final Map<Integer, Set<Integer>> copies = new LinkedHashMap<>();
    private final Set<Integer> spilled = new LinkedHashSet<>();

    Scan(Liveness liveness) {
      this.liveness = liveness;
      for (int i = 0; i < ALLOCATABLE; i++) {
        fixed[i] = liveness.positions().getOrDefault(i, new BitSet());
        busy[i] = (BitSet) fixed[i].clone();
      }
      for (MachineBlock block : blocks) {
        for (MachineInsn insn : block.insns()) {
          if (insn instanceof MachineInsn.Alu alu && alu.isCopy()) {
            copies.computeIfAbsent(alu.dst(), k -> new LinkedHashSet<>()).add(alu.src());
            copies.computeIfAbsent(alu.src(), k -> new LinkedHashSet<>()).add(alu.dst());
          }
        }
      }
    }

    /** True if all found a place; else {@link #spilled} says what must move to the frame. */
    boolean run() {
      List<Integer> order =
          liveness.positions().keySet().stream()
              .filter(MachineInsn::isVirtual)
              .sorted(
                  Comparator.comparingInt((Integer r) -> liveness.positions().get(r).nextSetBit(0))
                      .thenComparingInt(r -> r))
              .toList();
      for (int register : order) {
        place(register);
      }
      return spilled.isEmpty();
    }

    private void place(int register) {
      for (int candidate : preferred(register)) {
        if (isFree(candidate, register)) {
          assign(register, candidate);
          return;
        }
      }
      makeRoom(register);
    }

    /** Machine registers in the order to try: first those that would make a copy vanish. */
    private Set<Integer> preferred(int register) {
      Set<Integer> order = new LinkedHashSet<>();
      for (int partner : copies.getOrDefault(register, Set.of())) {
        int place = MachineInsn.isVirtual(partner) ? assigned.getOrDefault(partner, -1) : partner;
        if (place >= 0 && place < ALLOCATABLE) {
          order.add(place);
        }
      }
      for (int i = 0; i < ALLOCATABLE; i++) {
        order.add(i);
      }
      return order;
    }

    private boolean isFree(int machine, int register) {
      return !busy[machine].intersects(liveness.positions().get(register));
    }

    private void assign(int register, int machine) {
      assigned.put(register, machine);
      busy[machine].or(liveness.positions().get(register));
    }

    private void unassign(int register) {
      Integer machine = assigned.remove(register);
      if (machine != null) {
        // What shares a machine register never meets, so nobody else's positions go.
        busy[machine].andNot(liveness.positions().get(register));
      }
    }

    private List<Integer> contenders(int machine, int register) {
      BitSet wanted = liveness.positions().get(register);
      List<Integer> found = new ArrayList<>();
      assigned.forEach(
          (other, place) -> {
            if (place == machine && liveness.positions().get(other).intersects(wanted)) {
              found.add(other);
            }
          });
      return found;
    }

    /** Moves the cheapest to the frame: the register itself, or all that stand in its way. */
    private void makeRoom(int register) {
      List<Integer> victims = List.of(register);
      double least = cost(victims);
      int place = -1;
      for (int machine = 0; machine < ALLOCATABLE; machine++) {
        if (!fixed[machine].intersects(liveness.positions().get(register))) {
          List<Integer> others = contenders(machine, register);
          if (cost(others) < least) {
            victims = others;
            least = cost(others);
            place = machine;
          }
        }
      }
      if (Double.isInfinite(least)) {
        throw new GpolBug("no register can be freed");
      }
      spilled.addAll(victims);
      victims.forEach(this::unassign);
      if (place >= 0) {
        assign(register, place);
      }
    }

    /** Long ranges that are seldom touched are the cheapest. */
    private double cost(List<Integer> registers) {
      double cost = 0;
      for (int register : registers) {
        if (unspillable.contains(register)) {
          return Double.POSITIVE_INFINITY;
        }
        cost += liveness.weight(register) / liveness.positions().get(register).cardinality();
      }
      return cost;
    }
  }
}
