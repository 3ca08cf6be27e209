package org.gpol.bpf.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the records of a platform refuse, and which accesses a context allows. */
class PlatformTest {
  private static final ContextLayout CONTEXT =
      new ContextLayout("ctx", 20, List.of(new ContextField("gtid", 8, 8, false)));

  @Test
  void context_ofATracepoint_isReadBehindItsHeaderOnly() {
    ContextLayout trace = new ContextLayout("trace", 40, List.of(), 8, true);
    assertTrue(trace.allows(8, 8, false));
    assertTrue(trace.covers(8, 32, false));
    assertFalse(trace.allows(8, 8, true));
    assertFalse(trace.allows(4, 4, false));
    assertFalse(trace.covers(8, 33, false));
  }

  @Test
  void allows_alignedAccessInside_isTrue() {
    assertTrue(CONTEXT.allows(0, 8, true));
    assertTrue(CONTEXT.allows(8, 8, true));
    assertTrue(CONTEXT.allows(16, 4, true));
    assertTrue(CONTEXT.allows(18, 2, true));
    assertTrue(CONTEXT.allows(19, 1, true));
  }

  @Test
  void allows_unalignedOrOutside_isFalse() {
    assertFalse(CONTEXT.allows(4, 8, true));
    assertFalse(CONTEXT.allows(1, 2, true));
    assertFalse(CONTEXT.allows(16, 8, true));
    assertFalse(CONTEXT.allows(20, 1, true));
    assertFalse(CONTEXT.allows(-8, 8, true));
  }

  @Test
  void field_byName_isFoundOrRefused() {
    assertEquals(8, CONTEXT.field("gtid").offset());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> CONTEXT.field("cpu"));
    assertEquals("ctx has no field cpu", e.getMessage());
  }

  @Test
  void programType_bySection_isFoundOrNothing() {
    ProgramType type = new ProgramType("GHOST_SCHED", "ghost_sched/pnt", CONTEXT);
    Platform platform =
        new Platform() {
          @Override
          public List<ProgramType> programTypes() {
            return List.of(type);
          }

          @Override
          public Optional<HelperSignature> helper(ProgramType asked, int id) {
            return Optional.empty();
          }
        };

    assertEquals(Optional.of(type), platform.programType("ghost_sched/pnt"));
    assertEquals(Optional.empty(), platform.programType("ghost_sched"));
  }

  @Test
  void helperSignature_sixArguments_isRefused() {
    HelperSignature five =
        HelperSignature.of(1, "five", ReturnKind.SCALAR, scalars(5).toArray(new ArgKind[0]));
    assertEquals(scalars(5), five.args());
    assertThrows(
        IllegalArgumentException.class,
        () -> HelperSignature.of(1, "six", ReturnKind.SCALAR, scalars(6).toArray(new ArgKind[0])));
  }

  private static List<ArgKind> scalars(int count) {
    return Collections.nCopies(count, ArgKind.SCALAR);
  }
}
