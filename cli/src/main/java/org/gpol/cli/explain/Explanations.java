package org.gpol.cli.explain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.gpol.bpf.GpolBug;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.vm.verifier.check.SafetyCheck;

/** Finds entries. An entry begins with a line {@code # CODE: what it says in a few words}. */
public final class Explanations {
  private Explanations() {}

  /** The codes that have an entry: the compiler's, then the verifier's. */
  public static List<String> codes() {
    return Stream.concat(
            Arrays.stream(DiagnosticCode.values()).map(DiagnosticCode::id),
            Arrays.stream(SafetyCheck.values()).map(SafetyCheck::name))
        .filter(code -> Explanations.class.getResource(file(code)) != null)
        .toList();
  }

  /** The entry of {@code code}, however its letters are written; {@code -} stands for {@code _}. */
  public static Optional<String> text(String code) {
    String wanted = code.toUpperCase(Locale.ROOT).replace('-', '_');
    return codes().stream().filter(wanted::equals).findFirst().map(Explanations::read);
  }

  /** What an entry says in a few words. */
  public static String title(String code) {
    String text = read(code);
    String heading = "# " + code + ": ";
    if (!text.startsWith(heading)) {
      throw new GpolBug("the entry of " + code + " does not begin with its code");
    }
    return text.substring(heading.length(), text.indexOf('\n'));
  }

  private static String read(String code) {
    try (InputStream in = Explanations.class.getResourceAsStream(file(code))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new GpolBug("the entry of " + code + " cannot be read: " + e.getMessage());
    }
  }

  private static String file(String code) {
    return code + ".md";
  }
}
