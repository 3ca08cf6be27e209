/**
 * The encyclopaedia of errors: an entry for what the compiler or the verifier may say, each a file
 * among the resources named after its code, with examples that tests hold to what it says.
 */
package org.gpol.cli.explain;
