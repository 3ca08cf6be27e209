package org.gpol.vm.map;

import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.MemoryViolation;
import org.gpol.vm.memory.Region;

/**
 * A map, as the helpers of programs use it. Keys and values are passed as arrays with an offset, so
 * that helpers hand over program memory without copying. Operations return 0 or a negated error
 * number, as the kernel's do; a type that lacks an operation answers {@code -EOPNOTSUPP} or, where
 * it would give an address, 0. What user space may do is {@link #user()}.
 */
public abstract class BpfMap {
  /** Create or replace. */
  public static final long BPF_ANY = 0;

  /** Create only. */
  public static final long BPF_NOEXIST = 1;

  /** Replace only; for a queue: push out the oldest when full. */
  public static final long BPF_EXIST = 2;

  /** Update or read a value as a whole, under the spin lock that it contains. */
  public static final long BPF_F_LOCK = 4;

  /** Storage that is not there yet is created ({@code bpf_task_storage_get}). */
  public static final long BPF_LOCAL_STORAGE_GET_F_CREATE = 1;

  private final MapSpec spec;
  private final MapRegistry registry;
  private final AddressSpace memory;
  private final ValueLayout layout;
  private final Region handle;
  private final UserMap user = new UserMap(this);
  private int id;

  BpfMap(MapSpec spec, MapRegistry registry) {
    this.spec = spec;
    this.registry = registry;
    this.memory = registry.memory();
    this.layout = new ValueLayout(spec);
    this.handle = memory.add(Region.Kind.MAP, "map " + spec.name(), new byte[0]);
  }

  /** As declared. */
  public final MapSpec spec() {
    return spec;
  }

  /** The value of a pointer to the map itself. */
  public final long address() {
    return handle.base();
  }

  /** A number that no other map of the machine has, from 1 on: what user space sees of it. */
  public final int id() {
    return id;
  }

  final void setId(int newId) {
    id = newId;
  }

  /** The map as user space sees it. */
  public final UserMap user() {
    return user;
  }

  /** True if a key has a value for each CPU. */
  final boolean perCpu() {
    return switch (spec.type()) {
      case PERCPU_ARRAY, PERCPU_HASH, LRU_PERCPU_HASH -> true;
      default -> false;
    };
  }

  final AddressSpace memory() {
    return memory;
  }

  final MapRegistry registry() {
    return registry;
  }

  final ValueLayout layout() {
    return layout;
  }

  /** Bytes from one value to the next: values start at multiples of eight, as in Linux. */
  final int stride() {
    return (spec.valueSize() + 7) & ~7;
  }

  /** The address of the value of a key as {@code cpu} sees it, or 0. */
  public long lookup(byte[] key, int keyOffset, int cpu) {
    return 0;
  }

  /**
   * The address of a key's value that belongs to {@code cpu}, or 0; 0 as well for a CPU that there
   * is not ({@code bpf_map_lookup_percpu_elem}).
   */
  public long lookupPercpu(byte[] key, int keyOffset, int cpu) {
    return 0;
  }

  /** Sets the value of a key; {@code flags} is one of the {@code BPF_*} constants. */
  public int update(byte[] key, int keyOffset, byte[] value, int valueOffset, long flags, int cpu) {
    return MapErrno.EOPNOTSUPP;
  }

  /** Removes a key. */
  public int delete(byte[] key, int keyOffset) {
    return MapErrno.EOPNOTSUPP;
  }

  /**
   * Shows every element to {@code visitor}, values as {@code cpu} sees them, and returns how many
   * it saw ({@code bpf_for_each_map_elem}). An array goes by rising index; a hash map by the number
   * of the place that an element occupies: a new key takes the place that was given up last, else
   * the lowest that never was in use. The visitor may change the map: keys that it deletes and that
   * were not seen yet are not seen any more, keys that it adds may be seen or not, but always the
   * same way.
   */
  public long forEach(ElementVisitor visitor, int cpu) {
    return MapErrno.EOPNOTSUPP;
  }

  /**
   * Shows the element whose value is at {@code value} to {@code visitor}, as a timer's function
   * sees the element that its timer is in.
   */
  public void visit(long value, ElementVisitor visitor) {
    throw new MemoryViolation(spec.name() + " has no elements to be shown");
  }

  /** Adds a value at the end. */
  public int push(byte[] value, int valueOffset, long flags) {
    return MapErrno.EOPNOTSUPP;
  }

  /** Takes the oldest value out, or zeroes {@code value} and answers {@code -ENOENT}. */
  public int pop(byte[] value, int valueOffset) {
    return MapErrno.EOPNOTSUPP;
  }

  /** Copies the oldest value, or zeroes {@code value} and answers {@code -ENOENT}. */
  public int peek(byte[] value, int valueOffset) {
    return MapErrno.EOPNOTSUPP;
  }

  /**
   * Room for a record of {@code size} bytes in a ring buffer: its address, or 0 if there is none.
   */
  public long reserve(long size, long flags) {
    return 0;
  }

  /** Hands the record at {@code address} to the reader. Programs pass only what they reserved. */
  public void submit(long address, long flags) {
    throw noRecord(address);
  }

  /** Gives up the record at {@code address}: the reader skips it. */
  public void discard(long address, long flags) {
    throw noRecord(address);
  }

  /** Copies a record into a ring buffer. */
  public int output(byte[] bytes, int offset, long size, long flags) {
    return MapErrno.EOPNOTSUPP;
  }

