package org.gpol.vm.engine;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.RefKind;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.Region;

/**
 * The addresses of one program's functions. An address is that of a region without bytes, which
 * only this program has, and the index of the function's first instruction in it: so an address
 * tells which program it belongs to, and nobody can read or write there.
 */
public final class FunctionAddresses {
  private final Region region;
  private final BitSet starts;

  private FunctionAddresses(Region region, BitSet starts) {
    this.region = region;
    this.starts = starts;
  }

  /**
   * Gives the functions of {@code code} addresses in {@code memory}; {@code name} is for messages.
   */
  public static FunctionAddresses assign(AddressSpace memory, String name, Code code) {
    BitSet starts = new BitSet();
    for (Function function : code.functions()) {
      starts.set(function.start());
    }
    for (Insn insn : code.insns()) {
      int target = functionIn(insn);
      if (target >= 0) {
        starts.set(target);
      }
    }
    starts.clear(code.size(), Math.max(code.size(), starts.length()));
    Region region = memory.add(Region.Kind.CODE, "the code of " + name, new byte[0]);
    return new FunctionAddresses(region, starts);
  }

  private static int functionIn(Insn insn) {
    if (insn instanceof Insn.CallLocal call) {
      return call.target();
    }
    return insn instanceof Insn.LoadRef ref && ref.kind() == RefKind.CODE ? ref.index() : -1;
  }

  /** The indices of the first instructions of all functions, in order. */
  public IntStream starts() {
    return starts.stream();
  }

  /** The address of the function whose first instruction has {@code index}. */
  public long address(int index) {
    return region.base() + index;
  }

  /** True if {@code address} lies in this program, though perhaps not where a function begins. */
  public boolean contains(long address) {
    return address >>> 32 == region.base() >>> 32;
  }

  /** The index of the first instruction of the function at {@code address}, or -1. */
  public int indexOf(long address) {
    int index = (int) address;
    return contains(address) && index >= 0 && starts.get(index) ? index : -1;
  }
}
