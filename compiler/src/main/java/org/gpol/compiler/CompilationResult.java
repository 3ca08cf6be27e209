package org.gpol.compiler;

import java.util.List;
import java.util.Optional;
import org.gpol.bpf.contract.Contract;
import org.gpol.bpf.object.BpfObject;
import org.gpol.compiler.checked.PolicyTest;
import org.gpol.compiler.coverage.CoverageMap;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.ir.IrModule;

/**
 * What became of a policy.
 *
 * @param diagnostics in the order of the source; warnings also where there is an object
 * @param object absent exactly if there were errors
 * @param ir what code was generated from; absent if the policy was not understood
 * @param contracts what every run of the policy must keep; not part of the object
 * @param tests that stand in it; not part of the object
 * @param coverage what the counters in the object count; absent if it has none
 */
public record CompilationResult(
    List<Diagnostic> diagnostics,
    Optional<BpfObject> object,
    Optional<IrModule> ir,
    List<Contract> contracts,
    List<PolicyTest> tests,
    Optional<CoverageMap> coverage) {
  /** Copies the lists. */
  public CompilationResult {
    diagnostics = List.copyOf(diagnostics);
    contracts = List.copyOf(contracts);
    tests = List.copyOf(tests);
  }
}
