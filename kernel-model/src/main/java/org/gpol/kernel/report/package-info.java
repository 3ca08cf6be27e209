/**
 * What a simulation measured and saw, as values: {@link org.gpol.kernel.report.SimulationResult}
 * and its parts, and {@link org.gpol.kernel.report.TraceListener}, the stream of scheduling events
 * from which traces are written and invariants checked. Times are nanoseconds of simulated time.
 * How they are shown to people or machines is decided elsewhere.
 */
package org.gpol.kernel.report;
