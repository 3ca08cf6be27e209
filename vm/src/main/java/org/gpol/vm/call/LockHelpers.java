package org.gpol.vm.call;

import static org.gpol.bpf.platform.ArgKind.SPIN_LOCK_DROPPED;
import static org.gpol.bpf.platform.ArgKind.SPIN_LOCK_TAKEN;

import java.util.List;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.memory.MemoryViolation;
import org.gpol.vm.memory.Region;

/**
 * {@code bpf_spin_lock}. Programs of one machine never overlap, so nobody ever waits: a lock is a
 * flag that shows that locks are used as the verifier found.
 */
final class LockHelpers {
  private static final int BYTES = 4;

  private LockHelpers() {}

  static List<HelperBinding> helpers() {
    return List.of(
        HelperBinding.of(93, "long bpf_spin_lock(struct bpf_spin_lock *lock)")
            .takes(SPIN_LOCK_TAKEN)
            .summary(
                "Takes the lock of a map value. A program holds at most one lock, calls nothing while"
                    + " it does, and drops it before it ends.")
            .returns(ReturnKind.VOID, "")
            .since("5.1")
            .does(call -> set(call, 1)),
        HelperBinding.of(94, "long bpf_spin_unlock(struct bpf_spin_lock *lock)")
            .takes(SPIN_LOCK_DROPPED)
            .summary("Drops the lock of a map value.")
            .returns(ReturnKind.VOID, "")
            .since("5.1")
            .does(call -> set(call, 0)));
  }

  private static long set(HelperCall call, int state) {
    Region region = call.memory().region(call.r1());
    int at = call.memory().checkedOffset(region, call.r1(), BYTES);
    if (region.bytes()[at] == state) {
      throw new MemoryViolation(
          (state == 1 ? "a lock is taken twice in " : "a lock is dropped that is free in ")
              + region.name());
    }
    // No mutation is counted: the lock is as it was when the program ends.
    region.bytes()[at] = (byte) state;
    return 0;
  }
}
