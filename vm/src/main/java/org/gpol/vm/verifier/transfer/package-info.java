/**
 * What instructions do to what is known: arithmetic on sets of numbers, moves of pointers, memory,
 * branches and calls. Whether an instruction may be executed at all is asked of {@link
 * org.gpol.vm.verifier.check} first.
 */
package org.gpol.vm.verifier.transfer;
