package org.gpol.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.gpol.kernel.model.EevdfTunables;
import org.gpol.kernel.model.FairSettings;
import org.gpol.kernel.model.FairTunables;
import org.gpol.kernel.model.Topology;

/** The kernel's own fair class, which can stand where a policy is asked for. */
enum Baseline {
  CFS {
    @Override
    FairSettings settings(Topology topology) {
      return FairTunables.forCpus(topology.cpus());
    }
  },
  EEVDF {
    @Override
    FairSettings settings(Topology topology) {
      return EevdfTunables.DEFAULT;
    }
  };

  /** The class with its usual tunables for a machine. */
  abstract FairSettings settings(Topology topology);

  /** As people write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that is called so. */
  static Optional<Baseline> of(String word) {
    return Arrays.stream(values()).filter(baseline -> baseline.word().equals(word)).findFirst();
  }
}
