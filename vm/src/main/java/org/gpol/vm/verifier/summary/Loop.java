package org.gpol.vm.verifier.summary;

import java.util.BitSet;
import org.gpol.bpf.platform.CallbackKind;

/**
 * A loop with a single entry; or a helper that calls back, which goes round as well: from the call
 * into the function and from its end back to the call.
 *
 * @param head the instruction at which it is entered and to which it comes back
 * @param body its instructions, the head among them
 * @param callback how the helper at the head calls back; NONE if it is a loop of the program
 */
record Loop(int head, BitSet body, CallbackKind callback) {
  /** The rounds of the helper at {@code call}. */
  static Loop ofHelper(int call, CallbackKind callback) {
    BitSet body = new BitSet();
    body.set(call);
    return new Loop(call, body, callback);
  }

  boolean contains(int index) {
    return body.get(index);
  }

  boolean callsBack() {
    return callback != CallbackKind.NONE;
  }
}
