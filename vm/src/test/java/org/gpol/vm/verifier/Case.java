package org.gpol.vm.verifier;

import org.gpol.bpf.code.Code;
import org.gpol.vm.verifier.check.SafetyCheck;

/**
 * A program and the verdict on it.
 *
 * @param expected the rule it breaks, or null if it is to be accepted
 * @param linux what Linux says to it
 */
record Case(String name, SafetyCheck expected, Linux linux, Code code) {
  /** How Linux's verdict relates to ours. */
  enum Linux {
    /** It is the same. */
    AGREES,
    /** It is the other one, for a reason that stands beside the case. */
    DIFFERS,
    /** The program uses what Linux has not, or has in another form. */
    NOT_ASKED
  }

  static Case accepted(String name, Object... pieces) {
    return new Case(name, null, Linux.AGREES, Sketch.code(pieces));
  }

  static Case refused(SafetyCheck check, String name, Object... pieces) {
    return new Case(name, check, Linux.AGREES, Sketch.code(pieces));
  }

  /** The same, on which Linux has another opinion or none. */
  Case but(Linux other) {
    return new Case(name, expected, other, code);
  }
}
