package org.gpol.kernel.check;

import java.util.List;
import org.gpol.bpf.contract.Contract;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.TraceListener;

/**
 * Holds a run to one contract. A monitor hears the events of a run, speaks of the policy's tasks
 * only, and allocates nothing while nothing is violated. What the contracts mean is in
 * docs/contracts.md.
 */
public abstract class ContractMonitor implements TraceListener {
  /** Begins the names of the checks that are contracts. */
  public static final String PREFIX = "contract ";

  private final Finding finding;

  ContractMonitor(Contract contract) {
    finding = new Finding(PREFIX + contract.name(), false);
  }

  /**
   * The monitor of {@code contract}.
   *
   * @param boundNs what its bound is with the parameters of the run
   */
  public static ContractMonitor of(Contract contract, long boundNs, MonitoredTasks tasks) {
    if (contract instanceof Contract.LeadsTo leads) {
      return new LeadsToMonitor(leads, boundNs, tasks);
    }
    if (contract instanceof Contract.NeverIdle idle) {
      return new NeverIdleMonitor(idle, boundNs, tasks);
    }
    if (contract instanceof Contract.LagBelow lag) {
      return new LagMonitor(lag, boundNs, tasks);
    }
    return new PercentileMonitor((Contract.PercentileBelow) contract, boundNs, tasks);
  }

  final void violated(long timeNs, int task, String what) {
    finding.add(timeNs, task, what);
  }

  /** The verdict, after the end of the run. */
  public final CheckResult result() {
    return finding.result();
  }

  /** Whether any of {@code checks} that counts is no contract and was violated. */
  public static boolean modelViolated(List<CheckResult> checks) {
    return checks.stream().anyMatch(c -> !c.info() && !c.ok() && !c.check().startsWith(PREFIX));
  }
}
