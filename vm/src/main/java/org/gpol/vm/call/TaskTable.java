package org.gpol.vm.call;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.MemoryViolation;
import org.gpol.vm.memory.Region;

/**
 * The tasks that programs point at. A pointer to a task is the address of a {@link TaskStruct},
 * which is made when a program first asks for the task and stays. Programs count the tasks that
 * they keep.
 */
public final class TaskTable {
  private static final class Entry {
    final long handle;
    final Region region;
    int references;

    Entry(long handle, Region region) {
      this.handle = handle;
      this.region = region;
    }
  }

  private final AddressSpace memory;
  private final Map<Long, Entry> byHandle = new HashMap<>();
  private final Map<Long, Entry> byAddress = new HashMap<>();

  TaskTable(AddressSpace memory) {
    this.memory = memory;
  }

  /** The address of the task with a handle of {@code world}. */
  long address(Environment world, long handle) {
    Entry entry = byHandle.get(handle);
    if (entry == null) {
      String name = "task_struct of " + world.comm(handle);
      byte[] content = content(world, handle);
      entry = new Entry(handle, memory.add(Region.Kind.READ_ONLY_VALUES, name, content));
      byHandle.put(handle, entry);
      byAddress.put(entry.region.base(), entry);
    }
    return entry.region.base();
  }

  private static byte[] content(Environment world, long handle) {
    ByteBuffer task = ByteBuffer.allocate(TaskStruct.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    task.putInt(TaskStruct.PID, world.pid(handle)).putInt(TaskStruct.TGID, world.tgid(handle));
    byte[] comm = comm(world, handle);
    System.arraycopy(comm, 0, task.array(), TaskStruct.COMM, comm.length);
    return task.array();
  }

  /** The name of a task as the kernel cuts it: fifteen bytes and a zero. */
  static byte[] comm(Environment world, long handle) {
    byte[] name = world.comm(handle).getBytes(StandardCharsets.UTF_8);
    byte[] comm = new byte[TaskStruct.COMM_BYTES];
    System.arraycopy(name, 0, comm, 0, Math.min(name.length, TaskStruct.COMM_BYTES - 1));
    return comm;
  }

  /** The handle of the task at {@code address}. */
  long handle(long address) {
    return entry(address).handle;
  }

  /** Counts one more user of the task at {@code address}. */
  void acquire(long address) {
    entry(address).references++;
  }

  /** Counts one user less; verified programs give back only what they have. */
  void release(long address) {
    Entry entry = entry(address);
    if (entry.references == 0) {
      throw new MemoryViolation(entry.region.name() + " is released more often than acquired");
    }
    entry.references--;
  }

  /** How many tasks programs hold that they have not given back, each as often as it is held. */
  public int references() {
    return byHandle.values().stream().mapToInt(entry -> entry.references).sum();
  }

  private Entry entry(long address) {
    Entry entry = byAddress.get(address);
    if (entry == null) {
      throw new MemoryViolation("address 0x" + Long.toHexString(address) + " is no task");
    }
    return entry;
  }
}
