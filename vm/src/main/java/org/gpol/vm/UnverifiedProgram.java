package org.gpol.vm;

import java.util.List;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.object.Variable;
import org.gpol.vm.verifier.VerifierInput;

/**
 * A program that nobody has looked at yet.
 *
 * @param program with what it takes from the platform resolved
 * @param input what the verifier has to know
 * @param variables of its object
 * @param types of its object
 */
public record UnverifiedProgram(
    Program program, VerifierInput input, List<Variable> variables, BtfTable types) {
  /** Copies the list. */
  public UnverifiedProgram {
    variables = List.copyOf(variables);
  }
}
