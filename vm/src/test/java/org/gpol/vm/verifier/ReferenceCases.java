package org.gpol.vm.verifier;

import static org.gpol.bpf.isa.AluOp.ADD;
import static org.gpol.bpf.isa.AluOp.AND;
import static org.gpol.bpf.isa.JumpCond.JEQ;
import static org.gpol.bpf.isa.JumpCond.JGT;
import static org.gpol.bpf.isa.JumpCond.JLT;
import static org.gpol.bpf.isa.JumpCond.JNE;
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

/** What is got must be given back: records of ring buffers, tasks, counted pointers. */
final class ReferenceCases {
  private ReferenceCases() {}

  static final List<Case> RECORDS =
      List.of(
          accepted(
              "reserve, write, submit",
              reserve(),
              skipIfNull(R0, 4),
              store(B8, R0, 0, imm(1)),
              submit(R0),
              end()),
          accepted(
              "reserve, submit on one way and discard on the other",
              reserve(),
              skipIfNull(R0, 10),
              mov(R6, R0),
              call(RANDOM),
              skip(JGT, R0, 7, 4),
              submit(R6),
              new Goto(3),
              mov(R1, R6),
              mov(R2, 0),
              call(DISCARD),
              end()),
          refused(UNRELEASED_REFERENCE, "reserve and forget", reserve(), end()),
          refused(
              UNRELEASED_REFERENCE,
              "submit on one way only",
              reserve(),
              skipIfNull(R0, 6),
              mov(R6, R0),
              call(RANDOM),
              skip(JEQ, R0, 7, 3),
              submit(R6),
              end()),
          refused(MISSING_NULL_CHECK, "submit without a null check", reserve(), submit(R0), end()),
          refused(
              UNINITIALISED_REGISTER,
              "use after submit",
              reserve(),
              skipIfNull(R0, 5),
              mov(R6, R0),
              submit(R0),
              load(B8, R1, R6, 0),
              end()),
          refused(
              UNINITIALISED_REGISTER,
              "submit twice",
              reserve(),
              skipIfNull(R0, 7),
              mov(R6, R0),
              submit(R6),
              submit(R6),
              end()),
          refused(
              UNINITIALISED_STACK,
              "use of a spilled copy after submit",
              reserve(),
              skipIfNull(R0, 6),
              store(B8, R10, -8, R0),
              submit(R0),
              load(B8, R1, R10, -8),
              load(B8, R1, R1, 0),
              end()),
          refused(
              RELEASE,
              "submit the middle of a record",
              reserve(),
              skipIfNull(R0, 4),
              add(R0, 4),
              submit(R0),
              end()),
          refused(
              MEMORY_BOUNDS,
              "write behind a record",
              reserve(),
              skipIfNull(R0, 4),
              store(B8, R0, 4, imm(1)),
              submit(R0),
              end()),
          accepted(
              "index into a record, checked",
              reserve(),
              skipIfNull(R0, 8),
              mov(R6, R0),
              call(RANDOM),
              alu(AND, R0, imm(7)),
              alu(ADD, R0, R6),
              store(B1, R0, 0, imm(1)),
              submit(R6),
              end()),
          accepted(
              "a record given back in a function",
              reserve(),
              skipIfNull(R0, 2),
              mov(R1, R0),
              new CallFunction(1),
              end(),
              FUNCTION,
              mov(R2, 0),
              call(SUBMIT),
              end()),
          refused(
              UNINITIALISED_REGISTER,
              "a record used after a function gave it back",
              reserve(),
              skipIfNull(R0, 4),
              mov(R6, R0),
              mov(R1, R0),
              new CallFunction(1),
              load(B8, R0, R6, 0),
              end(),
              FUNCTION,
              mov(R2, 0),
              call(SUBMIT),
              end()),
          accepted(
              "a record got in a function, given back by its caller",
              new CallFunction(1),
              skipIfNull(R0, 3),
              submit(R0),
              end(),
              FUNCTION,
              reserve(),
              exit()),
          refused(
              UNRELEASED_REFERENCE,
              "a record got in a function and forgotten",
              new CallFunction(1),
              end(),
              FUNCTION,
              reserve(),
              end()),
          accepted(
              "two records, given back in the other order",
              reserve(),
              skipIfNull(R0, 13),
              mov(R6, R0),
              reserve(),
              mov(R7, R0),
              submit(R6),
              skipIfNull(R7, 3),
              submit(R7),
              end()),
          accepted(
              "a record in every round of a loop",
              mov(R6, 0),
              reserve(),
              skipIfNull(R0, 3),
              submit(R0),
              add(R6, 1),
              skip(JLT, R6, 8, -10),
              end()),
          refused(
              UNRELEASED_REFERENCE,
              "a record leaked in the first round of a loop",
              mov(R6, 0),
              reserve(),
              skipIfNull(R0, 4),
              skip(JEQ, R6, 0, 3),
              submit(R0),
              add(R6, 1),
              skip(JLT, R6, 8, -11),
              end()),
          refused(
                  POINTER_LEAK,
                  "a pointer stored into a record",
                  reserve(),
                  skipIfNull(R0, 4),
                  store(B8, R0, 0, R10),
                  submit(R0),
                  end())
              .but(NOT_ASKED),
          refused(
              HELPER_ARGUMENT,
              "a record of a size that is not known",
              call(RANDOM),
              mov(R2, R0),
              map(R1, RING),
              mov(R3, 0),
              call(RESERVE),
              end()),
          refused(
              POINTER_COMPARISON,
              "a null check by order",
              reserve(),
              skip(JLT, R0, 1, 3),
              submit(R0),
              end()),
          accepted(
              "null checked through a copy",
              reserve(),
              mov(R6, R0),
              skip(JNE, R6, 0, 1),
              new Goto(3),
              submit(R0),
              end()));

