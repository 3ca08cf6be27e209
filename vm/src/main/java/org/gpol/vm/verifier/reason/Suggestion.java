package org.gpol.vm.verifier.reason;

import java.util.List;

/**
 * What to do about a rejection.
 *
 * @param text a sentence
 * @param code what to write, line by line; empty if that depends on too much
 */
record Suggestion(String text, List<String> code) {
  static Suggestion of(String text, String... code) {
    return new Suggestion(text, List.of(code));
  }
}
