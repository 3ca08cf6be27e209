/**
 * The machine against its peers: the same programs in the interpreter, in Java as a person writes
 * it, in C, and in the running kernel, in one run and one table.
 */
package org.gpol.benchmarks.vm;
