package org.gpol.vm;

import java.util.Map;

/**
 * How to load an object.
 *
 * @param nrCpus CPUs of the machine that will run it, 1 to 1024
 * @param variables values for global variables by name, replacing those of the object; see {@link
 *     org.gpol.bpf.object.Variable}
 * @param instructionBudget instructions that a single run may execute before it is stopped
 * @param engine what runs the programs
 * @param paranoid true if compiled programs are to check every access and follow every branch, as
 *     if the verifier had proved nothing
 */
public record LoadOptions(
    int nrCpus,
    Map<String, Long> variables,
    long instructionBudget,
    EngineKind engine,
    boolean paranoid) {
  /** More than any verified program of a million verified instructions can sensibly need. */
  public static final long DEFAULT_BUDGET = 100_000_000;

  /** Checks the number of CPUs. */
  public LoadOptions {
    variables = Map.copyOf(variables);
    if (nrCpus < 1 || nrCpus > 1024) {
      throw new IllegalArgumentException(nrCpus + " CPUs");
    }
  }

  /** Trusting what the verifier proves. */
  public LoadOptions(
      int nrCpus, Map<String, Long> variables, long instructionBudget, EngineKind engine) {
    this(nrCpus, variables, instructionBudget, engine, false);
  }

  /** For the engine that suits each program. */
  public LoadOptions(int nrCpus, Map<String, Long> variables, long instructionBudget) {
    this(nrCpus, variables, instructionBudget, EngineKind.ADAPTIVE);
  }

  /** For {@code nrCpus} CPUs, with the object's own values. */
  public static LoadOptions forCpus(int nrCpus) {
    return new LoadOptions(nrCpus, Map.of(), DEFAULT_BUDGET);
  }

  /** The same with other values for variables. */
  public LoadOptions withVariables(Map<String, Long> values) {
    return new LoadOptions(nrCpus, values, instructionBudget, engine, paranoid);
  }

  /** The same on another engine. */
  public LoadOptions withEngine(EngineKind other) {
    return new LoadOptions(nrCpus, variables, instructionBudget, other, paranoid);
  }

  /** The same, with every check made. */
  public LoadOptions withParanoia(boolean wanted) {
    return new LoadOptions(nrCpus, variables, instructionBudget, engine, wanted);
  }
}
