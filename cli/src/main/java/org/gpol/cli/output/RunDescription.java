package org.gpol.cli.output;

import java.util.Map;
import org.gpol.kernel.model.Topology;

/**
 * What was run, for the head of every output.
 *
 * @param parameters of the policy by name, as people write them
 * @param workload its name
 * @param replay the command line that does the same again
 */
public record RunDescription(
    String version,
    String policy,
    Map<String, String> parameters,
    String workload,
    String topologySpec,
    Topology topology,
    long seed,
    String engine,
    String replay) {}
