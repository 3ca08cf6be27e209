package org.gpol.vm.verifier.check;

import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;

/** Where only a number will do. */
public final class ResultCheck {
  private ResultCheck() {}

  /** {@code value}, an operand that must be a number. */
  public static Scalar number(Value value, String what) {
    if (value instanceof Value.Num number) {
      return number.scalar();
    }
    throw new Refusal(
        SafetyCheck.POINTER_ARITHMETIC, what + " is a pointer, where only a number can be used");
  }

  /** Refuses a program's result that is not a number. */
  public static void returned(Value value) {
    if (value instanceof Pointer) {
      throw new Refusal(
          SafetyCheck.RETURN_VALUE, "r0 is a pointer, and would leak as the program's result");
    }
  }
}
