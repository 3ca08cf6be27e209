/** What compiling costs: the time that it takes, and when it has paid. */
package org.gpol.benchmarks.jit;
