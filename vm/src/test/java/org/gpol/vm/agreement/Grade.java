package org.gpol.vm.agreement;

import java.util.List;
import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.vm.verifier.HoldingProgramGenerator;
import org.gpol.vm.verifier.ProgramGenerator;

/** How much sense the programs of a trial make. */
enum Grade {
  /** Programs for the verifier, which accepts most of them. */
  VERIFIED {
    @Override
    List<Code> programs(Random random) {
      return List.of(
          random.nextBoolean()
              ? ProgramGenerator.generate(random)
              : HoldingProgramGenerator.generate(random));
    }
  };

  private static final long VERIFIED_BUDGET = 1_000_000;
  private static final int RUNS = 6;

  /** The next programs; empty if there is none this time. */
  abstract List<Code> programs(Random random);

  /** Trial {@code number} of this grade under {@code seed}, or null if there is none. */
  Trial trial(long seed, long number) {
    Random random = Mix.of(seed, number);
    List<Code> programs = programs(random);
    if (programs.isEmpty()) {
      return null;
    }
    boolean verified = this == VERIFIED;
    long budget = verified ? VERIFIED_BUDGET : 1 + random.nextInt(1 << (4 + random.nextInt(8)));
    List<byte[]> contexts = Inputs.contexts(programs, RUNS, random);
    return new Trial(programs, verified, budget, random.nextLong(), contexts);
  }
}
