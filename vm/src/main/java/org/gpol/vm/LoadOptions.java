package org.gpol.vm;

import java.util.List;
import java.util.Map;

/**
 * How to load an object.
 *
 * @param nrCpus CPUs of the machine that will run it, 1 to 1024
 * @param variables values for global variables by name, replacing those of the object; see {@link
 *     org.gpol.bpf.object.Variable}
 * @param tables numbers of 32 bits for read-only arrays by name, filled in where the object has
 *     such an array and as far as it goes
 * @param instructionBudget instructions that a single run may execute before it is stopped
 * @param engine what runs the programs
 * @param paranoid true if compiled programs are to check every access and follow every branch, as
 *     if the verifier had proved nothing
 */
public record LoadOptions(
    int nrCpus,
    Map<String, Long> variables,
    Map<String, List<Integer>> tables,
    long instructionBudget,
    EngineKind engine,
    boolean paranoid) {
  /** More than any verified program of a million verified instructions can sensibly need. */
  public static final long DEFAULT_BUDGET = 100_000_000;

  /** Checks the number of CPUs. */
  public LoadOptions {
    variables = Map.copyOf(variables);
    tables = Map.copyOf(tables);
    if (nrCpus < 1 || nrCpus > 1024) {
      throw new IllegalArgumentException(nrCpus + " CPUs");
    }
  }

  /** Trusting what the verifier proves. */
  public LoadOptions(
      int nrCpus, Map<String, Long> variables, long instructionBudget, EngineKind engine) {
    this(nrCpus, variables, Map.of(), instructionBudget, engine, false);
  }

  /** Without tables. */
  public LoadOptions(
      int nrCpus,
      Map<String, Long> variables,
      long instructionBudget,
      EngineKind engine,
      boolean paranoid) {
    this(nrCpus, variables, Map.of(), instructionBudget, engine, paranoid);
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
    return new LoadOptions(nrCpus, values, tables, instructionBudget, engine, paranoid);
  }

  /** The same on another engine. */
  public LoadOptions withEngine(EngineKind other) {
    return new LoadOptions(nrCpus, variables, tables, instructionBudget, other, paranoid);
  }

  /** The same, with every check made. */
  public LoadOptions withParanoia(boolean wanted) {
    return new LoadOptions(nrCpus, variables, tables, instructionBudget, engine, wanted);
  }

  /** The same with other tables. */
  public LoadOptions withTables(Map<String, List<Integer>> others) {
    return new LoadOptions(nrCpus, variables, others, instructionBudget, engine, paranoid);
  }
}
