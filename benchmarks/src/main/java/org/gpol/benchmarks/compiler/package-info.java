/**
 * What the compiler's code costs beside clang's for the same policies, and what compiling takes.
 */
package org.gpol.benchmarks.compiler;
