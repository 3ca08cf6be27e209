package org.gpol.vm.engine.jit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gpol.bpf.isa.Reg;
import org.objectweb.asm.Opcodes;

/**
 * Where a compiled method keeps things: parameters first (the run, the end of the frame, R1 to R5),
 * then the other registers, then what it counts, then the cells of the stack, then the registers
 * once more, for ints. What can be read from the run is no variable: HotSpot would have to keep it
 * for whoever goes on when compiled code gives up, at the cost of registers in loops.
 */
final class Locals {
  static final int RUN = 0;
  static final int FRAME = 1;
  private static final int R1 = 2;
  private static final int R0 = 12;
  private static final int R6 = 14;

  /** Instructions executed since {@link JitRun#executed} was told, less the index of the next. */
  static final int BIAS = 24;

  static final int INDEX = 25;

  /** What the bias and an index may add up to before somebody has to look at the budget. */
  static final int ROOM = 26;

  /** The bits that stores to maps have changed; not 0 says that there is a mutation to count. */
  static final int CHANGED = 27;

  private static final int CELLS = 29;

  /** Where a method that gets its registers in an array keeps the array; it has no cells. */
  static final int REGISTERS = CELLS;

  private final Map<Integer, Integer> cells = new TreeMap<>();

  /** The registers that are kept as ints at times, in variables of their own. */
  private final List<Reg> narrow;

  /** The class of the method. */
  private final String program;

  private final boolean registerArray;

  Locals(String program, List<Integer> cellKeys, List<Reg> narrow) {
    this(program, cellKeys, narrow, false);
  }

  private Locals(String program, List<Integer> cellKeys, List<Reg> narrow, boolean registerArray) {
    this.program = program;
    this.narrow = List.copyOf(narrow);
    this.registerArray = registerArray;
    cellKeys.forEach(key -> cells.put(key, CELLS + 2 * cells.size()));
  }

  /** Without cells, but with {@link #REGISTERS}. */
  static Locals withRegisterArray(String program) {
    return new Locals(program, List.of(), List.of(), true);
  }

  /** The variable of a register. */
  static int of(Reg reg) {
    int number = reg.number();
    if (number == 0) {
      return R0;
    }
    return number <= 5 ? R1 + 2 * (number - 1) : R6 + 2 * (number - 6);
  }

  /** The variable of a cell, or -1 if it is in memory. */
  int cell(int key) {
    return cells.getOrDefault(key, -1);
  }

  /** The variables of all cells by their keys. */
  Map<Integer, Integer> cells() {
    return cells;
  }

  /** The variable of a register while it is kept as an int. */
  int narrow(Reg reg) {
    return CELLS + 2 * cells.size() + narrow.indexOf(reg);
  }

  /** The registers that are kept as ints at times. */
  List<Reg> narrow() {
    return narrow;
  }

  /** How many variables there are. */
  int size() {
    return CELLS + 2 * cells.size() + narrow.size() + (registerArray ? 1 : 0);
  }

  /** The types of all variables, for a stack map frame. */
  Object[] types() {
    List<Object> types = new ArrayList<>();
    types.add(program);
    types.add(Opcodes.INTEGER);
    for (int reg = 0; reg < Reg.COUNT; reg++) {
      types.add(Opcodes.LONG);
    }
    types.add(Opcodes.INTEGER);
    types.add(Opcodes.INTEGER);
    types.add(Opcodes.INTEGER);
    types.add(Opcodes.LONG);
    cells.forEach((key, variable) -> types.add(Opcodes.LONG));
    narrow.forEach(reg -> types.add(Opcodes.INTEGER));
    if (registerArray) {
      types.add("[J");
    }
    return types.toArray();
  }
}
