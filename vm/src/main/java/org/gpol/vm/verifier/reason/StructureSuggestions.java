package org.gpol.vm.verifier.reason;

/** Suggestions about a program's shape, and about what it does with helpers. */
final class StructureSuggestions {
  private StructureSuggestions() {}

  static Suggestion of(Refused refused, boolean c) {
    return switch (refused.check()) {
      case JUMP_TARGET -> Suggestion.of("jump inside of the function, call others", "call other");
      case FALL_THROUGH -> Suggestion.of("end the function", "r0 = 0", "exit");
      case UNREACHABLE_CODE ->
          Suggestion.of("remove it, or jump to it", c ? "if (condition) { ... }" : "goto label");
      case CALL_TARGET ->
          Suggestion.of(
              "call a function of the program by its name",
              c ? "static __noinline long f(long x);" : "call f");
      case RECURSION ->
          Suggestion.of(
              "use a loop with a bound instead",
              c ? "for (int i = 0; i < 64; i++) { ... }" : "if r6 < 64 goto again");
      case CALL_DEPTH ->
          Suggestion.of(
              "let a function do the work of those that it calls",
              c ? "static __always_inline long f(long x);" : "r0 = 0");
      case STACK_SIZE ->
          Suggestion.of(
              "keep large things in a map, of which each CPU has one value",
              c
                  ? "struct scratch *s = bpf_map_lookup_elem(&scratch, &zero);"
                  : "call map_lookup_elem");
      case FRAME_POINTER -> Suggestion.of("change a copy", "r2 = r10", "r2 += -8");
      case UNKNOWN_HELPER ->
          Suggestion.of(
              "call a helper that this program type has; docs/helpers.md lists them",
              c ? "bpf_ktime_get_ns();" : "call ktime_get_ns");
      case INSTRUCTION_FORM ->
          Suggestion.of("use a form that the instruction set has", "r0 = (s8)r1");
      case DIVISION_BY_ZERO -> Suggestion.of("divide by another number", "r0 /= 2");
      case SHIFT_COUNT -> Suggestion.of("shift by less than the width of the operand", "r0 <<= 63");
      case REFERENCE ->
          Suggestion.of("refer to a map or function that the program has", "r1 = map ll");
      case INFINITE_LOOP ->
          Suggestion.of(
              "let every round change what the loop's condition reads",
              c ? "for (int i = 0; i < 64; i++) { ... }" : "r6 += 1");
      default ->
          Suggestion.of(
              "give loops a smaller bound, or let a helper make the rounds",
              c ? "bpf_loop(1000, step, &state, 0);" : "call loop");
    };
  }

  static Suggestion helpers(Refused refused, boolean c) {
    return switch (refused.check()) {
      case HELPER_ARGUMENT -> argument(refused, c);
      case MAP_TYPE ->
          Suggestion.of(
              "use the helpers of this type of map",
              c ? "bpf_map_push_elem(&queue, &value, 0);" : "call map_push_elem");
      case RELEASE ->
          Suggestion.of(
              "give back exactly what was got, once",
              c ? "bpf_ringbuf_submit(record, 0);" : "call ringbuf_submit");
      case UNRELEASED_REFERENCE ->
          Suggestion.of(
              "give it back on the way shown above too",
              c ? "bpf_ringbuf_discard(record, 0);" : "call ringbuf_discard");
      case SPIN_LOCK ->
          Suggestion.of(
              "hold one lock, for a few instructions, and drop it on every way",
              c ? "bpf_spin_unlock(&value->lock);" : "call spin_unlock");
      case DYNPTR ->
          Suggestion.of(
              "let a helper initialise 16 bytes of the stack, and only helpers use them",
              c ? "bpf_dynptr_from_mem(data, size, 0, &ptr);" : "call dynptr_from_mem");
      case CALLBACK -> Suggestion.of("return 0 to go on or 1 to stop", c ? "return 0;" : "r0 = 0");
      case TAIL_CALL ->
          Suggestion.of(
              "make tail calls from the program itself, with little stack in use",
              c ? "bpf_tail_call(ctx, &programs, 0);" : "call tail_call");
      default -> Suggestion.of("return a number", c ? "return 0;" : "r0 = 0");
    };
  }

  private static Suggestion argument(Refused refused, boolean c) {
    if (refused.message().contains(" has to be a map")) {
      return Suggestion.of(
          "pass the map itself",
          c ? "bpf_map_lookup_elem(&map, &key);" : refused.reg() + " = map ll");
    }
    if (refused.message().contains(" is a size ")) {
      return Suggestion.of(
          "check the size first", c ? "if (size > 64)" : "if " + refused.reg() + " > 64 goto out");
    }
    return Suggestion.of("pass what the helper's description in docs/helpers.md asks for");
  }
}
