package org.gpol.vm.engine.interp;

import java.util.Arrays;
import org.gpol.bpf.code.Code;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.engine.Engine;
import org.gpol.vm.engine.Failures;
import org.gpol.vm.engine.FunctionAddresses;
import org.gpol.vm.engine.Linkage;
import org.gpol.vm.engine.ProgramTable;
import org.gpol.vm.engine.VmFault;

/**
 * Code as the interpreter reads it: a word an instruction as {@link FlatOp} packs it, one that ends
 * the run behind them, and what does not fit into words.
 */
public final class FlatCode {
  private final Code source;
  private final long[] words;
  private final int[] imms;
  private final long[] constants;
  private final HelperBinding[] helpers;
  private final HelperTable table;
  private final FunctionAddresses functions;
  private final ProgramTable programs;

  FlatCode(Code source, long[] words, long[] constants, HelperBinding[] helpers, Linkage linkage) {
    this.source = source;
    this.words = words;
    this.imms = new int[words.length];
    Arrays.setAll(imms, i -> FlatOp.imm(words[i]));
    this.constants = constants;
    this.helpers = helpers;
    this.table = linkage.helpers();
    this.functions = linkage.functions();
    this.programs = linkage.programs();
  }

  /** What it was made from. */
  Code source() {
    return source;
  }

  /** How many instructions there are. */
  int size() {
    return source.size();
  }

  long[] words() {
    return words;
  }

  /**
   * The immediates of {@link #words} by themselves. The loop takes them from here because HotSpot
   * would compute everything that several arms derive from a word before it branches to one of
   * them.
   */
  int[] imms() {
    return imms;
  }

  long[] constants() {
    return constants;
  }

  HelperBinding helper(int number) {
    return helpers[number];
  }

  /**
   * The helper that a call of the register value {@code number} means, which is no address of a
   * function.
   */
  HelperBinding helperNumbered(long number, int index) {
    HelperBinding found = number == (int) number ? table.at((int) number) : null;
    if (found == null) {
      throw noFunction(number, index);
    }
    return found;
  }

  /** The code of a program of the same object, or null. */
  FlatCode program(int number) {
    Engine target = programs.at(number);
    return target != null && target.interpreted() instanceof Interpreter other
        ? other.flat()
        : null;
  }

  FunctionAddresses functions() {
    return functions;
  }

  VmFault unknownHelper(int id, int index) {
    return Failures.unknownHelper(id).at(source, index);
  }

  VmFault noFunction(long address, int index) {
    return Failures.noFunction(address).at(source, index);
  }

  VmFault end() {
    return new VmFault.ControlFault("control runs past the end of the code", source, size() - 1);
  }
}
