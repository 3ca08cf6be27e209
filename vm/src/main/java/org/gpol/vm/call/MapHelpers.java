package org.gpol.vm.call;

import static org.gpol.bpf.platform.ArgKind.ANYTHING;
import static org.gpol.bpf.platform.ArgKind.CONST_MAP_PTR;
import static org.gpol.bpf.platform.ArgKind.FUNCTION;
import static org.gpol.bpf.platform.ArgKind.MAP_KEY;
import static org.gpol.bpf.platform.ArgKind.MAP_VALUE;
import static org.gpol.bpf.platform.ArgKind.STACK_OR_NULL;
import static org.gpol.bpf.platform.ArgKind.UNINIT_MAP_VALUE;
import static org.gpol.bpf.platform.MapType.ARRAY;
import static org.gpol.bpf.platform.MapType.ARRAY_OF_MAPS;
import static org.gpol.bpf.platform.MapType.BLOOM_FILTER;
import static org.gpol.bpf.platform.MapType.HASH;
import static org.gpol.bpf.platform.MapType.HASH_OF_MAPS;
import static org.gpol.bpf.platform.MapType.LPM_TRIE;
import static org.gpol.bpf.platform.MapType.LRU_HASH;
import static org.gpol.bpf.platform.MapType.LRU_PERCPU_HASH;
import static org.gpol.bpf.platform.MapType.PERCPU_ARRAY;
import static org.gpol.bpf.platform.MapType.PERCPU_HASH;
import static org.gpol.bpf.platform.MapType.QUEUE;
import static org.gpol.bpf.platform.MapType.STACK;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.bpf.platform.MapType;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.map.BpfMap;
import org.gpol.vm.memory.Region;

/** Reading and writing maps. Which types each takes is check_map_func_compatibility's list. */
final class MapHelpers {
  private static final Set<MapType> PERCPU = EnumSet.of(PERCPU_ARRAY, PERCPU_HASH, LRU_PERCPU_HASH);
  private static final Set<MapType> VISITED =
      EnumSet.of(HASH, LRU_HASH, PERCPU_HASH, LRU_PERCPU_HASH, ARRAY, PERCPU_ARRAY);
  private static final Set<MapType> KEYED = with(VISITED, LPM_TRIE);
  private static final Set<MapType> LOOKED_UP = with(KEYED, ARRAY_OF_MAPS, HASH_OF_MAPS);
  private static final Set<MapType> LINES = EnumSet.of(QUEUE, STACK);
  private static final Set<MapType> LINES_AND_BLOOM = with(LINES, BLOOM_FILTER);

  private MapHelpers() {}

  private static Set<MapType> with(Set<MapType> types, MapType... more) {
    EnumSet<MapType> all = EnumSet.copyOf(types);
    all.addAll(List.of(more));
    return all;
  }

  static List<HelperBinding> helpers() {
    return List.of(lookup(), update(), delete(), push(), pop(), peek(), forEach(), lookupPercpu());
  }

  private static HelperBinding lookup() {
    return HelperBinding.of(1, "void *bpf_map_lookup_elem(struct bpf_map *map, const void *key)")
        .takes(CONST_MAP_PTR, MAP_KEY)
        .onMaps(LOOKED_UP)
        .summary(
            "Looks a key up. The value is found in place and stays valid while the program runs, even"
                + " if its entry is deleted; of a per-CPU map it is the executing CPU's. An entry of"
                + " a map of maps is the map inside.")
        .returns(ReturnKind.MAP_VALUE_OR_NULL, "The address of the value")
        .fails("NULL", "there is no such key")
        .since("3.19")
        .does(
            call -> {
              BpfMap map = call.maps().at(call.r1());
              Region key = call.memory().region(call.r2());
              int at = call.memory().checkedOffset(key, call.r2(), map.spec().keySize());
              return map.lookup(key.bytes(), at, call.environment().currentCpu());
            });
  }

