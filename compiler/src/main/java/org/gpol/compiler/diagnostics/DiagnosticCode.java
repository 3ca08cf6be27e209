package org.gpol.compiler.diagnostics;

/**
 * Every kind of diagnostic, with an id that never changes its meaning. E00xx is about text and
 * syntax, E01xx names, E02xx types, E03xx optionals, references and tasks, E04xx loops, calls and
 * flow, E05xx declarations, E06xx contracts, E09xx what is not supported yet; W0xxx are warnings.
 */
public enum DiagnosticCode {
  SYNTAX("E0001", Severity.ERROR),
  BAD_TOKEN("E0002", Severity.ERROR),
  TOO_DEEP("E0003", Severity.ERROR),
  UNBALANCED("E0004", Severity.ERROR),
  TOO_LARGE("E0005", Severity.ERROR),
  BAD_NUMBER("E0006", Severity.ERROR),

  UNKNOWN_NAME("E0101", Severity.ERROR),
  UNKNOWN_TYPE("E0102", Severity.ERROR),
  UNKNOWN_FIELD("E0103", Severity.ERROR),
  UNKNOWN_METHOD("E0104", Severity.ERROR),
  UNKNOWN_HOOK("E0105", Severity.ERROR),
  DUPLICATE_NAME("E0106", Severity.ERROR),
  NOT_THAT_KIND("E0107", Severity.ERROR),

  TYPE_MISMATCH("E0201", Severity.ERROR),
  BAD_OPERANDS("E0202", Severity.ERROR),
  SIGN_MISMATCH("E0203", Severity.ERROR),
  LITERAL_RANGE("E0204", Severity.ERROR),
  BAD_CAST("E0205", Severity.ERROR),
  ARGUMENT_COUNT("E0206", Severity.ERROR),
  NOT_CONSTANT("E0207", Severity.ERROR),
  NOT_ASSIGNABLE("E0208", Severity.ERROR),
  MISSING_FIELD("E0209", Severity.ERROR),
  INDEX_RANGE("E0210", Severity.ERROR),
  BAD_FORMAT("E0211", Severity.ERROR),

  OPTIONAL_NOT_OPENED("E0301", Severity.ERROR),
  NOT_OPTIONAL("E0302", Severity.ERROR),
  ELSE_FALLS_THROUGH("E0303", Severity.ERROR),
  RESULT_UNUSED("E0304", Severity.ERROR),
  REFERENCE_ESCAPES("E0305", Severity.ERROR),
  TASK_LOST("E0310", Severity.ERROR),
  TASK_USED_TWICE("E0311", Severity.ERROR),
  TASK_FAILURE_IGNORED("E0312", Severity.ERROR),
  TASK_MISUSED("E0313", Severity.ERROR),

  LOOP_UNBOUNDED("E0401", Severity.ERROR),
  OUTSIDE_LOOP("E0402", Severity.ERROR),
  RECURSION("E0403", Severity.ERROR),
  TOO_MANY_PARAMETERS("E0404", Severity.ERROR),
  MISSING_RETURN("E0405", Severity.ERROR),
  MATCH_NOT_EXHAUSTIVE("E0406", Severity.ERROR),
  MATCH_DUPLICATE("E0407", Severity.ERROR),
  STACK_TOO_LARGE("E0409", Severity.ERROR),
  CALLS_TOO_DEEP("E0410", Severity.ERROR),
  HELPER_PLACE("E0411", Severity.ERROR),

  POLICY_NAME("E0501", Severity.ERROR),
  PARAM_RANGE("E0502", Severity.ERROR),
  BAD_SIZE("E0503", Severity.ERROR),
  RECURSIVE_TYPE("E0504", Severity.ERROR),
  NO_HANDLER("E0505", Severity.ERROR),
  PRELUDE_ONLY("E0506", Severity.ERROR),
  IMPORT("E0507", Severity.ERROR),

  CONTRACT_FORM("E0601", Severity.ERROR),
  CONTRACT_VARIABLE("E0602", Severity.ERROR),
  CONTRACT_BOUND("E0603", Severity.ERROR),

  TEST_STATEMENT("E0701", Severity.ERROR),
  TEST_NAME("E0702", Severity.ERROR),

  UNSUPPORTED("E0901", Severity.ERROR),

  UNUSED("W0001", Severity.WARNING),
  SHADOWED("W0002", Severity.WARNING),
  UNREACHABLE("W0003", Severity.WARNING),
  UNHANDLED_MESSAGE("W0004", Severity.WARNING),
  DIVISION_BY_ZERO("W0005", Severity.WARNING);

  private final String id;
  private final Severity severity;

  DiagnosticCode(String id, Severity severity) {
    this.id = id;
    this.severity = severity;
  }

  /** The stable id, e.g. {@code E0201}. */
  public String id() {
    return id;
  }

  public Severity severity() {
    return severity;
  }
}
