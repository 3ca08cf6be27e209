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
import static org.gpol.vm.verifier.Case.Linux.DIFFERS;
import static org.gpol.vm.verifier.Case.Linux.NOT_ASKED;
import static org.gpol.vm.verifier.Case.accepted;
import static org.gpol.vm.verifier.Case.refused;
import static org.gpol.vm.verifier.Fixture.*;
import static org.gpol.vm.verifier.Sketch.*;
import static org.gpol.vm.verifier.TestHelpers.*;
import static org.gpol.vm.verifier.check.SafetyCheck.*;

import java.util.List;

/** Functions that helpers call, tail calls and calls by address. */
final class CallbackCases {
  private CallbackCases() {}

  /** bpf_loop(10, function 1, context, 0), context being r10-16; 6 instructions. */
  private static List<Object> loop() {
    return list(mov(R1, 10), new Address(R2, 1), stack(R3, -16), mov(R4, 0), call(LOOP));
  }

  /** Uses the number at r10-16 as an index into a map's value of 64 bytes, and ends. */
  private static List<Object> index() {
    return list(
        load(B8, R1, R10, -16), value(R2, DATA, 0), alu(ADD, R2, R1), load(B1, R0, R2, 0), exit());
  }

  /** A function that adds 1 to what its context points at. */
  private static List<Object> increment() {
    return list(FUNCTION, load(B8, R1, R2, 0), add(R1, 1), store(B8, R2, 0, R1), end());
  }

  /** The same without a context; 5 instructions. */
  private static List<Object> plainLoop() {
    return list(mov(R1, 10), new Address(R2, 1), mov(R3, 0), mov(R4, 0), call(LOOP));
  }

  private static List<Object> forEach(int map) {
    return list(map(R1, map), new Address(R2, 1), mov(R3, 0), mov(R4, 0), call(FOR_EACH));
  }

  private static List<Object> timer() {
    return list(value(R1, TIMERS, 0), new Address(R2, 1), call(TIMER_CALLBACK));
  }

  private static List<Object> zeroed() {
    return list(store(B8, R10, -16, imm(0)), store(B8, R10, -8, imm(0)));
  }

