package org.gpol.vm.verifier;

import static org.gpol.bpf.platform.ArgKind.*;
import static org.gpol.bpf.platform.MapType.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gpol.bpf.platform.ArgKind;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.MapType;
import org.gpol.bpf.platform.ReturnKind;

/** Helpers of the tests' platform: Linux's numbers and demands, and two that Linux has not. */
final class TestHelpers {
  static final int DELETE = 3;
  static final int TAIL = 12;
  static final int RANDOM = 7;
  static final int LOCK = 93;
  static final int UNLOCK = 94;
  static final int RESERVE = 131;
  static final int SUBMIT = 132;
  static final int DISCARD = 133;
  static final int RING_OUTPUT = 130;
  static final int PER_CPU_PTR = 153;
  static final int THIS_CPU_PTR = 154;
  static final int STORAGE_GET = 156;
  static final int CURRENT_TASK = 158;
  static final int FOR_EACH = 164;
  static final int SNPRINTF = 165;
  static final int TIMER_INIT = 169;
  static final int TIMER_CALLBACK = 170;
  static final int TIMER_START = 171;
  static final int LOOP = 181;
  static final int STRNCMP = 182;
  static final int KPTR_XCHG = 194;
  static final int DYNPTR_FROM_MEM = 197;
  static final int RESERVE_DYNPTR = 198;
  static final int SUBMIT_DYNPTR = 199;
  static final int DYNPTR_READ = 201;
  static final int DYNPTR_WRITE = 202;
  static final int DYNPTR_DATA = 203;
  static final int TASK_ACQUIRE = 901;
  static final int TASK_RELEASE = 902;

  static final Map<Integer, HelperSignature> BY_ID = new TreeMap<>();

  static {
    EnumSet<MapType> keyed = EnumSet.of(HASH, ARRAY, PERCPU_ARRAY, LRU_HASH);
    EnumSet<MapType> looked = EnumSet.copyOf(keyed);
    looked.add(ARRAY_OF_MAPS);
    add(Fixture.LOOKUP, "map_lookup_elem", looked, ReturnKind.MAP_VALUE_OR_NULL, MAP_KEY);
    add(Fixture.UPDATE, "map_update_elem", keyed, ReturnKind.ERRNO, MAP_KEY, MAP_VALUE, SCALAR);
    add(DELETE, "map_delete_elem", keyed, ReturnKind.ERRNO, MAP_KEY);
    add(Fixture.PUSH, "map_push_elem", Set.of(QUEUE), ReturnKind.ERRNO, MAP_VALUE, SCALAR);
    add(Fixture.POP, "map_pop_elem", Set.of(QUEUE), ReturnKind.ERRNO, UNINIT_MAP_VALUE);
    add(Fixture.NOW, "ktime_get_ns", ReturnKind.SCALAR);
    add(RANDOM, "get_prandom_u32", ReturnKind.SCALAR);
    add(Fixture.PRINT, "trace_printk", ReturnKind.ERRNO, MEM, CONST_SIZE);
    add(Fixture.FILL, "fill", ReturnKind.ERRNO, UNINIT_MEM, CONST_SIZE_OR_ZERO, CONTEXT);
    add(LOCK, "spin_lock", ReturnKind.VOID, SPIN_LOCK_TAKEN);
    add(UNLOCK, "spin_unlock", ReturnKind.VOID, SPIN_LOCK_DROPPED);
    rings();
    dynptrs();
    callbacks();
    objects();
    add(
        SNPRINTF,
        "snprintf",
        ReturnKind.ERRNO,
        UNINIT_MEM,
        CONST_SIZE_OR_ZERO,
        CONST_STRING,
        MEM_OR_NULL,
        CONST_SIZE_OR_ZERO);
    add(STRNCMP, "strncmp", ReturnKind.SCALAR, MEM, CONST_SIZE, CONST_STRING);
  }

  private TestHelpers() {}

  private static void rings() {
    Set<MapType> ring = Set.of(RINGBUF);
    add(RING_OUTPUT, "ringbuf_output", ring, ReturnKind.ERRNO, MEM, CONST_SIZE_OR_ZERO, SCALAR);
    add(
        RESERVE,
        "ringbuf_reserve",
        ring,
        ReturnKind.RINGBUF_MEM_OR_NULL,
        CONST_ALLOC_SIZE_OR_ZERO,
        SCALAR);
    add(SUBMIT, "ringbuf_submit", ReturnKind.VOID, RELEASED_RINGBUF_MEM, SCALAR);
    add(DISCARD, "ringbuf_discard", ReturnKind.VOID, RELEASED_RINGBUF_MEM, SCALAR);
    add(
        RESERVE_DYNPTR,
        "ringbuf_reserve_dynptr",
        ring,
        ReturnKind.ERRNO,
        SCALAR,
        SCALAR,
        UNINIT_RINGBUF_DYNPTR);
    add(SUBMIT_DYNPTR, "ringbuf_submit_dynptr", ReturnKind.VOID, RELEASED_RINGBUF_DYNPTR, SCALAR);
  }

