/**
 * What verification proved about the instructions of a program, in terms that an engine can use:
 * the one thing that the verifier hands to engines, which know nothing else of each other.
 */
package org.gpol.vm.proof;
