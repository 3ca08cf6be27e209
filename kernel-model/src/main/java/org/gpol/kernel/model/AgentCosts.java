package org.gpol.kernel.model;

/**
 * What the model charges agents for, beside what their programs charge themselves. The defaults
 * come from the ghOSt paper (SOSP 2021, table 3), as far as it measured them.
 *
 * @param stepNs one round of an agent's program; keeps an agent that polls from standing still, at
 *     least 1
 * @param messageNs taking a message out of a queue; 265 ns is its delivery to a global agent
 * @param localCommitNs committing for the agent's own CPU; 289 ns is the paper's 888 without the
 *     context switch, which is charged by itself
 * @param remoteCommitNs the first remote transaction of a commit, 668 ns
 * @param groupedCommitNs each further one; 366 ns makes the paper's 3,964 for ten
 * @param syscallNs any other system call, 72 ns
 */
public record AgentCosts(
    long stepNs,
    long messageNs,
    long localCommitNs,
    long remoteCommitNs,
    long groupedCommitNs,
    long syscallNs) {

  /** The defaults. */
  public static final AgentCosts DEFAULT = new AgentCosts(100, 265, 289, 668, 366, 72);

  /** Next to nothing, for tests of logic. */
  public static final AgentCosts LEAST = new AgentCosts(1, 0, 0, 0, 0, 0);

  /** Checks the ranges. */
  public AgentCosts {
    if (stepNs < 1) {
      throw new IllegalArgumentException("a round of an agent takes at least 1 ns, not " + stepNs);
    }
    if (Math.min(messageNs, syscallNs) < 0
        || Math.min(localCommitNs, Math.min(remoteCommitNs, groupedCommitNs)) < 0) {
      throw new IllegalArgumentException("a cost is negative");
    }
  }
}
