/** How fast the simulator is, beside an event loop that does nothing but the work itself. */
package org.gpol.benchmarks.simulator;
