package org.gpol.vm.call;

import static org.gpol.bpf.platform.ArgKind.ANYTHING;
import static org.gpol.bpf.platform.ArgKind.CONST_ALLOC_SIZE_OR_ZERO;
import static org.gpol.bpf.platform.ArgKind.CONST_MAP_PTR;
import static org.gpol.bpf.platform.ArgKind.CONST_SIZE_OR_ZERO;
import static org.gpol.bpf.platform.ArgKind.DYNPTR;
import static org.gpol.bpf.platform.ArgKind.MEM;
import static org.gpol.bpf.platform.ArgKind.RELEASED_RINGBUF_DYNPTR;
import static org.gpol.bpf.platform.ArgKind.UNINIT_DYNPTR;
import static org.gpol.bpf.platform.ArgKind.UNINIT_MEM;
import static org.gpol.bpf.platform.ArgKind.UNINIT_RINGBUF_DYNPTR;

import java.util.List;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.map.BpfMap;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.Region;

/** Memory whose size is known when the program runs, and not before. */
final class DynptrHelpers {
  private static final long U32 = 0xffff_ffffL;

  private DynptrHelpers() {}

  static List<HelperBinding> helpers() {
    return List.of(
        fromMem(), ringbufReserve(), ringbufSubmit(), ringbufDiscard(), read(), write(), data());
  }

  private static HelperBinding fromMem() {
    return HelperBinding.of(
            197,
            "long bpf_dynptr_from_mem(void *data, u32 size, u64 flags, struct bpf_dynptr *ptr)")
        .takes(UNINIT_MEM, CONST_SIZE_OR_ZERO, ANYTHING, UNINIT_DYNPTR)
        .summary(
            "Makes *ptr* stand for *size* bytes of a map value. *flags* must be 0. If it fails, *ptr*"
                + " is a dynptr all the same, whose every use fails.")
        .returns(ReturnKind.ERRNO, "0")
        .fails("E2BIG", "*size* is more than 16777215")
        .fails("EINVAL", "*flags* is not 0")
        .since("5.19")
        .does(
            call -> {
              Dynptr dynptr = new Dynptr(call.memory(), call.r4());
              long size = call.r2() & U32;
              dynptr.setNull();
              if (size > Dynptr.MAX_SIZE) {
                return Errno.E2BIG;
              }
              if (call.r3() != 0) {
                return Errno.EINVAL;
              }
              dynptr.set(Dynptr.Type.LOCAL, call.r1(), (int) size);
              return 0;
            });
  }

  private static HelperBinding ringbufReserve() {
    return HelperBinding.of(
            198,
            "long bpf_ringbuf_reserve_dynptr(void *ringbuf, u32 size, u64 flags, struct bpf_dynptr"
                + " *ptr)")
        .takes(CONST_MAP_PTR, ANYTHING, ANYTHING, UNINIT_RINGBUF_DYNPTR)
        .onMaps(RingBufferHelpers.RINGS)
        .summary(
            "Makes room for a record of *size* bytes in a ring buffer, which *ptr* stands for. *flags*"
                + " must be 0. Even if it fails, *ptr* has to be given back with"
                + " bpf_ringbuf_submit_dynptr or bpf_ringbuf_discard_dynptr.")
        .returns(ReturnKind.ERRNO, "0")
        .fails("EINVAL", "the buffer has no room, or *flags* is not 0")
        .fails("E2BIG", "*size* is more than 16777215")
        .since("5.19")
        .does(DynptrHelpers::reserve);
  }

  private static long reserve(HelperCall call) {
    call.noteTimeObserved();
    Dynptr dynptr = new Dynptr(call.memory(), call.r4());
    long size = call.r2() & U32;
    dynptr.setNull();
    if (call.r3() != 0) {
      return Errno.EINVAL;
    }
    if (size > Dynptr.MAX_SIZE) {
      return Errno.E2BIG;
    }
    BpfMap ring = call.maps().at(call.r1());
    long address = RingBufferHelpers.reserve(call, ring, size, 0);
    if (address == 0) {
      return Errno.EINVAL;
    }
    dynptr.set(Dynptr.Type.RINGBUF, address, (int) size);
    return 0;
  }

  private static HelperBinding ringbufSubmit() {
    return HelperBinding.of(
            199, "void bpf_ringbuf_submit_dynptr(struct bpf_dynptr *ptr, u64 flags)")
        .takes(RELEASED_RINGBUF_DYNPTR, ANYTHING)
        .summary(
            "Hands the record that *ptr* stands for to the reader; does nothing if there is none."
                + RingBufferHelpers.WAKEUPS)
        .returns(ReturnKind.VOID, "")
        .since("5.19")
        .does(call -> giveBack(call, true));
  }

