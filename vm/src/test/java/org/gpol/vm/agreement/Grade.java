package org.gpol.vm.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.gpol.bpf.code.Code;
import org.gpol.vm.verifier.HoldingProgramGenerator;
import org.gpol.vm.verifier.ProgramGenerator;

/** How much sense the programs of a trial make. */
enum Grade {
  /** Bytes that happen to decode, run as they are. */
  BYTES(0.5) {
    @Override
    List<Code> programs(Random random) {
      return ByteGenerator.generate(sensible(random), random).map(List::of).orElse(List.of());
    }
  },
  /** Instructions that exist, without any sense. */
  INSTRUCTIONS(0.9) {
    @Override
    List<Code> programs(Random random) {
      return several(random, InstructionGenerator::generate);
    }
  },
  /** Programs that make sense, with a few changes that nobody verifies. */
  MUTATED(0.9) {
    @Override
    List<Code> programs(Random random) {
      return several(random, r -> Mutator.mutate(sensible(r), r));
    }
  },
  /** Programs for the verifier, which accepts most of them. */
  VERIFIED(0.5) {
    @Override
    List<Code> programs(Random random) {
      return several(random, Grade::sensible);
    }
  };

  private static final long VERIFIED_BUDGET = 1_000_000;
  private static final long ENDING_BUDGET = 3_000;
  private static final int RUNS = 6;

  private final double comparable;

  Grade(double comparable) {
    this.comparable = comparable;
  }

  /** The next programs; empty if there is none this time. */
  abstract List<Code> programs(Random random);

  /** The share of the trials that can be expected to run. */
  double comparable() {
    return comparable;
  }

  /** One program or, now and then, two or three that may go on in each other. */
  private static List<Code> several(Random random, Function<Random, Code> generator) {
    List<Code> programs = new ArrayList<>();
    int count = random.nextInt(8) == 0 ? 2 + random.nextInt(2) : 1;
    for (int i = 0; i < count; i++) {
      programs.add(generator.apply(random));
    }
    return programs;
  }

  /** A program that the verifier probably accepts. */
  private static Code sensible(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> ProgramGenerator.generate(random);
      case 1 -> HoldingProgramGenerator.generate(random);
      default -> StructuredGenerator.generate(random);
    };
  }

  /** Trial {@code number} of this grade under {@code seed}, or null if there is none. */
  Trial trial(long seed, long number) {
    Random random = Mix.of(seed, number);
    List<Code> programs = programs(random);
    if (programs.isEmpty()) {
      return null;
    }
    boolean verified = this == VERIFIED;
    long budget = verified ? VERIFIED_BUDGET : budget(random);
    List<byte[]> contexts = Inputs.contexts(programs, RUNS, random);
    return new Trial(programs, verified, budget, random.nextLong(), contexts);
  }

  /** Often enough for what ends at all, and often not. */
  private static long budget(Random random) {
    return random.nextInt(3) > 0 ? ENDING_BUDGET : 1 + random.nextInt(1 << (4 + random.nextInt(8)));
  }
}
