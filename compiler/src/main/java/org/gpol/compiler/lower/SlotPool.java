package org.gpol.compiler.lower;

import java.util.ArrayList;
import java.util.List;
import org.gpol.compiler.ir.IrFunctionBuilder;
import org.gpol.compiler.ir.IrValue.SlotAddress;

/**
 * Slots for structs and arrays. A frame has few bytes, so a slot whose value nothing can name any
 * more is used again.
 */
final class SlotPool {
  private static final int WORD = 8;

  private record Slot(SlotAddress address, int bytes) {}

  private final IrFunctionBuilder code;
  private final List<Slot> free = new ArrayList<>();

  SlotPool(IrFunctionBuilder code) {
    this.code = code;
  }

  /** Slots that are in use until a part of the text ends. */
  final class Scope {
    private final List<Slot> used = new ArrayList<>();

    /** A slot of at least {@code bytes}: the least that is free, or a new one. */
    SlotAddress take(String name, int bytes) {
      int words = (bytes + WORD - 1) / WORD * WORD;
      Slot best = null;
      for (Slot slot : free) {
        if (slot.bytes() >= words && (best == null || slot.bytes() < best.bytes())) {
          best = slot;
        }
      }
      if (best == null) {
        best = new Slot(new SlotAddress(code.slot(name, words, WORD), 0), words);
      } else {
        free.remove(best);
      }
      used.add(best);
      return best.address();
    }

    /** How many are in use. */
    int mark() {
      return used.size();
    }

    /** Frees those that were taken since {@code mark}. */
    void release(int mark) {
      List<Slot> ended = used.subList(mark, used.size());
      free.addAll(ended);
      ended.clear();
    }
  }
}
