package org.gpol.vm.engine.interp;

import java.util.Map;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.AtomicOp;
import org.gpol.vm.call.HelperBinding;

/**
 * Code as the interpreter reads it: four ints an instruction (operation, destination, source, and
 * an offset, target or helper), and the constants that follow the eleven registers.
 */
public final class FlatCode {
  private final Code source;
  private final int[] words;
  private final long[] registers;
  private final HelperBinding[] helpers;
  private final Map<Integer, AtomicOp> atomics;

  FlatCode(
      Code source,
      int[] words,
      long[] registers,
      HelperBinding[] helpers,
      Map<Integer, AtomicOp> atomics) {
    this.source = source;
    this.words = words;
    this.registers = registers;
    this.helpers = helpers;
    this.atomics = atomics;
  }

  int[] words() {
    return words;
  }

  /** Registers for a run: eleven zeros and the constants. */
  long[] freshRegisters() {
    return registers.clone();
  }

  HelperBinding helper(int number) {
    return helpers[number];
  }

  AtomicOp atomic(int index) {
    return atomics.get(index);
  }

  SourceLocation location(int index) {
    return source.location(index);
  }
}
