/**
 * Verification without following every way: states are merged where ways meet, and loops are looked
 * at as a whole. What is accepted here is safe; what is not accepted may be safe all the same, and
 * has to be explored path by path.
 */
package org.gpol.vm.verifier.summary;
