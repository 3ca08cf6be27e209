package org.gpol.vm.verifier;

import static org.gpol.vm.verifier.Fixture.MAPS;
import static org.gpol.vm.verifier.Fixture.RODATA;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.text.Disassembler;
import org.gpol.vm.engine.Bench;
import org.gpol.vm.engine.Engine;
import org.gpol.vm.engine.jit.JitEngine;
import org.junit.jupiter.api.Test;

class JitAgreementTest {
  private static final int PROGRAMS = Integer.getInteger("programs", 2000);
  private static final long SEED = Long.getLong("seed", 20261123);

  @Test
  void acceptedPrograms_runTheSameOnBothEngines() {
    Random random = new Random(SEED);
    int accepted = 0;
    int compiled = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      Code code = ProgramGenerator.generate(random);
      VerificationResult result = Fixture.verify(code);
      if (!result.accepted()) {
        continue;
      }
      accepted++;
      Bench one = bench();
      Bench two = bench();
      Engine interpreter = one.prepare(code);
      var jit = JitEngine.compile(code, result.facts(), two.linkage(code), two.budget);
      if (jit.isPresent()) {
        compiled++;
        for (int run = 0; run < 4; run++) {
          byte[] context = new byte[64];
          random.nextBytes(context);
          byte[] other = context.clone();
          String text = Disassembler.text(code, id -> "#" + id, m -> "map#" + m);
          assertEquals(one.run(interpreter, context), two.run(jit.get(), other), () -> text);
          assertArrayEquals(context, other, () -> text);
          assertEquals(one.context.executed(), two.context.executed(), () -> text);
          assertArrayEquals(
              one.maps.values(Fixture.DATA).bytes(), two.maps.values(Fixture.DATA).bytes());
          assertEquals(one.memory.mutations(), two.memory.mutations());
        }
      }
    }
    System.out.println(accepted + " accepted, " + compiled + " compiled");
    assertTrue(compiled > 0);
  }

  private static Bench bench() {
    Bench bench = new Bench(1, MAPS.toArray(new MapSpec[0]));
    System.arraycopy(Fixture.frozen(), 0, bench.maps.values(RODATA).bytes(), 0, 16);
    return bench;
  }
}
