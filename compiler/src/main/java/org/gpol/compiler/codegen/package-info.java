/**
 * From the intermediate representation to BPF instructions: selection into machine instructions on
 * virtual registers, liveness, allocation of R0 to R9 with spilling to the frame, and emission.
 * What comes out is meant to be followed by a verifier: results of lookups are compared with null
 * in the register that holds them, frame memory is addressed by R10 and a constant, loops are plain
 * back edges.
 */
package org.gpol.compiler.codegen;
