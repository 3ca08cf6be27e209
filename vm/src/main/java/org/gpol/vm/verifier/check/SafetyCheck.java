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
  /** An access outside of memory that a helper gave or a variable or an object of the platform. */
  MEMORY_BOUNDS,
  /** An access to a part of a map's value that only helpers may touch. */
  SPECIAL_FIELD,
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
  /** Something is given back that the program does not hold. */
  RELEASE,
  /** Something that must be given back is not. */
  UNRELEASED_REFERENCE,
  /** A spin lock is taken, held or dropped where it cannot be. */
  SPIN_LOCK,
  /** A dynptr is used that is none, or lost. */
  DYNPTR,
  /** A function that is called back returns or does something that its caller cannot take. */
  CALLBACK,
  /** A tail call where there can be none. */
  TAIL_CALL,
  /** The program does not return a number. */
  RETURN_VALUE,
  /** A loop comes back to where it was with nothing changed. */
  INFINITE_LOOP,
  /** Looking at all paths takes more than the budget. */
  TOO_COMPLEX
}
