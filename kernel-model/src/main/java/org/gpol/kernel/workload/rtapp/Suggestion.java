package org.gpol.kernel.workload.rtapp;

import java.util.Collection;
import org.gpol.bpf.text.Spelling;

/** What to say to somebody who wrote a name that is not known. */
final class Suggestion {

  /** A longer name is near nothing, and comparing it would take long. */
  private static final int LONGEST = 40;

  private Suggestion() {}

  /** A hint such as {@code did you mean `loop`?}, or the names there are if none is near. */
  static String hint(String written, Collection<String> known) {
    String start = written.substring(0, Math.min(LONGEST, written.length()));
    return Spelling.nearest(start, known)
        .map(near -> "did you mean `" + near + "`?")
        .orElse("known here: " + String.join(", ", known));
  }
}
