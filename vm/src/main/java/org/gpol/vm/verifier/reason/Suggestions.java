package org.gpol.vm.verifier.reason;

/** What to do about each kind of rejection, with code in assembly or C. */
final class Suggestions {
  private Suggestions() {}

  static Suggestion of(Refused refused, Language language) {
    boolean c = language == Language.C;
    return switch (refused.check()) {
      case JUMP_TARGET,
          FALL_THROUGH,
          UNREACHABLE_CODE,
          CALL_TARGET,
          RECURSION,
          CALL_DEPTH,
          STACK_SIZE,
          FRAME_POINTER,
          UNKNOWN_HELPER,
          INSTRUCTION_FORM,
          DIVISION_BY_ZERO,
          SHIFT_COUNT,
          REFERENCE,
          INFINITE_LOOP,
          TOO_COMPLEX ->
          StructureSuggestions.of(refused, c);
      case UNINITIALISED_REGISTER,
          UNINITIALISED_STACK,
          STACK_BOUNDS,
          CONTEXT_ACCESS,
          MAP_VALUE_BOUNDS,
          MEMORY_BOUNDS,
          SPECIAL_FIELD,
          ALIGNMENT,
          MISSING_NULL_CHECK,
          NOT_MEMORY,
          POINTER_ARITHMETIC,
          POINTER_COMPARISON,
          POINTER_LEAK,
          READ_ONLY ->
          memory(refused, c);
      case HELPER_ARGUMENT,
          MAP_TYPE,
          RELEASE,
          UNRELEASED_REFERENCE,
          SPIN_LOCK,
          DYNPTR,
          CALLBACK,
          TAIL_CALL,
          RETURN_VALUE ->
          StructureSuggestions.helpers(refused, c);
    };
  }

  private static Suggestion memory(Refused refused, boolean c) {
    String reg = refused.reg();
    return switch (refused.check()) {
      case UNINITIALISED_REGISTER ->
          c
              ? Suggestion.of("give the variable a value where it is declared", "long x = 0;")
              : Suggestion.of("give " + reg + " a value on every way to here", reg + " = 0");
      case UNINITIALISED_STACK ->
          c
              ? Suggestion.of(
                  "fill all of it, padding included, before it is read",
                  "__builtin_memset(&key, 0, sizeof(key));")
              : Suggestion.of("write it first", "*(u64 *)(r10 - 8) = 0");
      case MISSING_NULL_CHECK -> nullCheck(refused, c);
      case MAP_VALUE_BOUNDS, MEMORY_BOUNDS, STACK_BOUNDS -> bounds(refused, c);
      case POINTER_ARITHMETIC -> arithmetic(refused, c);
      case CONTEXT_ACCESS ->
          Suggestion.of(
              "access the context at a constant offset, inside of it, aligned to the access",
              c ? "u32 x = ctx->field;" : "r0 = *(u32 *)(r1 + 4)");
      case ALIGNMENT ->
          Suggestion.of(
              "access it at a multiple of its size, or byte by byte",
              c ? "__u64 x __attribute__((aligned(8)));" : "*(u64 *)(r10 - 8) = 0");
      case SPECIAL_FIELD ->
          Suggestion.of(
              "leave this field to its helpers",
              c ? "bpf_spin_lock(&value->lock);" : "call spin_lock");
      case NOT_MEMORY ->
          Suggestion.of(
              "use a pointer that a helper or the program's start gave",
              c ? "value = bpf_map_lookup_elem(&map, &key);" : "call map_lookup_elem");
      case POINTER_COMPARISON ->
          Suggestion.of(
              "compare it with 0, or with another pointer for equality",
              c ? "if (p == q) { ... }" : "if " + reg + " == 0 goto out");
      case POINTER_LEAK ->
          Suggestion.of(
              "store what it points at instead, or keep the pointer on the stack",
              c ? "u64 kept = *p;" : "*(u64 *)(r10 - 8) = " + reg);
      default ->
          Suggestion.of(
              "write to a map or variable that is not constant",
              c ? "static u64 counter;" : "*(u64 *)(r10 - 8) = r0");
    };
  }

  private static Suggestion nullCheck(Refused refused, boolean c) {
    String word = refused.pointer("p");
    return c
        ? Suggestion.of("test it first", "if (!" + word + ")", "    return 0;")
        : Suggestion.of(
            "test it first, where `out` gives r0 a value and exits",
            "if " + refused.reg() + " == 0 goto out");
  }

  private static Suggestion bounds(Refused refused, boolean c) {
    if (refused.index() == null || refused.limit() < 0) {
      return Suggestion.of(
          "access only what is there: correct the offset, or make the memory larger",
          c ? "if (sizeof(*value) >= end) { ... }" : "r0 = *(u8 *)(" + refused.reg() + " + 0)");
    }
    return c
        ? Suggestion.of(
            "check the index first: as a distance in bytes it may be at most " + refused.limit(),
            "if (" + refused.outside() + ")",
            "    return 0;")
        : Suggestion.of(
            "check the index before it is added, where `out` gives r0 a value and exits",
            "if " + refused.index() + " > " + refused.limit() + " goto out");
  }

  private static Suggestion arithmetic(Refused refused, boolean c) {
    if (refused.index() != null && refused.limit() >= 0) {
      return bounds(refused, c);
    }
    return Suggestion.of(
        "add a checked number to a pointer, or subtract one; nothing else",
        c ? "p += i & 7;" : refused.reg() + " += 8");
  }
}
