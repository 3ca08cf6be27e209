/** Runs as Perfetto's traces have them, and what other trace formats need too. */
package org.gpol.kernel.trace;
