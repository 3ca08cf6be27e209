package org.gpol.vm.verifier.summary;

import java.util.BitSet;

/**
 * A loop with a single entry.
 *
 * @param head the instruction at which it is entered and to which it comes back
 * @param body its instructions, the head among them
 */
record Loop(int head, BitSet body) {
  boolean contains(int index) {
    return body.get(index);
  }
}