  private static void dynptrs() {
    add(
        DYNPTR_FROM_MEM,
        "dynptr_from_mem",
        ReturnKind.ERRNO,
        UNINIT_MEM,
        CONST_SIZE_OR_ZERO,
        SCALAR,
        UNINIT_DYNPTR);
    add(
        DYNPTR_READ,
        "dynptr_read",
        ReturnKind.ERRNO,
        UNINIT_MEM,
        CONST_SIZE_OR_ZERO,
        DYNPTR,
        SCALAR,
        SCALAR);
    add(
        DYNPTR_WRITE,
        "dynptr_write",
        ReturnKind.ERRNO,
        DYNPTR,
        SCALAR,
        MEM,
        CONST_SIZE_OR_ZERO,
        SCALAR);
    add(
        DYNPTR_DATA,
        "dynptr_data",
        ReturnKind.DYNPTR_MEM_OR_NULL,
        DYNPTR,
        SCALAR,
        CONST_ALLOC_SIZE_OR_ZERO);
  }

  private static void callbacks() {
    add(
        LOOP,
        "loop",
        Set.of(),
        CallbackKind.LOOP,
        ReturnKind.SCALAR,
        SCALAR,
        FUNCTION,
        STACK_OR_NULL,
        SCALAR);
    add(
        FOR_EACH,
        "for_each_map_elem",
        EnumSet.of(HASH, ARRAY),
        CallbackKind.FOR_EACH_ELEMENT,
        ReturnKind.SCALAR,
        CONST_MAP_PTR,
        FUNCTION,
        STACK_OR_NULL,
        SCALAR);
    add(
        TIMER_INIT,
        "timer_init",
        EnumSet.of(HASH, ARRAY),
        CallbackKind.NONE,
        ReturnKind.ERRNO,
        TIMER,
        CONST_MAP_PTR,
        SCALAR);
    add(
        TIMER_CALLBACK,
        "timer_set_callback",
        Set.of(),
        CallbackKind.TIMER,
        ReturnKind.ERRNO,
        TIMER,
        FUNCTION);
    add(TIMER_START, "timer_start", ReturnKind.ERRNO, TIMER, SCALAR, SCALAR);
    add(
        TAIL,
        "tail_call",
        Set.of(PROG_ARRAY),
        CallbackKind.NONE,
        ReturnKind.SCALAR,
        CONTEXT,
        CONST_MAP_PTR,
        SCALAR);
  }

  private static void objects() {
    add(PER_CPU_PTR, "per_cpu_ptr", ReturnKind.PERCPU_VALUE_OR_NULL, PERCPU_VARIABLE, SCALAR);
    add(THIS_CPU_PTR, "this_cpu_ptr", ReturnKind.PERCPU_VALUE, PERCPU_VARIABLE);
    add(CURRENT_TASK, "get_current_task_btf", ReturnKind.TASK);
    add(
        STORAGE_GET,
        "task_storage_get",
        Set.of(TASK_STORAGE),
        ReturnKind.MAP_VALUE_OR_NULL,
        TASK,
        MAP_VALUE_OR_NULL,
        SCALAR);
    add(KPTR_XCHG, "kptr_xchg", ReturnKind.KPTR_OR_NULL, KPTR_FIELD, RELEASED_KPTR_OR_NULL);
    add(TASK_ACQUIRE, "task_acquire", ReturnKind.ACQUIRED_TASK_OR_NULL, TASK);
    add(TASK_RELEASE, "task_release", ReturnKind.VOID, RELEASED_TASK);
  }

  /** A helper whose first argument is a map. */
  private static void add(
      int id, String name, Set<MapType> maps, ReturnKind returns, ArgKind... more) {
    ArgKind[] args = new ArgKind[more.length + 1];
    args[0] = CONST_MAP_PTR;
    System.arraycopy(more, 0, args, 1, more.length);
    add(id, name, maps, CallbackKind.NONE, returns, args);
  }

  private static void add(int id, String name, ReturnKind returns, ArgKind... args) {
    add(id, name, Set.of(), CallbackKind.NONE, returns, args);
  }

  private static void add(
      int id,
      String name,
      Set<MapType> maps,
      CallbackKind callback,
      ReturnKind returns,
      ArgKind... args) {
    BY_ID.put(id, new HelperSignature(id, name, List.of(args), returns, maps, callback));
  }
}
