package org.gpol.vm;

import java.util.List;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.object.Variable;
import org.gpol.vm.verifier.Rejection;
import org.gpol.vm.verifier.Verifier;
import org.gpol.vm.verifier.VerifierInput;
import org.gpol.vm.verifier.reason.Explanation;

/** A program of the object that the verifier refuses. */
public final class VerifierRejection extends Exception {
  private static final long serialVersionUID = 1L;

  private final String program;
  private final transient Rejection rejection;

  private final transient VerifierInput input;
  private final transient List<Variable> variables;
  private final transient BtfTable types;

  VerifierRejection(
      String program,
      Rejection rejection,
      VerifierInput input,
      List<Variable> variables,
      BtfTable types) {
    super("program `" + program + "` is rejected: " + rejection.message());
    this.program = program;
    this.rejection = rejection;
    this.input = input;
    this.variables = variables;
    this.types = types;
  }

  /** The program's name. */
  public String program() {
    return program;
  }

  /** The section that it is in, which says where it attaches. */
  public String section() {
    return input.type().section();
  }

  /** Why, and where. */
  public Rejection rejection() {
    return rejection;
  }

  /** What led there, in terms of the source; verifies the program once more. */
  public Explanation explain() {
    return Verifier.explain(input, variables, types);
  }
}