  static final List<Case> LOOPS =
      List.of(
          accepted("a loop that does nothing", plainLoop(), end(), FUNCTION, end()),
          accepted(
              "a counter in the caller's stack",
              zeroed(),
              loop(),
              load(B8, R0, R10, -16),
              exit(),
              FUNCTION,
              load(B8, R1, R2, 0),
              add(R1, 1),
              store(B8, R2, 0, R1),
              end()),
          accepted(
              "a counter of few rounds used as an index", zeroed(), loop(), index(), increment()),
          refused(
              POINTER_ARITHMETIC,
              "a counter of many rounds used as an index, unchecked",
              zeroed(),
              mov(R1, 100),
              new Address(R2, 1),
              stack(R3, -16),
              mov(R4, 0),
              call(LOOP),
              index(),
              increment()),
          accepted(
              "a number of rounds that is bounded",
              zeroed(),
              call(RANDOM),
              alu(AND, R0, imm(15)),
              mov(R1, R0),
              new Address(R2, 1),
              stack(R3, -16),
              mov(R4, 0),
              call(LOOP),
              index(),
              increment()),
          accepted(
              "a counter used as an index, checked",
              zeroed(),
              loop(),
              load(B8, R1, R10, -16),
              skip(JGT, R1, 63, 4),
              value(R2, DATA, 0),
              alu(ADD, R2, R1),
              load(B1, R0, R2, 0),
              exit(),
              end(),
              FUNCTION,
              load(B8, R1, R2, 0),
              add(R1, 1),
              store(B8, R2, 0, R1),
              end()),
          refused(
              MAP_VALUE_BOUNDS,
              "the function may not be called at all",
              store(B8, R10, -16, imm(100)),
              loop(),
              load(B8, R1, R10, -16),
              value(R2, DATA, 0),
              alu(ADD, R2, R1),
              load(B1, R0, R2, 0),
              exit(),
              FUNCTION,
              mov(R1, 5),
              store(B8, R2, 0, R1),
              end()),
          refused(
              MAP_VALUE_BOUNDS,
              "the function may be called twice",
              store(B8, R10, -16, imm(0)),
              loop(),
              load(B8, R1, R10, -16),
              value(R2, DATA, 0),
              alu(ADD, R2, R1),
              load(B1, R0, R2, 0),
              exit(),
              FUNCTION,
              load(B8, R1, R2, 0),
              skip(JEQ, R1, 0, 2),
              mov(R1, 100),
              new Goto(1),
              mov(R1, 5),
              store(B8, R2, 0, R1),
              end()),
          accepted(
              "a flag in the caller's stack",
              zeroed(),
              loop(),
              load(B8, R1, R10, -16),
              value(R2, DATA, 0),
              alu(ADD, R2, R1),
              load(B1, R0, R2, 0),
              exit(),
              FUNCTION,
              mov(R1, 1),
              store(B8, R2, 0, R1),
              end()),
          refused(
              CALLBACK,
              "a function that returns 2",
              plainLoop(),
              end(),
              FUNCTION,
              mov(R0, 2),
              exit()),
          refused(
              CALLBACK,
              "a function that returns anything",
              plainLoop(),
              end(),
              FUNCTION,
              call(RANDOM),
              exit()),
          accepted(
              "a function that returns 0 or 1",
              plainLoop(),
              end(),
              FUNCTION,
              call(RANDOM),
              alu(AND, R0, imm(1)),
              exit()),
          accepted(
              "the index of a round",
              plainLoop(),
              end(),
              FUNCTION,
              skip(JGT, R1, 63, 3),
              value(R2, DATA, 0),
              alu(ADD, R2, R1),
              load(B1, R0, R2, 0),
              end()),
          refused(
              MAP_VALUE_BOUNDS,
              "the index of a round, unchecked",
              plainLoop(),
              end(),
              FUNCTION,
              value(R2, DATA, 0),
              alu(ADD, R2, R1),
              load(B1, R0, R2, 0),
              end()),
          refused(
              NOT_MEMORY,
              "a context that is not there",
              plainLoop(),
              end(),
              FUNCTION,
              load(B8, R0, R2, 0),
              end()),
          refused(
              HELPER_ARGUMENT,
              "a context that is no stack",
              mov(R1, 10),
              new Address(R2, 1),
              value(R3, DATA, 0),
              mov(R4, 0),
              call(LOOP),
              end(),
              FUNCTION,
              end()),
          refused(
              HELPER_ARGUMENT,
              "a number for a function",
              mov(R1, 10),
              mov(R2, 1),
              mov(R3, 0),
              mov(R4, 0),
              call(LOOP),
              end()),
          refused(
              UNRELEASED_REFERENCE,
              "a record got in a round and kept",
              plainLoop(),
              end(),
              FUNCTION,
              reserve(),
              end()),
          accepted(
              "a record got and submitted in a round",
              plainLoop(),
              end(),
              FUNCTION,
              reserve(),
              skipIfNull(R0, 3),
              submit(R0),
              end()),
          refused(
                  UNINITIALISED_STACK,
                  "the caller's record given back in a round",
                  reserve(),
                  skipIfNull(R0, 8),
                  store(B8, R10, -16, R0),
                  loop(),
                  end(),
                  FUNCTION,
                  load(B8, R1, R2, 0),
                  mov(R2, 0),
                  call(SUBMIT),
                  end())
              .but(NOT_ASKED),
          accepted(
              "a loop within a loop",
              plainLoop(),
              end(),
              FUNCTION,
              mov(R1, 10),
              new Address(R2, 2),
              mov(R3, 0),
              mov(R4, 0),
              call(LOOP),
              end(),
              FUNCTION,
              end()),
          refused(
              CALL_DEPTH,
              "a function that loops over itself",
              plainLoop(),
              end(),
              FUNCTION,
              mov(R1, 10),
              new Address(R2, 1),
              mov(R3, 0),
              mov(R4, 0),
              call(LOOP),
              end()),
          refused(
              STACK_SIZE,
              "the frames of caller and callback together",
              store(B8, R10, -304, imm(0)),
              plainLoop(),
              end(),
              FUNCTION,
              store(B8, R10, -304, imm(0)),
              end()),
          refused(
                  INFINITE_LOOP,
                  "a loop round a loop that never ends",
                  plainLoop(),
                  new Goto(-6),
                  FUNCTION,
                  end())
              .but(DIFFERS), // Linux takes the helper's rounds for the end of any loop round it.
          refused(
                  TOO_COMPLEX,
                  "a flag that only the helper can clear, in any number of rounds",
                  zeroed(),
                  call(RANDOM),
                  mov(R1, R0),
                  new Address(R2, 1),
                  stack(R3, -16),
                  mov(R4, 0),
                  call(LOOP),
                  load(B8, R1, R10, -16),
                  skip(JEQ, R1, 1, 2),
                  store(B8, R10, -16, imm(1)),
                  new Goto(-11),
                  end(),
                  FUNCTION,
                  store(B8, R2, 0, imm(0)),
                  call(RANDOM),
                  skip(JEQ, R0, 3, 0),
                  end())
              .but(NOT_ASKED),
          accepted(
              "loops one after the other",
              zeroed(),
              loop(),
              loop(),
              loop(),
              end(),
              FUNCTION,
              load(B8, R1, R2, 0),
              add(R1, 8),
              store(B8, R2, 0, R1),
              end()),
          refused(
              UNINITIALISED_REGISTER,
              "registers after the loop are gone",
              plainLoop(),
              mov(R0, R1),
              exit(),
              FUNCTION,
              end()));

