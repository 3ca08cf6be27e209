package org.gpol.kernel.workload;

/**
 * A workload that cannot be used as it stands: malformed, contradictory, or asking for something
 * that is not supported. The fault is always in the input; {@link #getMessage} is one line of the
 * form {@code file:line:col: message (hint)}.
 */
public final class WorkloadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient SourcePosition position;
  private final String problem;
  private final String hint;

  /**
   * A fault without a place, such as a workload that does not fit the topology.
   *
   * @param problem what is wrong, one line
   * @param hint what to do about it, one line, or empty
   */
  public WorkloadException(String problem, String hint) {
    this(null, problem, hint);
  }

  /**
   * A fault at a place in a file.
   *
   * @param position where, or null when the input has no places
   * @param problem what is wrong, one line
   * @param hint what to do about it, one line, or empty
   */
  public WorkloadException(SourcePosition position, String problem, String hint) {
    super(render(position, problem, hint));
    this.position = position;
    this.problem = problem;
    this.hint = hint;
  }

  private static String render(SourcePosition position, String problem, String hint) {
    String text = position == null ? problem : position + ": " + problem;
    return hint.isEmpty() ? text : text + " (" + hint + ")";
  }

  /** Where the fault is, or null if it has no place in a file. */
  public SourcePosition position() {
    return position;
  }

  /** What is wrong, without place and hint. */
  public String problem() {
    return problem;
  }

  /** How to repair it; empty if there is nothing to suggest. */
  public String hint() {
    return hint;
  }
}
