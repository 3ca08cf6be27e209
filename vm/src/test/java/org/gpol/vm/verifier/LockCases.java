package org.gpol.vm.verifier;

import static org.gpol.bpf.isa.JumpCond.JEQ;
import static org.gpol.bpf.isa.MemSize.B4;
import static org.gpol.bpf.isa.MemSize.B8;
import static org.gpol.bpf.isa.Reg.*;
import static org.gpol.vm.verifier.Case.accepted;
import static org.gpol.vm.verifier.Case.refused;
import static org.gpol.vm.verifier.Fixture.*;
import static org.gpol.vm.verifier.Sketch.*;
import static org.gpol.vm.verifier.TestHelpers.*;
import static org.gpol.vm.verifier.check.SafetyCheck.*;

import java.util.List;
import org.gpol.bpf.isa.Reg;

/** Spin locks in map values. */
final class LockCases {
  private LockCases() {}

  private static List<Object> lock(Reg value) {
    return list(mov(R1, value), call(LOCK));
  }

  private static List<Object> unlock(Reg value) {
    return list(mov(R1, value), call(UNLOCK));
  }

  /** R6 = a value with a lock; ends the program if there is none; 9 instructions. */
  private static List<Object> found(Reg reg) {
    return list(find(LOCKED), skip(org.gpol.bpf.isa.JumpCond.JNE, R0, 0, 2), end(), mov(reg, R0));
  }

  static final List<Case> ALL =
      List.of(
          accepted(
              "lock, write, unlock",
              found(R6),
              lock(R6),
              store(B8, R6, 8, imm(1)),
              unlock(R6),
              end()),
          accepted(
              "lock of a value at a fixed address",
              value(R6, LOCKED_ARRAY, 0),
              lock(R6),
              store(B8, R6, 8, imm(1)),
              unlock(R6),
              end()),
          refused(SPIN_LOCK, "lock and exit", found(R6), lock(R6), end()),
          refused(SPIN_LOCK, "unlock without lock", found(R6), unlock(R6), end()),
          refused(SPIN_LOCK, "lock twice", found(R6), lock(R6), lock(R6), unlock(R6), end()),
          refused(
              SPIN_LOCK,
              "two locks",
              found(R6),
              found(R7),
              lock(R6),
              lock(R7),
              unlock(R7),
              unlock(R6),
              end()),
          refused(
              SPIN_LOCK,
              "unlock another value's lock",
              found(R6),
              found(R7),
              lock(R6),
              unlock(R7),
              end()),
          refused(
              SPIN_LOCK,
              "unlock another map's lock",
              found(R6),
              value(R7, LOCKED_ARRAY, 0),
              lock(R6),
              unlock(R7),
              end()),
          refused(
              SPIN_LOCK,
              "a helper while locked",
              found(R6),
              lock(R6),
              call(NOW),
              unlock(R6),
              end()),
          refused(
              SPIN_LOCK,
              "unlock on one way only",
              found(R6),
              call(RANDOM),
              mov(R7, R0),
              lock(R6),
              skip(JEQ, R7, 5, 2),
              unlock(R6),
              end()),
          accepted(
              "unlock on both ways",
              found(R6),
              call(RANDOM),
              mov(R7, R0),
              lock(R6),
              skip(JEQ, R7, 5, 3),
              unlock(R6),
              new Goto(2),
              unlock(R6),
              end()),
          accepted(
              "a function called while locked",
              found(R6),
              lock(R6),
              new CallFunction(1),
              unlock(R6),
              end(),
              FUNCTION,
              end()),
          accepted(
              "unlock in a function",
              found(R6),
              lock(R6),
              mov(R1, R6),
              new CallFunction(1),
              end(),
              FUNCTION,
              call(UNLOCK),
              end()),
          refused(
              HELPER_ARGUMENT,
              "lock what is no lock",
              found(R6),
              mov(R1, R6),
              add(R1, 8),
              call(LOCK),
              unlock(R6),
              end()),
          refused(
              MISSING_NULL_CHECK,
              "lock without a null check",
              find(LOCKED),
              mov(R1, R0),
              call(LOCK),
              end()),
          refused(HELPER_ARGUMENT, "lock the stack", stack(R1, -8), call(LOCK), end()),
          refused(SPECIAL_FIELD, "read a lock", found(R6), load(B4, R0, R6, 0), end()),
          refused(SPECIAL_FIELD, "write a lock", found(R6), store(B4, R6, 0, imm(0)), end()),
          refused(
              SPECIAL_FIELD,
              "give a helper memory with a lock in it",
              found(R6),
              map(R1, LOCKED),
              stack(R2, -8),
              mov(R3, R6),
              mov(R4, 0),
              call(UPDATE),
              end()),
          accepted(
              "update a value with a lock from the stack",
              store(B8, R10, -8, imm(1)),
              store(B8, R10, -16, imm(0)),
              store(B8, R10, -24, imm(0)),
              store(B8, R10, -32, imm(0)),
              map(R1, LOCKED),
              stack(R2, -8),
              stack(R3, -32),
              mov(R4, 0),
              call(UPDATE),
              end()),
          refused(
              SPIN_LOCK,
              "take a record while locked",
              found(R6),
              lock(R6),
              reserve(),
              unlock(R6),
              end()));
}
