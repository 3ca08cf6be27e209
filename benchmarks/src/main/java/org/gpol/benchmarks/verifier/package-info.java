/**
 * The verifier against the running kernel's: the same programs before both, in one run and one
 * table.
 */
package org.gpol.benchmarks.verifier;