  private static HelperBinding update() {
    return HelperBinding.of(
            2,
            "long bpf_map_update_elem(struct bpf_map *map, const void *key, const void *value, u64 flags)")
        .takes(CONST_MAP_PTR, MAP_KEY, MAP_VALUE, ANYTHING)
        .onMaps(KEYED)
        .summary(
            "Sets the value of a key to a copy of *value*. *flags* is BPF_ANY (0), BPF_NOEXIST (1) to"
                + " only add, or BPF_EXIST (2) to only replace; with BPF_F_LOCK (4) the value is"
                + " written under the spin lock that it contains.")
        .returns(ReturnKind.ERRNO, "0")
        .fails(
            "EINVAL",
            "there are no such flags, the map has no lock for BPF_F_LOCK, or a prefix is longer than"
                + " the keys of its trie")
        .fails("EEXIST", "BPF_NOEXIST is asked for and the key is there, as all of an array are")
        .fails("ENOENT", "BPF_EXIST is asked for and the key is not there")
        .fails("E2BIG", "the map is full, or the index is beyond the array's end")
        .fails("ENOSPC", "the trie is full")
        .fails("ENOMEM", "there is no memory for the value")
        .since("3.19")
        .does(MapHelpers::update);
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

  private static HelperBinding delete() {
    return HelperBinding.of(3, "long bpf_map_delete_elem(struct bpf_map *map, const void *key)")
        .takes(CONST_MAP_PTR, MAP_KEY)
        .onMaps(KEYED)
        .summary("Removes a key and its value.")
        .returns(ReturnKind.ERRNO, "0")
        .fails("ENOENT", "there is no such key")
        .fails("EINVAL", "the map is an array, whose entries stay, or the prefix is too long")
        .since("3.19")
        .does(
            call -> {
              BpfMap map = call.maps().at(call.r1());
              Region key = call.memory().region(call.r2());
              int at = call.memory().checkedOffset(key, call.r2(), map.spec().keySize());
              return map.delete(key.bytes(), at);
            });
  }

  private static HelperBinding push() {
    return HelperBinding.of(
            87, "long bpf_map_push_elem(struct bpf_map *map, const void *value, u64 flags)")
        .takes(CONST_MAP_PTR, MAP_VALUE, ANYTHING)
        .onMaps(LINES_AND_BLOOM)
        .summary(
            "Puts a copy of *value* into a queue, a stack or a bloom filter. With BPF_EXIST (2) a"
                + " full queue or stack gives up its oldest value for it; otherwise *flags* is"
                + " BPF_ANY (0).")
        .returns(ReturnKind.ERRNO, "0")
        .fails("E2BIG", "the queue or stack is full")
        .fails("ENOMEM", "there is no memory for the value")
        .fails("EINVAL", "there are no such flags")
        .since("4.20")
        .does(
            call -> {
              BpfMap map = call.maps().at(call.r1());
              Region value = call.memory().region(call.r2());
              int at = call.memory().checkedOffset(value, call.r2(), map.spec().valueSize());
              return map.push(value.bytes(), at, call.r3());
            });
  }

  private static HelperBinding pop() {
    return HelperBinding.of(88, "long bpf_map_pop_elem(struct bpf_map *map, void *value)")
        .takes(CONST_MAP_PTR, UNINIT_MAP_VALUE)
        .onMaps(LINES)
        .summary(
            "Takes the oldest value out of a queue, or the newest out of a stack, and copies it to"
                + " *value*.")
        .returns(ReturnKind.ERRNO, "0")
        .fails("ENOENT", "the map is empty; *value* is zeroed then")
        .since("4.20")
        .does(
            call -> {
              BpfMap map = call.maps().at(call.r1());
              Region value = call.memory().writable(call.r2());
              int at = call.memory().checkedOffset(value, call.r2(), map.spec().valueSize());
              return map.pop(value.bytes(), at);
            });
  }

  private static HelperBinding peek() {
    return HelperBinding.of(89, "long bpf_map_peek_elem(struct bpf_map *map, void *value)")
        .takes(CONST_MAP_PTR, UNINIT_MAP_VALUE)
        .onMaps(LINES_AND_BLOOM)
        .summary(
            "Copies the value that bpf_map_pop_elem would take, without taking it. Of a bloom filter"
                + " it asks instead whether *value* may have been pushed.")
        .returns(ReturnKind.ERRNO, "0")
        .fails("ENOENT", "the map is empty, or the filter is sure that it never saw *value*")
        .since("4.20")
        .does(
            call -> {
              BpfMap map = call.maps().at(call.r1());
              Region value = call.memory().writable(call.r2());
              int at = call.memory().checkedOffset(value, call.r2(), map.spec().valueSize());
              return map.peek(value.bytes(), at);
            });
  }

  private static HelperBinding forEach() {
    return HelperBinding.of(
            164,
            "long bpf_for_each_map_elem(struct bpf_map *map, void *callback_fn, void *callback_ctx, u64"
                + " flags)")
        .takes(CONST_MAP_PTR, FUNCTION, STACK_OR_NULL, ANYTHING)
        .onMaps(VISITED)
        .callsBack(CallbackKind.FOR_EACH_ELEMENT)
        .summary(
            "Calls `long callback_fn(map, key, value, callback_ctx)` for every element until it"
                + " returns 1. Values of a per-CPU map are the executing CPU's. Arrays go by index;"
                + " the order of hash maps is always the same too. *flags* must be 0.")
        .returns(ReturnKind.ERRNO, "The number of elements that the function saw")
        .fails("EINVAL", "*flags* is not 0")
        .since("5.13")
        .does(MapHelpers::forEach);
  }

  private static long forEach(HelperCall call) {
    if (call.r4() != 0) {
      return Errno.EINVAL;
    }
    BpfMap map = call.maps().at(call.r1());
    long function = call.r2();
    long context = call.r3();
    return map.forEach(
        (key, value) -> call.callback(function, map.address(), key, value, context, 0) == 0,
        call.environment().currentCpu());
  }

  private static HelperBinding lookupPercpu() {
    return HelperBinding.of(
            195, "void *bpf_map_lookup_percpu_elem(struct bpf_map *map, const void *key, u32 cpu)")
        .takes(CONST_MAP_PTR, MAP_KEY, ANYTHING)
        .onMaps(PERCPU)
        .summary("Looks up the value that *cpu* has for a key of a per-CPU map.")
        .returns(ReturnKind.MAP_VALUE_OR_NULL, "The address of the value")
        .fails("NULL", "there is no such key or no such CPU")
        .since("5.19")
        .does(
            call -> {
              BpfMap map = call.maps().at(call.r1());
              Region key = call.memory().region(call.r2());
              int at = call.memory().checkedOffset(key, call.r2(), map.spec().keySize());
              return map.lookupPercpu(key.bytes(), at, (int) call.r3());
            });
  }
}
