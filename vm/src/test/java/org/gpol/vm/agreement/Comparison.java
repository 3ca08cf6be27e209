package org.gpol.vm.agreement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gpol.bpf.code.Code;
import org.gpol.vm.engine.Linkage;
import org.gpol.vm.engine.interp.Flattener;
import org.gpol.vm.engine.interp.Interpreter;
import org.gpol.vm.engine.jit.JitEngine;
import org.gpol.vm.engine.jit.NotCompilableException;
import org.gpol.vm.map.BpfMap;
import org.gpol.vm.proof.ProgramFacts;
import org.gpol.vm.verifier.VerificationResult;

/** A trial on both engines. Differences read "the interpreter's / the compiled program's". */
final class Comparison {
  /** What came of a trial. */
  enum Verdict {
    /** The verifier accepts not all programs, or the interpreter refuses one. */
    REFUSED,
    /** A program cannot be compiled. */
    NOT_COMPILED,
    AGREED,
    DIFFERED
  }

  /**
   * What came of a trial.
   *
   * @param difference null unless they differ
   * @param runs how often both ran
   * @param faults how many of these ended in a fault
   * @param instructions how many all runs of one engine executed
   */
  record Result(Verdict verdict, String difference, int runs, int faults, long instructions) {
    /**
     * What sort of difference it is, so that one is not taken for another; empty if there is none.
     */
    String sort() {
      if (difference == null) {
        return "";
      }
      String what = difference.replaceFirst("^run \\d+, ", "");
      int colon = what.indexOf(": ");
      String field = (colon < 0 ? what : what.substring(0, colon)).replaceAll("[0-9]", "");
      return field.equals("the end") ? field + ends(what.substring(colon + 2)) : field;
    }

    /** The names of what was thrown, or of the register with the result. */
    private static String ends(String both) {
      int other = both.lastIndexOf(" / ");
      return " " + word(both) + " / " + word(both.substring(other + 3));
    }

    private static String word(String text) {
      return text.split("[^A-Za-z0-9]", 2)[0];
    }
  }

  private final Trial trial;
  private final Side interpreted;
  private final Side compiled;
  private int runs;
  private int faults;
  private long instructions;

  private Comparison(Trial trial) {
    this.trial = trial;
    this.interpreted = new Side(trial);
    this.compiled = new Side(trial);
  }

  /** Runs {@code trial} on both engines. */
  static Result of(Trial trial) {
    List<ProgramFacts> facts = new ArrayList<>();
    for (Code code : trial.programs()) {
      if (trial.verified()) {
        VerificationResult verdict = Setting.verify(code);
        if (!verdict.accepted()) {
          return new Result(Verdict.REFUSED, null, 0, 0, 0);
        }
        facts.add(verdict.facts());
      } else {
        facts.add(ProgramFacts.none(code.size()));
      }
    }
    return new Comparison(trial).compare(facts);
  }

  /** Empty if it is not compiled. */
  static Optional<JitEngine> compile(Code code, ProgramFacts facts, Linkage linkage, long budget) {
    try {
      return Optional.of(JitEngine.compile(code, facts, linkage, budget));
    } catch (NotCompilableException e) {
      return Optional.empty();
    }
  }

  private Result compare(List<ProgramFacts> facts) {
    try {
      boolean unused = interpreted.prepare(Comparison::interpret);
    } catch (IllegalArgumentException refused) {
      return result(Verdict.REFUSED, null);
    }
    try {
      if (!compiled.prepare(
          (code, number, linkage, budget) -> compile(code, facts.get(number), linkage, budget))) {
        return result(Verdict.NOT_COMPILED, null);
      }
    } catch (RuntimeException | LinkageError thrown) {
      return result(Verdict.DIFFERED, "compiling: " + thrown);
    }
    String difference = null;
    for (int run = 0; run < trial.contexts().size() && difference == null; run++) {
      difference = run(run);
      difference = difference == null ? null : "run " + run + ", " + difference;
    }
    difference = difference == null ? mapContents() : difference;
    return result(difference == null ? Verdict.AGREED : Verdict.DIFFERED, difference);
  }

