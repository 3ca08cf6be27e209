package org.gpol.vm.verifier.check;

/** The rules a program is held to; the names are stable. */
public enum SafetyCheck {
  /** A jump leaves its function. */
  JUMP_TARGET,
  /** A function's last instruction lets control run on. */
  FALL_THROUGH,
  /** Nothing leads to an instruction. */
  UNREACHABLE_CODE,
  /** A call goes somewhere that is not the start of a function. */
  CALL_TARGET,
  /** A function calls itself, directly or not. */
  RECURSION,
  /** More than eight calls are open at once. */
  CALL_DEPTH,
  /** The frames of calls open at once need more than 512 bytes. */
  STACK_SIZE,
  /** R10 is written. */
  FRAME_POINTER,
  /** The program type has no such helper. */
  UNKNOWN_HELPER,
  /** An instruction that does not exist. */
  INSTRUCTION_FORM,
  /** A division by the immediate 0. */
  DIVISION_BY_ZERO,
  /** A shift by an immediate of the width or more. */
  SHIFT_COUNT,
  /** A reference to a map or a function that cannot be taken. */
  REFERENCE,
  /** A register is read that holds nothing. */
  UNINITIALISED_REGISTER,
  /** Stack is read that holds nothing. */
  UNINITIALISED_STACK,
  /** An access outside of the frame. */
  STACK_BOUNDS,
  /** An access outside of the context, or not at a known, aligned place in it. */
  CONTEXT_ACCESS,
  /** An access outside of a map's value. */
  MAP_VALUE_BOUNDS,
  /** An access that must be aligned and is not. */
  ALIGNMENT,
  /** A pointer is used that may be null. */
  MISSING_NULL_CHECK,
  /** Memory is accessed through something that is not a pointer to memory. */
  NOT_MEMORY,
  /** Arithmetic that a pointer does not survive. */
  POINTER_ARITHMETIC,
  /** A comparison of a pointer other than for equality or with null. */
  POINTER_COMPARISON,
  /** A pointer would become visible outside of registers and stack. */
  POINTER_LEAK,
  /** A store to memory that is read-only. */
  READ_ONLY,
  /** A helper is given something that it does not take. */
  HELPER_ARGUMENT,
  /** A helper is given a map of a type that it does not work on. */
  MAP_TYPE,
  /** The program does not return a number. */
  RETURN_VALUE,
  /** A loop comes back to where it was with nothing changed. */
  INFINITE_LOOP,
  /** Looking at all paths takes more than the budget. */
  TOO_COMPLEX
}
