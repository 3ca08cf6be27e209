package org.gpol.vm.call;

import static org.gpol.bpf.platform.ArgKind.CONST_MAP_PTR;
import static org.gpol.bpf.platform.ArgKind.CONST_SIZE;
import static org.gpol.bpf.platform.ArgKind.MAP_KEY;
import static org.gpol.bpf.platform.ArgKind.MAP_VALUE;
import static org.gpol.bpf.platform.ArgKind.MEM;
import static org.gpol.bpf.platform.ArgKind.SCALAR;
import static org.gpol.bpf.platform.ArgKind.UNINIT_MAP_VALUE;
import static org.gpol.bpf.platform.MapType.ARRAY;
import static org.gpol.bpf.platform.MapType.ARRAY_OF_MAPS;
import static org.gpol.bpf.platform.MapType.HASH;
import static org.gpol.bpf.platform.MapType.PERCPU_ARRAY;
import static org.gpol.bpf.platform.MapType.QUEUE;

import java.util.List;
import java.util.Set;
import org.gpol.bpf.platform.ArgKind;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.MapType;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.map.BpfMap;
import org.gpol.vm.memory.Region;

/**
 * The helpers that every program type may call, with Linux's numbers and semantics (linux/bpf.h).
 */
public final class GenericHelpers {
  private static final Set<MapType> KEYED = Set.of(HASH, ARRAY, PERCPU_ARRAY);

  private GenericHelpers() {}

  /** A table of all of them. */
  public static HelperTable table() {
    return new HelperTable(
        List.of(
            map(
                1,
                "map_lookup_elem",
                ReturnKind.MAP_VALUE_OR_NULL,
                lookupTypes(),
                GenericHelpers::lookup,
                MAP_KEY),
            map(
                2,
                "map_update_elem",
                ReturnKind.ERRNO,
                KEYED,
                GenericHelpers::update,
                MAP_KEY,
                MAP_VALUE,
                SCALAR),
            map(3, "map_delete_elem", ReturnKind.ERRNO, KEYED, GenericHelpers::delete, MAP_KEY),
            plain(5, "ktime_get_ns", ReturnKind.SCALAR, GenericHelpers::ktime),
            // As in Linux, the numbers to print are not checked: a format that names none needs
            // none.
            plain(6, "trace_printk", ReturnKind.ERRNO, TracePrintk::call, MEM, CONST_SIZE),
            plain(7, "get_prandom_u32", ReturnKind.SCALAR, GenericHelpers::random),
            plain(
                8,
                "get_smp_processor_id",
                ReturnKind.SCALAR,
                call -> call.environment().currentCpu()),
            map(
                87,
                "map_push_elem",
                ReturnKind.ERRNO,
                Set.of(QUEUE),
                GenericHelpers::push,
                MAP_VALUE,
                SCALAR),
            map(
                88,
                "map_pop_elem",
                ReturnKind.ERRNO,
                Set.of(QUEUE),
                GenericHelpers::pop,
                UNINIT_MAP_VALUE),
            map(
                89,
                "map_peek_elem",
                ReturnKind.ERRNO,
                Set.of(QUEUE),
                GenericHelpers::peek,
                UNINIT_MAP_VALUE)));
  }

  private static Set<MapType> lookupTypes() {
    return Set.of(HASH, ARRAY, PERCPU_ARRAY, ARRAY_OF_MAPS);
  }

  private static HelperBinding plain(
      int id, String name, ReturnKind returns, HelperBinding.Implementation body, ArgKind... args) {
    return new HelperBinding(HelperSignature.of(id, name, returns, args), body);
  }

  private static HelperBinding map(
      int id,
      String name,
      ReturnKind returns,
      Set<MapType> types,
      HelperBinding.Implementation body,
      ArgKind... afterMap) {
    List<ArgKind> args = new java.util.ArrayList<>(List.of(CONST_MAP_PTR));
    args.addAll(List.of(afterMap));
    return new HelperBinding(new HelperSignature(id, name, args, returns, types), body);
  }

  private static long lookup(HelperCall call) {
    BpfMap map = call.maps().at(call.r1());
    Region key = call.memory().region(call.r2());
    int offset = call.memory().checkedOffset(key, call.r2(), map.spec().keySize());
    return map.lookup(key.bytes(), offset, call.environment().currentCpu());
  }

  private static long update(HelperCall call) {
    BpfMap map = call.maps().at(call.r1());
    Region key = call.memory().region(call.r2());
    int keyOffset = call.memory().checkedOffset(key, call.r2(), map.spec().keySize());
    Region value = call.memory().region(call.r3());
    int valueOffset = call.memory().checkedOffset(value, call.r3(), map.spec().valueSize());
    int cpu = call.environment().currentCpu();
    return map.update(key.bytes(), keyOffset, value.bytes(), valueOffset, call.r4(), cpu);
  }

  private static long delete(HelperCall call) {
    BpfMap map = call.maps().at(call.r1());
    Region key = call.memory().region(call.r2());
    int offset = call.memory().checkedOffset(key, call.r2(), map.spec().keySize());
    return map.delete(key.bytes(), offset);
  }

  private static long push(HelperCall call) {
    BpfMap map = call.maps().at(call.r1());
    Region value = call.memory().region(call.r2());
    int offset = call.memory().checkedOffset(value, call.r2(), map.spec().valueSize());
    return map.push(value.bytes(), offset, call.r3());
  }

  private static long pop(HelperCall call) {
    BpfMap map = call.maps().at(call.r1());
    Region value = call.memory().writable(call.r2());
    int offset = call.memory().checkedOffset(value, call.r2(), map.spec().valueSize());
    return map.pop(value.bytes(), offset);
  }

  private static long peek(HelperCall call) {
    BpfMap map = call.maps().at(call.r1());
    Region value = call.memory().writable(call.r2());
    int offset = call.memory().checkedOffset(value, call.r2(), map.spec().valueSize());
    return map.peek(value.bytes(), offset);
  }

  private static long ktime(HelperCall call) {
    call.noteTimeObserved();
    return call.environment().ktimeNs();
  }

  private static long random(HelperCall call) {
    call.noteTimeObserved();
    return call.environment().randomU32() & 0xffff_ffffL;
  }
}