  static final List<Case> ELEMENTS =
      List.of(
          accepted(
              "read every value of a hash",
              forEach(HASH),
              end(),
              FUNCTION,
              load(B8, R1, R3, 8),
              load(B8, R1, R2, 0),
              end()),
          accepted(
              "write every value", forEach(HASH), end(), FUNCTION, store(B8, R3, 8, imm(1)), end()),
          refused(
              READ_ONLY,
              "write a key",
              forEach(HASH),
              end(),
              FUNCTION,
              store(B8, R2, 0, imm(1)),
              end()),
          refused(
              MEMORY_BOUNDS,
              "behind a key",
              forEach(HASH),
              end(),
              FUNCTION,
              load(B8, R1, R2, 4),
              end()),
          refused(
              MAP_VALUE_BOUNDS,
              "behind a value",
              forEach(HASH),
              end(),
              FUNCTION,
              load(B8, R1, R3, 16),
              end()),
          accepted("delete every element", forEach(HASH), end(), FUNCTION, call(DELETE), end()),
          refused(MAP_TYPE, "the elements of a queue", forEach(QUEUE), end(), FUNCTION, end()),
          accepted(
              "lock every value",
              forEach(LOCKED),
              end(),
              FUNCTION,
              mov(R6, R3),
              mov(R1, R6),
              call(LOCK),
              mov(R1, R6),
              call(UNLOCK),
              end()),
          refused(
              SPIN_LOCK,
              "keep a value locked",
              forEach(LOCKED),
              end(),
              FUNCTION,
              mov(R1, R3),
              call(LOCK),
              end()));

