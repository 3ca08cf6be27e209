package org.gpol.kernel.sim;

/**
 * Mean times in the system, in units of the mean service time, as textbooks have them (Kleinrock,
 * Queueing Systems, 1975 and 1976).
 */
final class QueueingTheory {
  private QueueingTheory() {}

  /** M/G/1, first come first served: Pollaczek and Khinchine. */
  static double singleServer(double load, double squaredVariation) {
    return 1 + load * (1 + squaredVariation) / (2 * (1 - load));
  }

  /** M/M/k, first come first served: Erlang's C. */
  static double manyServers(int servers, double load) {
    double offered = servers * load;
    double term = 1;
    double sum = 0;
    for (int i = 0; i < servers; i++) {
      sum += term;
      term *= offered / (i + 1);
    }
    double mustWait = term / (1 - load) / (sum + term / (1 - load));
    return 1 + mustWait / (servers * (1 - load));
  }

  /** M/G/1, processor sharing: whatever the service times are. */
  static double sharing(double load) {
    return 1 / (1 - load);
  }

  /**
   * M/M/1 with preemptive priorities.
   *
   * @param above load of the more urgent classes
   * @param own load of the class
   */
  static double priority(double above, double own) {
    return 1 / ((1 - above) * (1 - above - own));
  }
}
