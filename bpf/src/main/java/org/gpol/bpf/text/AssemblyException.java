package org.gpol.bpf.text;

import java.util.List;
import java.util.stream.Collectors;

/** Text that is no program; carries every mistake found. */
public final class AssemblyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<AssemblyError> errors;

  AssemblyException(List<AssemblyError> errors) {
    super(errors.stream().map(AssemblyError::toString).collect(Collectors.joining("\n")));
    this.errors = List.copyOf(errors);
  }

  /** In the order of the text; at least one. */
  public List<AssemblyError> errors() {
    return errors;
  }
}
