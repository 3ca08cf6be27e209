package org.gpol.vm.verifier.reason;

import java.util.List;

/**
 * What a person needs to understand a rejection.
 *
 * @param instruction the refused one, as in a disassembly
 * @param subject what it was about to touch, in terms of the source: a map, a variable, a field of
 *     the context; empty if that is not known
 * @param path the instructions that led there and matter, in the order of execution
 * @param suggestion what to do, in a sentence
 * @param code what to write, line by line, in the language that the program came from
 */
public record Explanation(
    String instruction,
    String subject,
    List<CausalStep> path,
    String suggestion,
    List<String> code) {
  /** Copies the lists. */
  public Explanation {
    path = List.copyOf(path);
    code = List.copyOf(code);
  }
}