  static final List<Case> TIMERS_AND_TAIL_CALLS =
      List.of(
          accepted(
              "set up a timer",
              value(R1, TIMERS, 0),
              map(R2, TIMERS),
              mov(R3, 1),
              call(TIMER_INIT),
              timer(),
              value(R1, TIMERS, 0),
              mov(R2, 1000),
              mov(R3, 0),
              call(TIMER_START),
              end(),
              FUNCTION,
              load(B8, R0, R3, 16),
              end()),
          refused(CALLBACK, "a timer that returns 1", timer(), end(), FUNCTION, mov(R0, 1), exit()),
          refused(
              UNRELEASED_REFERENCE,
              "a timer that keeps a record",
              timer(),
              end(),
              FUNCTION,
              reserve(),
              end()),
          accepted(
              "a timer that starts itself again",
              timer(),
              end(),
              FUNCTION,
              mov(R1, R3),
              mov(R2, 1000),
              mov(R3, 0),
              call(TIMER_START),
              end()),
          accepted(
              "a timer with a stack of its own",
              store(B8, R10, -400, imm(0)),
              timer(),
              end(),
              FUNCTION,
              store(B8, R10, -400, imm(0)),
              end()),
          refused(
                  UNINITIALISED_STACK,
                  "a timer that expects its setter's stack",
                  store(B8, R10, -8, imm(0)),
                  timer(),
                  end(),
                  FUNCTION,
                  load(B8, R0, R10, -8),
                  end())
              .but(DIFFERS), // Linux lets the privileged read stack that holds nothing.
          refused(
              HELPER_ARGUMENT,
              "a timer of another map",
              value(R1, TIMERS, 0),
              map(R2, DATA),
              mov(R3, 1),
              call(TIMER_INIT),
              end()),
          refused(
              HELPER_ARGUMENT,
              "no timer there",
              value(R1, TIMERS, 16),
              map(R2, TIMERS),
              mov(R3, 1),
              call(TIMER_INIT),
              end()),
          refused(SPECIAL_FIELD, "read a timer", value(R1, TIMERS, 0), load(B8, R0, R1, 8), end()),
          accepted("a tail call", map(R2, PROGS), mov(R3, 1), call(TAIL), end()),
          refused(
              UNRELEASED_REFERENCE,
              "a tail call with a record in hand",
              mov(R7, R1),
              reserve(),
              skipIfNull(R0, 8),
              mov(R6, R0),
              mov(R1, R7),
              map(R2, PROGS),
              mov(R3, 1),
              call(TAIL),
              submit(R6),
              end()),
          refused(
              MAP_TYPE, "a tail call into a hash", map(R2, HASH), mov(R3, 1), call(TAIL), end()),
          refused(
              MAP_TYPE,
              "look up a program",
              store(B8, R10, -8, imm(0)),
              map(R1, PROGS),
              stack(R2, -8),
              call(LOOKUP),
              end()),
          accepted(
              "a tail call in a function",
              new CallFunction(1),
              end(),
              FUNCTION,
              map(R2, PROGS),
              mov(R3, 1),
              call(TAIL),
              end()),
          refused(
              TAIL_CALL,
              "a tail call above much stack",
              store(B8, R10, -256, imm(0)),
              new CallFunction(1),
              end(),
              FUNCTION,
              map(R2, PROGS),
              mov(R3, 1),
              call(TAIL),
              end()),
          refused(
                  POINTER_ARITHMETIC,
                  "the result of a function that makes a tail call",
                  new CallFunction(1),
                  value(R1, DATA, 0),
                  alu(ADD, R1, R0),
                  load(B1, R0, R1, 0),
                  exit(),
                  FUNCTION,
                  map(R2, PROGS),
                  mov(R3, 1),
                  call(TAIL),
                  end())
              .but(NOT_ASKED), // Linux knows this from 6.19 on.
          accepted(
                  "a call by address",
                  new Address(R6, 1),
                  new org.gpol.bpf.isa.Insn.CallReg(R6),
                  exit(),
                  FUNCTION,
                  end())
              .but(NOT_ASKED),
          refused(
                  CALL_TARGET,
                  "a call by an address that is a number",
                  mov(R6, 1),
                  new org.gpol.bpf.isa.Insn.CallReg(R6),
                  exit())
              .but(NOT_ASKED),
          refused(
              NOT_MEMORY,
              "load a function",
              new Address(R6, 1),
              load(B8, R0, R6, 0),
              exit(),
              FUNCTION,
              end()),
          refused(
                  POINTER_ARITHMETIC,
                  "compute with a function's address",
                  new Address(R6, 1),
                  add(R6, 8),
                  end(),
                  FUNCTION,
                  end())
              .but(DIFFERS), // It does no harm, and no good either.
          accepted(
              "a string that never changes",
              stack(R1, -16),
              mov(R2, 16),
              value(R3, RODATA, 12),
              mov(R4, 0),
              mov(R5, 0),
              call(SNPRINTF),
              end()),
          refused(
              HELPER_ARGUMENT,
              "a string that may change",
              stack(R1, -16),
              mov(R2, 16),
              value(R3, DATA, 12),
              mov(R4, 0),
              mov(R5, 0),
              call(SNPRINTF),
              end()),
          refused(
              HELPER_ARGUMENT,
              "null with a size",
              stack(R1, -16),
              mov(R2, 16),
              value(R3, RODATA, 12),
              mov(R4, 0),
              mov(R5, 8),
              call(SNPRINTF),
              end()),
          refused(
              MISSING_NULL_CHECK,
              "a per-CPU value for a key that is not known, unchecked",
              call(RANDOM),
              store(org.gpol.bpf.isa.MemSize.B4, R10, -4, R0),
              map(R1, PERCPU),
              stack(R2, -4),
              call(LOOKUP),
              load(B8, R0, R0, 0),
              exit()),
          refused(
              MISSING_NULL_CHECK,
              "a per-CPU value for a key that is too great, unchecked",
              store(org.gpol.bpf.isa.MemSize.B4, R10, -4, imm(1)),
              map(R1, PERCPU),
              stack(R2, -4),
              call(LOOKUP),
              load(B8, R0, R0, 0),
              exit()),
          accepted(
              "a value for a key that every array has",
              store(org.gpol.bpf.isa.MemSize.B4, R10, -4, imm(0)),
              map(R1, PERCPU),
              stack(R2, -4),
              call(LOOKUP),
              load(B8, R0, R0, 0),
              exit()),
          accepted(
              "a per-CPU value",
              store(org.gpol.bpf.isa.MemSize.B4, R10, -4, imm(0)),
              map(R1, PERCPU),
              stack(R2, -4),
              call(LOOKUP),
              skip(JNE, R0, 0, 2),
              end(),
              load(B8, R0, R0, 0),
              skip(JLT, R0, 3, 0),
              exit()));
}
