package org.gpol.vm.call;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.map.BpfMap;
import org.gpol.vm.map.MapRegistry;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.Region;

/** Calls helpers directly, with memory of the test's making and a world of two tasks. */
final class HelperBench implements Environment {
  /** Task names by handle; a task's pid is its handle, its tgid 100 more. */
  private static final Map<Long, String> TASKS =
      new TreeMap<>(Map.of(7L, "worker", 8L, "a-very-long-task-name"));

  final AddressSpace memory = new AddressSpace();
  final MapRegistry maps;
  final HelperState state;
  final HelperTable helpers = GenericHelpers.table();
  final HelperCall call;
  final List<String> printed = new ArrayList<>();
  long nowNs = 10_000_001;
  int cpu;
  long task = 7;

  /** A machine of two CPUs. */
  HelperBench(MapSpec... specs) {
    maps = new MapRegistry(memory, 2);
    state = new HelperState(memory, maps);
    for (MapSpec spec : specs) {
      maps.add(spec, false);
    }
    call = new HelperCall(memory, maps, state);
    call.begin(this);
  }

  /** Calls the helper numbered {@code id}. */
  long call(int id, long... args) {
    long[] r = Arrays.copyOf(args, 5);
    call.arguments(r[0], r[1], r[2], r[3], r[4]);
    return helpers.find(id).orElseThrow().implementation().call(call);
  }

  /** The map at {@code index}. */
  BpfMap map(int index) {
    return maps.map(index);
  }

  /** The address of a map's only value, or that of index 0. */
  long value(int index) {
    return map(index).lookup(new byte[8], 0, 0);
  }

  /** The address of a copy of {@code bytes}. */
  long bytes(byte... bytes) {
    return memory.add(Region.Kind.STACK, "bytes", bytes.clone()).base();
  }

  /** The address of {@code size} bytes that are not zero. */
  long room(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 0x55);
    return bytes(bytes);
  }

  /** The address of {@code text} with a zero behind it. */
  long string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return bytes(Arrays.copyOf(bytes, bytes.length + 1));
  }

  /** The address of 64-bit numbers. */
  long longs(long... numbers) {
    long address = room(8 * numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      memory.store64(address + 8L * i, numbers[i]);
    }
    return address;
  }

  /** The bytes at {@code address}. */
  byte[] at(long address, int size) {
    Region region = memory.region(address);
    int from = memory.checkedOffset(region, address, size);
    return Arrays.copyOfRange(region.bytes(), from, from + size);
  }

  /** The text at {@code address} up to its zero. */
  String text(long address) {
    StringBuilder text = new StringBuilder();
    for (long at = address; memory.load8(at) != 0; at++) {
      text.append((char) memory.load8(at));
    }
    return text.toString();
  }

  /** True if a call since the last question was one that no run may leave out. */
  boolean observed() {
    boolean observed = call.observedTime();
    call.begin(this);
    return observed;
  }

  @Override
  public long ktimeNs() {
    return nowNs;
  }

  @Override
  public int currentCpu() {
    return cpu;
  }

  @Override
  public int randomU32() {
    return -2;
  }

  @Override
  public void tracePrintk(String line) {
    printed.add(line);
  }

  @Override
  public long bootNs() {
    return nowNs + 500;
  }

  @Override
  public long realtimeNs() {
    return nowNs + 1_000_000;
  }

  @Override
  public int numaNode() {
    return 3;
  }

  @Override
  public long currentTask() {
    return task;
  }

  @Override
  public int pid(long task) {
    return (int) task;
  }

  @Override
  public int tgid(long task) {
    return (int) task + 100;
  }

  @Override
  public String comm(long task) {
    return TASKS.get(task);
  }

  @Override
  public long currentUidGid() {
    return 5L << 32 | 1000;
  }

  @Override
  public long taskByPid(int pid) {
    return TASKS.containsKey((long) pid) ? pid : NO_TASK;
  }
}
