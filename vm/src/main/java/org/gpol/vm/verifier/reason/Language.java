package org.gpol.vm.verifier.reason;

import java.util.Locale;
import org.gpol.bpf.code.SourceLocation;

/** What a program was written in. */
enum Language {
  ASSEMBLY,
  C,
  GPOL;

  static Language of(SourceLocation location) {
    String file = location == null ? "" : location.file().toLowerCase(Locale.ROOT);
    if (file.endsWith(".gpol")) {
      return GPOL;
    }
    return file.endsWith(".c") || file.endsWith(".h") || file.endsWith(".cc") ? C : ASSEMBLY;
  }
}
