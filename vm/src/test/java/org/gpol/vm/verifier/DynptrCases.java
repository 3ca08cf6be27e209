package org.gpol.vm.verifier;

import static org.gpol.bpf.isa.JumpCond.JEQ;
import static org.gpol.bpf.isa.MemSize.B1;
import static org.gpol.bpf.isa.MemSize.B8;
import static org.gpol.bpf.isa.Reg.*;
import static org.gpol.vm.verifier.Case.Linux.NOT_ASKED;
import static org.gpol.vm.verifier.Case.accepted;
import static org.gpol.vm.verifier.Case.refused;
import static org.gpol.vm.verifier.Fixture.*;
import static org.gpol.vm.verifier.Sketch.*;
import static org.gpol.vm.verifier.TestHelpers.*;
import static org.gpol.vm.verifier.check.SafetyCheck.*;

import java.util.List;

/** Dynptrs on the stack, at r10-16, and slices of their memory. */
final class DynptrCases {
  private DynptrCases() {}

  /** A dynptr of 32 bytes of a map; 6 instructions. */
  private static List<Object> local() {
    return list(value(R1, DATA, 0), mov(R2, 32), mov(R3, 0), stack(R4, -16), call(DYNPTR_FROM_MEM));
  }

  /** A dynptr of a reservation; 6 instructions. */
  private static List<Object> record() {
    return list(map(R1, RING), mov(R2, 32), mov(R3, 0), stack(R4, -16), call(RESERVE_DYNPTR));
  }

  private static List<Object> submitDynptr() {
    return list(stack(R1, -16), mov(R2, 0), call(SUBMIT_DYNPTR));
  }

  /** R0 = 8 bytes of the dynptr, or null; 5 instructions. */
  private static List<Object> slice() {
    return list(stack(R1, -16), mov(R2, 0), mov(R3, 8), call(DYNPTR_DATA));
  }

  /** Reads 8 bytes of the dynptr to r10-24; 8 instructions. */
  private static List<Object> read() {
    return list(
        stack(R1, -24), mov(R2, 8), stack(R3, -16), mov(R4, 0), mov(R5, 0), call(DYNPTR_READ));
  }

  static final List<Case> ALL =
      List.of(
          accepted("from memory, read", local(), read(), load(B8, R0, R10, -24), end()),
          accepted(
              "from memory, write",
              local(),
              store(B8, R10, -24, imm(7)),
              stack(R1, -16),
              mov(R2, 0),
              stack(R3, -24),
              mov(R4, 8),
              mov(R5, 0),
              call(DYNPTR_WRITE),
              end()),
          accepted(
              "a slice of memory",
              local(),
              slice(),
              skipIfNull(R0, 1),
              store(B8, R0, 0, imm(1)),
              end()),
          refused(
              MISSING_NULL_CHECK,
              "a slice, unchecked",
              local(),
              slice(),
              load(B8, R0, R0, 0),
              end()),
          refused(
              MEMORY_BOUNDS,
              "behind a slice",
              local(),
              slice(),
              skipIfNull(R0, 1),
              load(B8, R0, R0, 1),
              end()),
          accepted("a record, submitted", record(), submitDynptr(), end()),
          refused(UNRELEASED_REFERENCE, "a record, forgotten", record(), end()),
          refused(
              UNRELEASED_REFERENCE,
              "a record given back only if it was got",
              record(),
              skip(org.gpol.bpf.isa.JumpCond.JNE, R0, 0, 4),
              submitDynptr(),
              end()),
          refused(
              DYNPTR, "a record submitted twice", record(), submitDynptr(), submitDynptr(), end()),
          refused(DYNPTR, "submit what is no record", local(), submitDynptr(), end()),
          refused(DYNPTR, "read what is no dynptr", read(), end()),
          refused(
              DYNPTR, "read a record that was submitted", record(), submitDynptr(), read(), end()),
          refused(
              UNINITIALISED_REGISTER,
              "a slice of a record that was submitted",
              record(),
              slice(),
              mov(R6, R0),
              submitDynptr(),
              skipIfNull(R6, 1),
              load(B8, R0, R6, 0),
              end()),
          refused(
              DYNPTR,
              "overwrite a record's dynptr",
              record(),
              store(B8, R10, -16, imm(0)),
              submitDynptr(),
              end()),
          refused(
              DYNPTR,
              "overwrite one byte of a record's dynptr",
              record(),
              store(B1, R10, -3, imm(0)),
              submitDynptr(),
              end()),
          refused(
              DYNPTR,
              "use a dynptr that was overwritten",
              local(),
              store(B8, R10, -8, imm(0)),
              read(),
              end()),
          refused(
              UNINITIALISED_REGISTER,
              "a slice of a dynptr that was overwritten",
              local(),
              slice(),
              mov(R6, R0),
              skipIfNull(R6, 2),
              store(B8, R10, -16, imm(0)),
              load(B8, R0, R6, 0),
              end()),
          accepted("a dynptr made anew", local(), local(), read(), end()),
          refused(
              UNINITIALISED_REGISTER,
              "a slice of a dynptr that was made anew",
              local(),
              slice(),
              skipIfNull(R0, 8),
              mov(R6, R0),
              local(),
              load(B8, R0, R6, 0),
              end()),
          refused(
              DYNPTR, "a record reserved over another", record(), record(), submitDynptr(), end()),
          refused(DYNPTR, "load a dynptr", local(), load(B8, R1, R10, -16), end()),
          refused(
              DYNPTR,
              "hand a dynptr to a helper as memory",
              local(),
              stack(R1, -16),
              mov(R2, 16),
              call(PRINT),
              end()),
          refused(
              STACK_BOUNDS,
              "the second half of a dynptr",
              local(),
              stack(R1, -24),
              mov(R2, 8),
              stack(R3, -8),
              mov(R4, 0),
              mov(R5, 0),
              call(DYNPTR_READ),
              end()),
          refused(
              DYNPTR,
              "a dynptr of the stack",
              store(B8, R10, -24, imm(0)),
              stack(R1, -24),
              mov(R2, 8),
              mov(R3, 0),
              stack(R4, -16),
              call(DYNPTR_FROM_MEM),
              end()),
          refused(
              READ_ONLY,
              "a dynptr of read-only memory",
              value(R1, RODATA, 0),
              mov(R2, 16),
              mov(R3, 0),
              stack(R4, -16),
              call(DYNPTR_FROM_MEM),
              end()),
          refused(
              DYNPTR,
              "a dynptr that is not aligned",
              value(R1, DATA, 0),
              mov(R2, 8),
              mov(R3, 0),
              stack(R4, -20),
              call(DYNPTR_FROM_MEM),
              end()),
          refused(
              DYNPTR,
              "a dynptr in a map",
              value(R1, DATA, 0),
              mov(R2, 8),
              mov(R3, 0),
              value(R4, DATA, 32),
              call(DYNPTR_FROM_MEM),
              end()),
          accepted(
                  "a dynptr submitted in a function",
                  record(),
                  stack(R1, -16),
                  new CallFunction(1),
                  end(),
                  FUNCTION,
                  mov(R2, 0),
                  call(SUBMIT_DYNPTR),
                  end())
              .but(NOT_ASKED),
          refused(
              DYNPTR,
              "a dynptr submitted on one way, read on both",
              record(),
              call(RANDOM),
              skip(JEQ, R0, 1, 4),
              submitDynptr(),
              read(),
              submitDynptr(),
              end()));
}