  private static Optional<Interpreter> interpret(
      Code code, int number, org.gpol.vm.engine.Linkage linkage, long budget) {
    return Optional.of(new Interpreter(Flattener.flatten(code, linkage), budget));
  }

  private Result result(Verdict verdict, String difference) {
    return new Result(verdict, difference, runs, faults, instructions);
  }

  private String run(int run) {
    byte[] one = trial.contexts().get(run).clone();
    byte[] two = one.clone();
    long oneBefore = interpreted.memory.mutations();
    long twoBefore = compiled.memory.mutations();
    End end = interpreted.run(one, run);
    End other = compiled.run(two, run);
    runs++;
    faults += end.failed() ? 1 : 0;
    instructions += interpreted.context.executed();
    boolean changed = interpreted.memory.mutations() != oneBefore;
    boolean otherChanged = compiled.memory.mutations() != twoBefore;
    return first(
        difference("the end", end, other),
        difference("executed", interpreted.context.executed(), compiled.context.executed()),
        bytes("the context", one, two),
        interpreted.trace.difference(compiled.trace),
        difference("maps changed", changed, otherChanged),
        difference("printed", interpreted.world.printed(), compiled.world.printed()),
        difference("questions", interpreted.world.asked(), compiled.world.asked()),
        difference("time seen", observed(interpreted), observed(compiled)),
        difference("the next timer", timer(interpreted), timer(compiled)),
        memory());
  }

  private static boolean observed(Side side) {
    return side.context.call().observedTime();
  }

  private static String timer(Side side) {
    return side.state.timers().nextNs(0)
        + " and "
        + side.state.timers().nextNs(1)
        + " after "
        + side.state.timers().changes();
  }

  private static String first(String... differences) {
    return Arrays.stream(differences).filter(d -> d != null).findFirst().orElse(null);
  }

  private static String difference(String what, Object one, Object two) {
    return one.equals(two) ? null : what + ": " + one + " / " + two;
  }

  private static String bytes(String what, byte[] one, byte[] two) {
    int at = Arrays.mismatch(one, two);
    if (at < 0) {
      return null;
    }
    boolean both = at < Math.min(one.length, two.length);
    return what
        + (both
            ? " at byte " + at + ": " + one[at] + " / " + two[at]
            : " has " + one.length + " / " + two.length + " bytes");
  }

  /** All memory but the stack, of which compiled code keeps what it likes elsewhere. */
  private String memory() {
    byte[][] one = interpreted.memory.readable();
    byte[][] two = compiled.memory.readable();
    for (int region = 0; region < Math.max(one.length, two.length); region++) {
      byte[] ours = region < one.length ? one[region] : null;
      byte[] theirs = region < two.length ? two[region] : null;
      if ((ours == null && theirs == null) || ours == interpreted.context.stackBytes()) {
        continue;
      }
      long address = (long) region << 32;
      if (ours == null || theirs == null) {
        return "memory at 0x" + Long.toHexString(address) + " is there once only";
      }
      String difference = bytes("", ours, theirs);
      if (difference != null) {
        return interpreted.memory.region(address).name() + difference;
      }
    }
    return null;
  }

  /** What user space sees of all maps. */
  private String mapContents() {
    List<byte[]> one = MapContents.of(interpreted.maps);
    List<byte[]> two = MapContents.of(compiled.maps);
    String difference = difference("maps", one.size(), two.size());
    for (int i = 0; i < one.size() && difference == null; i++) {
      BpfMap map = interpreted.maps.ofId(i + 1);
      difference = bytes("the contents of map " + map.spec().name(), one.get(i), two.get(i));
    }
    return difference;
  }
}
