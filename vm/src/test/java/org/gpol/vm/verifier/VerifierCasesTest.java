package org.gpol.vm.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The verdicts on programs that use what only helpers handle. */
class VerifierCasesTest {
  /** All cases, of all kinds. */
  static Stream<Case> all() {
    return Stream.of(
            ReferenceCases.RECORDS,
            ReferenceCases.OBJECTS,
            LockCases.ALL,
            DynptrCases.ALL,
            CallbackCases.LOOPS,
            CallbackCases.ELEMENTS,
            CallbackCases.TIMERS_AND_TAIL_CALLS)
        .flatMap(List::stream);
  }

  @TestFactory
  Stream<DynamicTest> verdict_isAsExpected() {
    return all().map(test -> DynamicTest.dynamicTest(test.name(), () -> check(test)));
  }

  private static void check(Case test) {
    VerificationResult result = Fixture.verify(test.code());
    assertEquals(
        String.valueOf(test.expected()),
        result.rejection().map(r -> r.check().toString()).orElse("null"),
        () -> String.valueOf(result.rejection()));
  }

  @Test
  void leak_namesTheInstructionThatAcquired() {
    Rejection rejection =
        Fixture.verify(Sketch.code(Sketch.reserve(), Sketch.end())).rejection().orElseThrow();
    assertEquals(
        "the program ends without giving back what was got at instruction 4;"
            + " submit, discard or release it on every way to here",
        rejection.message());
    assertFalse(rejection.stateExcerpt().isEmpty());
  }
}