  private static HelperBinding ringbufDiscard() {
    return HelperBinding.of(
            200, "void bpf_ringbuf_discard_dynptr(struct bpf_dynptr *ptr, u64 flags)")
        .takes(RELEASED_RINGBUF_DYNPTR, ANYTHING)
        .summary(
            "Gives up the record that *ptr* stands for; does nothing if there is none."
                + RingBufferHelpers.WAKEUPS)
        .returns(ReturnKind.VOID, "")
        .since("5.19")
        .does(call -> giveBack(call, false));
  }

  private static long giveBack(HelperCall call, boolean submit) {
    call.noteTimeObserved();
    Dynptr dynptr = new Dynptr(call.memory(), call.r1());
    if (dynptr.isNull()) {
      return 0;
    }
    long address = dynptr.address();
    BpfMap ring = RingBufferHelpers.ring(call, address);
    if (submit) {
      ring.submit(address, call.r2());
    } else {
      ring.discard(address, call.r2());
    }
    dynptr.setNull();
    return 0;
  }

  private static HelperBinding read() {
    return HelperBinding.of(
            201,
            "long bpf_dynptr_read(void *dst, u32 len, struct bpf_dynptr *src, u32 offset, u64"
                + " flags)")
        .takes(UNINIT_MEM, CONST_SIZE_OR_ZERO, DYNPTR, ANYTHING, ANYTHING)
        .summary(
            "Copies *len* bytes from *offset* on of what *src* stands for to *dst*. *flags* must be"
                + " 0. A call that fails copies nothing.")
        .returns(ReturnKind.ERRNO, "0")
        .fails("EINVAL", "*src* is null, or *flags* is not 0")
        .fails("E2BIG", "*src* has fewer than *offset* + *len* bytes")
        .since("5.19")
        .does(
            call -> {
              Dynptr source = new Dynptr(call.memory(), call.r3());
              long length = call.r2() & U32;
              long offset = call.r4() & U32;
              if (source.isNull() || call.r5() != 0) {
                return Errno.EINVAL;
              }
              if (!source.contains(offset, length)) {
                return Errno.E2BIG;
              }
              copy(call.memory(), source.address(offset), call.r1(), (int) length);
              return 0;
            });
  }

  private static HelperBinding write() {
    return HelperBinding.of(
            202,
            "long bpf_dynptr_write(struct bpf_dynptr *dst, u32 offset, void *src, u32 len, u64"
                + " flags)")
        .takes(DYNPTR, ANYTHING, MEM, CONST_SIZE_OR_ZERO, ANYTHING)
        .summary(
            "Copies *len* bytes from *src* to *offset* and beyond of what *dst* stands for. *flags*"
                + " must be 0.")
        .returns(ReturnKind.ERRNO, "0")
        .fails("EINVAL", "*dst* is null or read-only, or *flags* is not 0")
        .fails("E2BIG", "*dst* has fewer than *offset* + *len* bytes")
        .since("5.19")
        .does(
            call -> {
              Dynptr target = new Dynptr(call.memory(), call.r1());
              long offset = call.r2() & U32;
              long length = call.r4() & U32;
              if (target.isNull() || target.readOnly()) {
                return Errno.EINVAL;
              }
              if (!target.contains(offset, length)) {
                return Errno.E2BIG;
              }
              if (call.r5() != 0) {
                return Errno.EINVAL;
              }
              copy(call.memory(), call.r3(), target.address(offset), (int) length);
              return 0;
            });
  }

  private static HelperBinding data() {
    return HelperBinding.of(
            203, "void *bpf_dynptr_data(struct bpf_dynptr *ptr, u32 offset, u32 len)")
        .takes(DYNPTR, ANYTHING, CONST_ALLOC_SIZE_OR_ZERO)
        .summary(
            "The *len* bytes from *offset* on of what *ptr* stands for, in place. *len* is a number"
                + " known when the program is loaded.")
        .returns(ReturnKind.DYNPTR_MEM_OR_NULL, "The address of the bytes")
        .fails("NULL", "*ptr* is null or read-only, or has fewer than *offset* + *len* bytes")
        .since("5.19")
        .does(
            call -> {
              Dynptr dynptr = new Dynptr(call.memory(), call.r1());
              long offset = call.r2() & U32;
              boolean inside = dynptr.contains(offset, call.r3() & U32);
              boolean usable = inside && !dynptr.isNull() && !dynptr.readOnly();
              return usable ? dynptr.address(offset) : 0;
            });
  }

  private static void copy(AddressSpace memory, long from, long to, int length) {
    Region source = memory.region(from);
    int sourceAt = memory.checkedOffset(source, from, length);
    Region target = memory.writable(to);
    int targetAt = memory.checkedOffset(target, to, length);
    System.arraycopy(source.bytes(), sourceAt, target.bytes(), targetAt, length);
  }
}
