package org.gpol.vm.agreement;

import java.util.Arrays;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperTable;

/** The helper calls of a run: who was called with what, and what came back. */
final class HelperTrace {
  /** Calls beyond these are counted only: a loop of helpers may make millions. */
  private static final int MOST = 512;

  private static final int WORDS = 7;

  /** Map helpers, which compiled code does not call where it knows the map: it calls the map. */
  private static final Set<Long> DIRECT = Set.of(1L, 2L, 3L, 87L, 88L, 89L);

  private final BooleanSupplier verified;
  private long[] words = new long[16 * WORDS];
  private int calls;

  /** A trace of programs of which {@code verified} says whether they are. */
  HelperTrace(BooleanSupplier verified) {
    this.verified = verified;
  }

  /** {@code helpers}, all of them traced here. */
  HelperTable trace(HelperTable helpers) {
    return new HelperTable(
        helpers.bindings().stream().map(this::traced).toList(), helpers.variables());
  }

  private HelperBinding traced(HelperBinding binding) {
    long id = binding.signature().id();
    int args = binding.signature().args().size();
    return new HelperBinding(
        binding.signature(),
        binding.doc(),
        call -> {
          int place = calls++;
          // What a verified program passes beyond the arguments is left over and means nothing.
          int shown = verified.getAsBoolean() ? args : 5;
          if (place < MOST) {
            note(
                place,
                id,
                shown > 0 ? call.r1() : 0,
                shown > 1 ? call.r2() : 0,
                shown > 2 ? call.r3() : 0,
                shown > 3 ? call.r4() : 0,
                shown > 4 ? call.r5() : 0);
          }
          long result = binding.implementation().call(call);
          if (place < MOST) {
            words[place * WORDS + WORDS - 1] = result;
          }
          return result;
        });
  }

  private void note(int place, long... what) {
    if ((place + 1) * WORDS > words.length) {
      words = Arrays.copyOf(words, words.length * 2);
    }
    System.arraycopy(what, 0, words, place * WORDS, what.length);
    words[place * WORDS + WORDS - 1] = 0;
  }

  /** Forgets all calls. */
  void clear() {
    calls = 0;
  }

  /**
   * How this trace, the interpreter's, differs from that of compiled code, or null. Compiled code
   * may lack calls of map helpers if the program is verified.
   */
  String difference(HelperTrace compiled) {
    int theirs = 0;
    for (int ours = 0; ours < Math.min(calls, MOST); ours++) {
      if (theirs < Math.min(compiled.calls, MOST) && same(ours, compiled, theirs)) {
        theirs++;
      } else if (!verified.getAsBoolean() || !DIRECT.contains(words[ours * WORDS])) {
        return "helper call " + ours + ": " + text(ours) + " / " + compiled.text(theirs);
      }
    }
    boolean rest = calls < MOST && theirs < compiled.calls;
    return rest || (!verified.getAsBoolean() && calls != compiled.calls)
        ? "helper calls: " + calls + " / " + compiled.calls + ", the last " + compiled.text(theirs)
        : null;
  }

  private boolean same(int ours, HelperTrace other, int theirs) {
    return Arrays.equals(
        words, ours * WORDS, (ours + 1) * WORDS, other.words, theirs * WORDS, (theirs + 1) * WORDS);
  }

  private String text(int place) {
    if (place >= Math.min(calls, MOST)) {
      return "none";
    }
    StringBuilder text = new StringBuilder("helper " + words[place * WORDS] + "(");
    for (int i = 1; i <= 5; i++) {
      text.append(i == 1 ? "" : ", ").append(Long.toHexString(words[place * WORDS + i]));
    }
    return text.append(") = ").append(Long.toHexString(words[place * WORDS + 6])).toString();
  }
}
