package org.gpol.vm.engine.jit;

import java.util.Arrays;
import java.util.List;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.Reg;

/**
 * The webs of a function: a web is a variable in the sense of the source, all the values of a
 * register that reach a common reader. What one register holds one after the other belongs to
 * several webs, each of which may be kept in its own way. (Muchnick, Advanced Compiler Design and
 * Implementation, section 16.3.3.)
 */
final class Webs {
  private static final int REGS = Reg.COUNT - 1;

  private final Code code;
  private final Blocks blocks;
  private final List<Integer> order;

  /** The first instruction; all arrays by instruction begin with it. */
  private final int first;

  private final int[] liveIn;
  private final int[] parent;
  private final boolean[] carried;
  private final int[] definitions;
  private final boolean[] outside;
  private final int[] reads;
  private final int[] writes;
  private int count;

  /** The webs of the function that consists of the blocks {@code order}, the first its entry. */
  Webs(CompilationUnit unit, Blocks blocks, int start, List<Integer> order) {
    this.code = unit.code();
    this.blocks = blocks;
    this.order = order;
    first = order.get(0);
    int size = blocks.end(order.get(order.size() - 1)) - first;
    liveIn = new int[size];
    reads = none(size * REGS);
    writes = none(size * REGS);
    // At most one web for each register at the start of each block, and one for each write.
    int most = blocks.instructions(order).stream().mapToInt(this::written).sum();
    parent = new int[order.size() * REGS + most];
    carried = new boolean[parent.length];
    definitions = new int[parent.length];
    outside = new boolean[parent.length];
    findLive();
    int[] atStart = none(size * REGS);
    for (int block : order) {
      for (int reg = 0; reg < REGS; reg++) {
        atStart[place(block, reg)] = isLive(block, reg) ? create() : -1;
      }
    }
    for (int reg = 0; reg < REGS; reg++) {
      if (isLive(start, reg)) {
        outside[atStart[place(start, reg)]] = true;
      }
    }
    order.forEach(block -> follow(block, atStart));
  }

  private static int[] none(int size) {
    int[] array = new int[size];
    Arrays.fill(array, -1);
    return array;
  }

  private int place(int index, int reg) {
    return (index - first) * REGS + reg;
  }

  private int written(int index) {
    return Integer.bitCount(code.insn(index).writes());
  }

  private int create() {
    parent[count] = count;
    return count++;
  }

  private boolean isLive(int block, int reg) {
    return ((liveIn[block - first] >>> reg) & 1) != 0;
  }

  private void findLive() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = order.size() - 1; i >= 0; i--) {
        int block = order.get(i);
        int live = liveBefore(block);
        changed |= live != liveIn[block - first];
        liveIn[block - first] = live;
      }
    }
  }

  private int liveBefore(int block) {
    int last = blocks.end(block) - 1;
    int live = 0;
    for (int next : blocks.successors(last)) {
      live |= liveIn[next - first];
    }
    for (int index = last; index >= block; index--) {
      Insn insn = code.insn(index);
      live = (live & ~insn.writes()) | insn.reads();
    }
    return live & ((1 << REGS) - 1);
  }

  private void follow(int block, int[] atStart) {
    int[] now = Arrays.copyOfRange(atStart, place(block, 0), place(block, REGS));
    int last = blocks.end(block) - 1;
    for (int index = block; index <= last; index++) {
      System.arraycopy(now, 0, reads, place(index, 0), REGS);
      int written = code.insn(index).writes();
      for (int reg = 0; reg < REGS; reg++) {
        if (((written >>> reg) & 1) != 0) {
          now[reg] = create();
          definitions[now[reg]]++;
          writes[place(index, reg)] = now[reg];
        }
      }
    }
    for (int next : blocks.successors(last)) {
      for (int reg = 0; reg < REGS; reg++) {
        int met = atStart[place(next, reg)];
        if (met >= 0 && now[reg] >= 0) {
          int web = join(met, now[reg]);
          carried[web] |= next <= last;
        }
      }
    }
  }

  private int find(int web) {
    int root = web;
    while (parent[root] != root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }

  private int join(int a, int b) {
    int one = find(a);
    int other = find(b);
    if (one != other) {
      parent[other] = one;
      carried[one] |= carried[other];
      outside[one] |= outside[other];
      definitions[one] += definitions[other];
    }
    return one;
  }

  /** The most that a web's number can be, and one more. */
  int limit() {
    return count;
  }

  /** The web whose value {@code reg} holds before the instruction at {@code index}, or -1. */
  int before(int index, Reg reg) {
    int web = reg == Reg.FP ? -1 : reads[place(index, reg.number())];
    return web < 0 ? -1 : find(web);
  }

  /** The web that the instruction at {@code index} gives a new value in {@code reg}. */
  int written(int index, Reg reg) {
    return find(writes[place(index, reg.number())]);
  }

  /** True if all of the web's values come from inside the function, and loops change them. */
  boolean changesInLoop(int web) {
    return carried[web] && definitions[web] > 1 && !outside[web];
  }
}