  /** What {@code bpf_ringbuf_query} answers; 0 for flags that there are not. */
  public long query(long flags) {
    return 0;
  }

  /** Writes an event as {@code bpf_perf_event_output} does; {@code cpu} is where it happens. */
  public int perfOutput(byte[] bytes, int offset, long size, long flags, int cpu) {
    return MapErrno.EOPNOTSUPP;
  }

  /** The number of the program at {@code index} for a tail call, or -1. */
  public int program(long index) {
    return -1;
  }

  /** Puts a program into a map of programs, from outside. */
  public int setProgram(int index, int program) {
    return MapErrno.EINVAL;
  }

  /** Puts a map into a map of maps, from outside; answers {@code -EINVAL} if it does not fit. */
  public int setInner(byte[] key, int keyOffset, BpfMap inner) {
    return MapErrno.EINVAL;
  }

  /**
   * Lets every empty slot of an array of maps have a map of its own, as the array declares them,
   * created when it is first looked up. Without this, slots stay empty until they are set.
   */
  public void fillOnDemand() {
    throw new IllegalArgumentException("map " + spec.name() + " is no array of maps");
  }

  /**
   * The address of the value that a task or a control group has here, or 0.
   *
   * @param owner identity of the task or control group
   * @param value what new storage begins with; null for zeroes
   * @param flags 0 or {@link #BPF_LOCAL_STORAGE_GET_F_CREATE}
   */
  public long storage(long owner, byte[] value, int valueOffset, long flags) {
    return 0;
  }

  /** Removes what {@code owner} has here ({@code bpf_task_storage_delete}). */
  public int deleteStorage(long owner) {
    return MapErrno.EOPNOTSUPP;
  }

  /** Says that {@code owner} is gone, from outside. */
  public final void forget(long owner) {
    int unused = deleteStorage(owner);
  }

  final MemoryViolation noRecord(long address) {
    return new MemoryViolation(
        "address 0x" + Long.toHexString(address) + " is no record reserved in " + spec.name());
  }

  /** How many values a key has: one, or one for each CPU. */
  int copies() {
    return 1;
  }

  /** The address of a value, for user space, whose looking changes nothing; 0 if there is none. */
  long valueFor(byte[] key, int cpu) {
    return 0;
  }

  /** {@code BPF_MAP_LOOKUP_ELEM}: all copies one after the other, without their fields. */
  int userLookup(byte[] key, byte[] value) {
    for (int cpu = 0; cpu < copies(); cpu++) {
      long address = valueFor(key, cpu);
      if (address == 0) {
        return MapErrno.ENOENT;
      }
      byte[] bytes = memory.region(address).bytes();
      int at = cpu * stride();
      System.arraycopy(bytes, (int) address, value, at, spec.valueSize());
      layout.hideFields(value, at);
    }
    return 0;
  }

  /** {@code BPF_MAP_UPDATE_ELEM}. */
  int userUpdate(byte[] key, byte[] value, long flags) {
    return update(key, 0, value, 0, flags, 0);
  }

  /** {@code BPF_MAP_DELETE_ELEM}. */
  int userDelete(byte[] key) {
    return delete(key, 0);
  }

  /** {@code BPF_MAP_LOOKUP_AND_DELETE_ELEM}. */
  int userLookupAndDelete(byte[] key, byte[] value) {
    return MapErrno.ENOTSUPP;
  }

  /** {@code BPF_MAP_GET_NEXT_KEY}; no key, or one that is not there, asks for the first. */
  int nextKey(byte[] key, byte[] next) {
    return MapErrno.ENOTSUPP;
  }

  /** Throws {@link MapCreationException} if the map takes more memory than one may have. */
  final void checkBytes(long bytes) {
    MapCreation.checkBytes(spec, bytes);
  }

  /** Where programs may read and, unless the map says otherwise, write values. */
  final Region.Kind valueKind() {
    return MapFlag.RDONLY_PROG.in(spec.flags())
        ? Region.Kind.READ_ONLY_VALUES
        : Region.Kind.MAP_VALUES;
  }

  /** Refuses to write where programs may only read; the verifier lets none get here. */
  final void requireWritable() {
    if (MapFlag.RDONLY_PROG.in(spec.flags())) {
      throw new MemoryViolation("update of " + spec.name() + ", which is read-only");
    }
  }

  /** Copies a value to where programs see it; true if that changed anything. */
  final boolean writeValue(long address, byte[] value, int valueOffset) {
    Region region = memory.region(address);
    return layout.copy(value, valueOffset, region.bytes(), (int) address);
  }

  /** Gives up the timers and counted pointers of a value; true if there were any. */
  final boolean freeFields(long address) {
    return !layout.plain()
        && layout.freeFields(
            this, registry.fieldListener(), memory.region(address).bytes(), (int) address, address);
  }

  /** Zeroes a value and gives up its fields. */
  final void clearValue(long address) {
    boolean freed = freeFields(address);
    boolean cleared = layout.clear(memory.region(address).bytes(), (int) address);
    if (freed || cleared) {
      memory.countMutation();
    }
  }

  /** True if {@code flags} are none of {@code BPF_ANY}, {@code NOEXIST}, {@code EXIST}. */
  static boolean unknownFlags(long flags) {
    return Long.compareUnsigned(flags, BPF_EXIST) > 0;
  }
}
