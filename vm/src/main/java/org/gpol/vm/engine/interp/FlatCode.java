package org.gpol.vm.engine.interp;

import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.SourceLocation;
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

  FlatCode(Code source, int[] words, long[] registers, HelperBinding[] helpers) {
    this.source = source;
    this.words = words;
    this.registers = registers;
    this.helpers = helpers;
  }

  int[] words() {
    return words;
  }

  /** Registers for a run: eleven zeros and the constants. */
  long[] registers() {
    return registers.clone();
  }

  HelperBinding helper(int number) {
    return helpers[number];
  }

  SourceLocation location(int index) {
    return source.location(index);
  }
}
