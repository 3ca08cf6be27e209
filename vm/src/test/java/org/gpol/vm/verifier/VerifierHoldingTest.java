package org.gpol.vm.verifier;

import static org.gpol.vm.verifier.Fixture.ALL_MAPS;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.ContextLayout;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.KernelVariable;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.bpf.text.Disassembler;
import org.gpol.vm.call.GenericHelpers;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.engine.Bench;
import org.gpol.vm.engine.Engine;
import org.gpol.vm.proof.RunCost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random programs with records, locks, dynptrs and functions that helpers call, against the
 * machine's own helpers: what is accepted runs without a fault and gives everything back.
 */
class VerifierHoldingTest {
  private static final int PROGRAMS = Integer.getInteger("gpol.claims.programs", 3_000);
  private static final int RUNS = 4;
  private static final long SEED = 20261124;
  private static final HelperTable HELPERS = GenericHelpers.table();

  private static final ProgramType TYPE =
      new ProgramType("TEST", "test", new ContextLayout("test_ctx", 64, List.of()));

  private static final Platform PLATFORM =
      new Platform() {
        @Override
        public List<ProgramType> programTypes() {
          return List.of(TYPE);
        }

        @Override
        public Optional<HelperSignature> helper(ProgramType type, int id) {
          return HELPERS.signature(id);
        }

        @Override
        public List<KernelVariable> variables() {
          return HELPERS.declaredVariables();
        }
      };

  private final Random random = new Random(SEED);
  private int held;

  @ParameterizedTest
  @EnumSource(Proof.class)
  void acceptedPrograms_neverFaultAndGiveEverythingBack(Proof proof) {
    int accepted = 0;
    int summarised = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      Code code = HoldingProgramGenerator.generate(random);
      VerifierInput input = new VerifierInput(code, TYPE, PLATFORM, ALL_MAPS, Map.of());
      if (Verifier.verify(input, proof, path -> {}).accepted()) {
        accepted++;
        Optional<RunCost> cost = Verifier.cost(input);
        boolean repeats = cost.isPresent() && !cost.get().parts().isEmpty();
        summarised += repeats ? 1 : 0;
        run(code, i, cost.map(RunCost::most).orElse(Long.MAX_VALUE));
      }
    }
    assertTrue(accepted > PROGRAMS / 5, "only " + accepted + " programs accepted");
    assertTrue(summarised > PROGRAMS / 50, "only " + summarised + " costs of callbacks known");
  }

  @Test
  void loopAskedForAPointerOfRounds_isNotFollowedRoundByRound() {
    Code code =
        Sketch.code(
            Fixture.mov(Reg.R1, Reg.R10),
            new Sketch.Address(Reg.R2, 1),
            Fixture.mov(Reg.R3, 0),
            Fixture.mov(Reg.R4, 0),
            Fixture.call(TestHelpers.LOOP),
            Sketch.end(),
            Sketch.FUNCTION,
            Sketch.end());
    VerificationResult verdict =
        Verifier.verify(new VerifierInput(code, TYPE, PLATFORM, ALL_MAPS, Map.of()));
    assertTrue(verdict.accepted(), () -> String.valueOf(verdict.rejection()));
  }

  private void run(Code code, int number, long most) {
    Bench bench = new Bench(1, ALL_MAPS.toArray(new MapSpec[0]));
    bench.helpers = counted();
    Engine engine = bench.prepare(code);
    for (int run = 0; run < RUNS; run++) {
      fill(bench);
      byte[] context = new byte[64];
      random.nextBytes(context);
      for (int i = 0; i < 64 && run > 0; i += 4) {
        context[i + 1] = 0;
        context[i + 2] = 0;
        context[i + 3] = 0;
      }
      held = 0;
      assertDoesNotThrow(() -> bench.run(engine, context), () -> describe(code, number));
      long executed = bench.context.executed();
      assertTrue(executed <= most, () -> executed + " of " + most + describe(code, number));
      assertEquals(0, held, () -> "not given back: " + describe(code, number));
    }
  }

  /** The machine's helpers, counting what is held of ring buffers and locks. */
  private HelperTable counted() {
    return new HelperTable(
        HELPERS.bindings().stream().map(this::counted).toList(), HELPERS.variables());
  }

  private HelperBinding counted(HelperBinding binding) {
    int change =
        switch (binding.signature().id()) {
          case TestHelpers.RESERVE, TestHelpers.RESERVE_DYNPTR, TestHelpers.LOCK -> 1;
          case TestHelpers.SUBMIT, TestHelpers.DISCARD, TestHelpers.SUBMIT_DYNPTR -> -1;
          case TestHelpers.UNLOCK -> -1;
          default -> 0;
        };
    boolean mayFail = binding.signature().id() == TestHelpers.RESERVE;
    return new HelperBinding(
        binding.signature(),
        binding.doc(),
        call -> {
          long result = binding.implementation().call(call);
          held += mayFail && result == 0 ? 0 : change;
          return result;
        });
  }

  private void fill(Bench bench) {
    for (long key = 0; key < 3; key++) {
      byte[] task = new byte[16];
      random.nextBytes(task);
      bench.map(Fixture.HASH).update(bytes(key), 0, task, 0, 0, 0);
      bench.map(Fixture.LOCKED).update(bytes(key), 0, new byte[24], 0, 0, 0);
    }
  }

  private static byte[] bytes(long key) {
    return new byte[] {(byte) key, 0, 0, 0, 0, 0, 0, 0};
  }

  private static String describe(Code code, int number) {
    return "seed "
        + SEED
        + ", program "
        + number
        + "\n"
        + Disassembler.text(code, id -> null, map -> null);
  }
}
