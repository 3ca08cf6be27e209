package org.gpol.vm.call;

import static org.gpol.bpf.platform.ArgKind.ANYTHING;
import static org.gpol.bpf.platform.ArgKind.CONST_ALLOC_SIZE_OR_ZERO;
import static org.gpol.bpf.platform.ArgKind.CONST_MAP_PTR;
import static org.gpol.bpf.platform.ArgKind.CONST_SIZE_OR_ZERO;
import static org.gpol.bpf.platform.ArgKind.MEM;
import static org.gpol.bpf.platform.ArgKind.RELEASED_RINGBUF_MEM;
import static org.gpol.bpf.platform.MapType.RINGBUF;

import java.util.List;
import java.util.Set;
import org.gpol.bpf.platform.MapType;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.map.BpfMap;
import org.gpol.vm.memory.MemoryViolation;
import org.gpol.vm.memory.Region;

/** Records in ring buffers. Whatever goes to a reader must go there on every run. */
final class RingBufferHelpers {
  static final Set<MapType> RINGS = Set.of(RINGBUF);

  static final String WAKEUPS =
      " *flags* is 0 to wake the reader when it has read all that was there before,"
          + " BPF_RB_NO_WAKEUP (1) or BPF_RB_FORCE_WAKEUP (2).";

  private RingBufferHelpers() {}

  static List<HelperBinding> helpers() {
    return List.of(output(), reserve(), submit(), discard(), query());
  }

  private static HelperBinding output() {
    return HelperBinding.of(
            130, "long bpf_ringbuf_output(void *ringbuf, void *data, u64 size, u64 flags)")
        .takes(CONST_MAP_PTR, MEM, CONST_SIZE_OR_ZERO, ANYTHING)
        .onMaps(RINGS)
        .summary("Copies *size* bytes into a ring buffer as one record." + WAKEUPS)
        .returns(ReturnKind.ERRNO, "0")
        .fails("EAGAIN", "the buffer has no room")
        .fails("EINVAL", "there are no such flags")
        .since("5.8")
        .does(
            call -> {
              call.noteTimeObserved();
              Region data = call.memory().region(call.r2());
              int at = call.memory().checkedOffset(data, call.r2(), (int) call.r3());
              BpfMap ring = call.maps().at(call.r1());
              return ring.output(data.bytes(), at, call.r3(), call.r4());
            });
  }

  private static HelperBinding reserve() {
    return HelperBinding.of(131, "void *bpf_ringbuf_reserve(void *ringbuf, u64 size, u64 flags)")
        .takes(CONST_MAP_PTR, CONST_ALLOC_SIZE_OR_ZERO, ANYTHING)
        .onMaps(RINGS)
        .summary(
            "Makes room for a record of *size* bytes, a number known when the program is loaded. The"
                + " program writes the record and gives it back with bpf_ringbuf_submit or"
                + " bpf_ringbuf_discard. *flags* must be 0.")
        .returns(ReturnKind.RINGBUF_MEM_OR_NULL, "The address of the record")
        .fails("NULL", "the buffer has no room, or *flags* is not 0")
        .since("5.8")
        .does(
            call -> {
              call.noteTimeObserved();
              return reserve(call, call.maps().at(call.r1()), call.r2(), call.r3());
            });
  }

  /** Reserves a record and remembers where it belongs, which the address alone does not say. */
  static long reserve(HelperCall call, BpfMap ring, long size, long flags) {
    long address = ring.reserve(size, flags);
    if (address != 0) {
      call.state().noteRecord(ring, address);
    }
    return address;
  }

  private static HelperBinding submit() {
    return HelperBinding.of(132, "void bpf_ringbuf_submit(void *data, u64 flags)")
        .takes(RELEASED_RINGBUF_MEM, ANYTHING)
        .summary("Hands a reserved record to the reader." + WAKEUPS)
        .returns(ReturnKind.VOID, "")
        .since("5.8")
        .does(
            call -> {
              call.noteTimeObserved();
              ring(call, call.r1()).submit(call.r1(), call.r2());
              return 0;
            });
  }

  private static HelperBinding discard() {
    return HelperBinding.of(133, "void bpf_ringbuf_discard(void *data, u64 flags)")
        .takes(RELEASED_RINGBUF_MEM, ANYTHING)
        .summary("Gives up a reserved record, which the reader skips." + WAKEUPS)
        .returns(ReturnKind.VOID, "")
        .since("5.8")
        .does(
            call -> {
              call.noteTimeObserved();
              ring(call, call.r1()).discard(call.r1(), call.r2());
              return 0;
            });
  }

  /** The ring buffer of the record at {@code address}. */
  static BpfMap ring(HelperCall call, long address) {
    BpfMap ring = call.state().ringOf(address);
    if (ring == null) {
      throw new MemoryViolation("address 0x" + Long.toHexString(address) + " is no record");
    }
    return ring;
  }

  private static HelperBinding query() {
    return HelperBinding.of(134, "u64 bpf_ringbuf_query(void *ringbuf, u64 flags)")
        .takes(CONST_MAP_PTR, ANYTHING)
        .onMaps(RINGS)
        .summary(
            "Asks how a ring buffer stands: BPF_RB_AVAIL_DATA (0) the bytes not read yet,"
                + " BPF_RB_RING_SIZE (1) its size, BPF_RB_CONS_POS (2) the reader's position,"
                + " BPF_RB_PROD_POS (3) the writers' position.")
        .returns(ReturnKind.SCALAR, "What is asked for; 0 for other *flags*")
        .since("5.8")
        .does(
            call -> {
              call.noteTimeObserved();
              return call.maps().at(call.r1()).query(call.r2());
            });
  }
}