  /** Linux has other means for the first four: functions of the kernel. */
  static final List<Case> OBJECTS =
      List.of(
          accepted(
                  "acquire a task and release it",
                  call(CURRENT_TASK),
                  mov(R1, R0),
                  call(TASK_ACQUIRE),
                  skipIfNull(R0, 2),
                  mov(R1, R0),
                  call(TASK_RELEASE),
                  end())
              .but(NOT_ASKED),
          refused(
                  UNRELEASED_REFERENCE,
                  "acquire a task and forget it",
                  call(CURRENT_TASK),
                  mov(R1, R0),
                  call(TASK_ACQUIRE),
                  end())
              .but(NOT_ASKED),
          refused(
                  RELEASE,
                  "release a task that was not acquired",
                  call(CURRENT_TASK),
                  mov(R1, R0),
                  call(TASK_RELEASE),
                  end())
              .but(NOT_ASKED),
          accepted(
                  "put a task into a map",
                  call(CURRENT_TASK),
                  mov(R1, R0),
                  call(TASK_ACQUIRE),
                  skipIfNull(R0, 6),
                  mov(R2, R0),
                  value(R1, KPTRS, 0),
                  call(KPTR_XCHG),
                  skipIfNull(R0, 2),
                  mov(R1, R0),
                  call(TASK_RELEASE),
                  end())
              .but(NOT_ASKED),
          refused(
              UNRELEASED_REFERENCE,
              "take a task out of a map and forget it",
              value(R1, KPTRS, 0),
              mov(R2, 0),
              call(KPTR_XCHG),
              end()),
          refused(
              RELEASE,
              "put a task that was not acquired into a map",
              call(CURRENT_TASK),
              mov(R2, R0),
              value(R1, KPTRS, 0),
              call(KPTR_XCHG),
              end()),
          refused(
              HELPER_ARGUMENT,
              "exchange where there is no pointer",
              value(R1, KPTRS, 8),
              mov(R2, 0),
              call(KPTR_XCHG),
              end()),
          refused(
              SPECIAL_FIELD,
              "write a pointer field",
              value(R1, KPTRS, 0),
              mov(R2, 0),
              store(B8, R1, 0, R2),
              end()),
          refused(
              SPECIAL_FIELD,
              "overwrite a part of a pointer field",
              value(R1, KPTRS, 0),
              mov(R2, 1),
              store(B1, R1, 3, R2),
              end()),
          accepted(
              "a number beside a pointer field", value(R1, KPTRS, 0), load(B8, R0, R1, 8), exit()),
          accepted("a field of a task", call(CURRENT_TASK), load(B8, R0, R0, 0), end()),
          refused(MEMORY_BOUNDS, "behind a task", call(CURRENT_TASK), load(B8, R0, R0, 124), end())
              .but(NOT_ASKED),
          refused(READ_ONLY, "write a task", call(CURRENT_TASK), store(B8, R0, 64, imm(0)), end()),
          accepted(
                  "storage of a task",
                  call(CURRENT_TASK),
                  mov(R2, R0),
                  map(R1, STORAGE),
                  mov(R3, 0),
                  mov(R4, 1),
                  call(STORAGE_GET),
                  skipIfNull(R0, 1),
                  store(B8, R0, 0, imm(1)),
                  end())
              .but(NOT_ASKED),
          accepted("a variable of the platform", variable(R1, 0), load(B8, R0, R1, 0), exit())
              .but(NOT_ASKED),
          refused(
                  READ_ONLY,
                  "write a variable of the platform",
                  variable(R1, 0),
                  mov(R0, 0),
                  store(B8, R1, 0, R0),
                  exit())
              .but(NOT_ASKED),
          refused(
                  NOT_MEMORY,
                  "read a per-CPU variable itself",
                  variable(R1, 1),
                  load(B8, R0, R1, 0),
                  exit())
              .but(NOT_ASKED),
          accepted(
                  "this CPU's copy of a variable",
                  variable(R1, 1),
                  call(THIS_CPU_PTR),
                  load(B8, R0, R0, 24),
                  exit())
              .but(NOT_ASKED),
          refused(
                  MISSING_NULL_CHECK,
                  "some CPU's copy of a variable, unchecked",
                  variable(R1, 1),
                  mov(R2, 3),
                  call(PER_CPU_PTR),
                  load(B8, R0, R0, 0),
                  exit())
              .but(NOT_ASKED),
          refused(REFERENCE, "a variable that is not there", variable(R1, 2), mov(R0, 0), exit())
              .but(NOT_ASKED));
}
