package org.gpol.vm.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.gpol.bpf.platform.ArgKind;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.bpf.platform.HelperDoc;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.ReturnKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written of a helper, what the verifier is told of it, and what C says agree. */
class GenericHelpersTest {
  static Stream<HelperBinding> all() {
    return GenericHelpers.table().bindings().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void documentation_isThere(HelperBinding helper) {
    HelperDoc doc = helper.doc();
    assertTrue(doc.summary().endsWith("."), doc.prototype());
    assertFalse(doc.since().isEmpty(), doc.prototype());
    boolean returnsNothing = helper.signature().returns() == ReturnKind.VOID;
    assertEquals(returnsNothing, doc.returns().isEmpty(), doc.prototype());
    for (HelperDoc.Failure failure : doc.errors()) {
      assertTrue(failure.name().matches("E[A-Z0-9]+|NULL"), failure.name());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void prototype_hasAsManyParametersAsTheVerifierChecks(HelperBinding helper) {
    List<String> parameters = helper.doc().parameters();
    boolean variadic = parameters.contains("...");
    int named = parameters.size() - (variadic ? 1 : 0);
    assertEquals(helper.signature().args().size(), named, helper.doc().prototype());
    assertEquals("bpf_" + helper.signature().name(), helper.doc().function());
  }

  @ParameterizedTest
  @MethodSource("all")
  void signature_isConsistent(HelperBinding helper) {
    HelperSignature signature = helper.signature();
    boolean takesMap = signature.args().contains(ArgKind.CONST_MAP_PTR);
    assertEquals(takesMap, !signature.mapTypes().isEmpty(), signature.name());
    boolean takesFunction = signature.args().contains(ArgKind.FUNCTION);
    assertEquals(takesFunction, signature.callback() != CallbackKind.NONE, signature.name());
    boolean mayBeNull = signature.returns().name().endsWith("_OR_NULL");
    boolean saysNull = helper.doc().errors().stream().anyMatch(e -> e.name().equals("NULL"));
    assertEquals(mayBeNull, saysNull, signature.name());
  }
}
