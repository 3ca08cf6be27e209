package org.gpol.benchmarks.verifier;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Map;
import org.gpol.vm.GenericPlatform;
import org.gpol.vm.verifier.VerificationResult;
import org.gpol.vm.verifier.Verifier;
import org.gpol.vm.verifier.VerifierInput;

/** gpol's verifier, warm. */
final class OurVerifier {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int WINDOWS = 11;

  private OurVerifier() {}

  /** Verifies over and over for {@code warmMillis}, then a few times that count. */
  static Verdict ask(Subject subject, int warmMillis) {
    GenericPlatform platform = new GenericPlatform(0);
    VerifierInput input =
        new VerifierInput(
            subject.code(),
            platform.programType("benchmark").orElseThrow(),
            platform,
            subject.maps(),
            Map.of());
    long limit = now() + warmMillis * 1_000_000L;
    while (now() < limit) {
      Verifier.verify(input);
    }
    double[] millis = new double[WINDOWS];
    VerificationResult result = null;
    for (int i = 0; i < WINDOWS; i++) {
      long start = now();
      result = Verifier.verify(input);
      millis[i] = (now() - start) / 1e6;
    }
    Arrays.sort(millis);
    return new Verdict(result.accepted(), result.instructionsProcessed(), millis[WINDOWS / 2]);
  }

  private static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }
}
