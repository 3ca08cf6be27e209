package org.gpol.bpf.platform;

import java.util.ArrayList;
import java.util.List;

/**
 * A helper as its users read of it.
 *
 * @param prototype how C declares it, without a semicolon, e.g. {@code long
 *     bpf_map_delete_elem(void *map, const void *key)}
 * @param summary what it does, in one paragraph
 * @param returns what a call that succeeds leaves in R0; empty if nothing
 * @param errors how it fails
 * @param since the Linux version that has it from; empty for a helper that Linux does not have
 */
public record HelperDoc(
    String prototype, String summary, String returns, List<Failure> errors, String since) {
  /** Nothing is written of the helper. */
  public static final HelperDoc NONE = new HelperDoc("", "", "", List.of(), "");

  /**
   * A way to fail.
   *
   * @param name of the error number, e.g. {@code EINVAL}; or {@code NULL}
   * @param when it is returned
   */
  public record Failure(String name, String when) {}

  /** Copies the list. */
  public HelperDoc {
    errors = List.copyOf(errors);
  }

  /** The name of the function in the prototype, e.g. {@code bpf_map_delete_elem}. */
  public String function() {
    String head = prototype.substring(0, prototype.indexOf('('));
    return head.substring(1 + Math.max(head.lastIndexOf(' '), head.lastIndexOf('*')));
  }

  /** The names of the parameters, in order; {@code ...} stands for any more. */
  public List<String> parameters() {
    String list = prototype.substring(prototype.indexOf('(') + 1, prototype.lastIndexOf(')'));
    List<String> names = new ArrayList<>();
    for (String parameter : list.split(",", -1)) {
      String trimmed = parameter.strip();
      if (!trimmed.equals("void")) {
        names.add(
            trimmed.substring(1 + Math.max(trimmed.lastIndexOf(' '), trimmed.lastIndexOf('*'))));
      }
    }
    return names;
  }
}
