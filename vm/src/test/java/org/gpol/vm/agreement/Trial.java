package org.gpol.vm.agreement;

import java.util.List;
import org.gpol.bpf.code.Code;

/**
 * Programs and what they run on: all that decides what a comparison sees.
 *
 * @param programs the first one runs, the others are where its tail calls go; the number of a
 *     program is its place
 * @param verified true if they are verified and compiled with what is proved of them, false if
 *     nothing is known of them
 * @param budget instructions that a run may execute
 * @param seed decides what maps hold at the start, and what time and chance say
 * @param contexts the context of each run, of {@link Setting#CONTEXT_BYTES}
 */
record Trial(List<Code> programs, boolean verified, long budget, long seed, List<byte[]> contexts) {
  Trial {
    programs = List.copyOf(programs);
    contexts = List.copyOf(contexts);
  }

  /** The same with other programs. */
  Trial with(List<Code> other) {
    return new Trial(other, verified, budget, seed, contexts);
  }

  /** The same with other runs. */
  Trial on(List<byte[]> other) {
    return new Trial(programs, verified, budget, seed, other);
  }

  /** Instructions of all programs. */
  int size() {
    return programs.stream().mapToInt(Code::size).sum();
  }
}
