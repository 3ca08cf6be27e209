package org.gpol.vm.map;

import static org.gpol.vm.map.BpfMap.BPF_LOCAL_STORAGE_GET_F_CREATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.junit.jupiter.api.Test;

/** Storage of tasks as Linux's bpf_local_storage.c has it. */
class LocalStorageTest {
  private static final long TASK = 0xffff_8880_0000_1000L;

  private static final MapSpec SPEC =
      new MapSpec("s", MapType.TASK_STORAGE, 4, 16, 0, null).withFlags(1);

  private final MapBench storage = new MapBench(SPEC);

  private long get(long task, long flags) {
    return storage.map.storage(task, null, 0, flags);
  }

  @Test
  void get_ofATaskWithout_createsOnlyIfAsked() {
    assertEquals(0, get(TASK, 0));
    long address = get(TASK, BPF_LOCAL_STORAGE_GET_F_CREATE);

    assertNotEquals(0, address);
    assertEquals(address, get(TASK, 0));
    assertEquals(0, get(TASK + 1, 0));
    assertEquals(0, get(TASK, 2));
    assertEquals(0, get(TASK, 3));
  }

  @Test
  void create_withAValue_beginsWithIt_andAnExistingOneKeepsItsOwn() {
    byte[] value = new byte[20];
    value[4] = 5;
    long address = storage.map.storage(TASK, value, 4, BPF_LOCAL_STORAGE_GET_F_CREATE);
    assertEquals(5, storage.memory.load64(address));
    storage.memory.store64(address, 6);

    assertEquals(address, storage.map.storage(TASK, value, 4, 1));
    assertEquals(6, storage.memory.load64(address));
  }

  @Test
  void delete_takesItAway_andTheNextBeginsWithZeroes() {
    long address = get(TASK, 1);
    storage.memory.store64(address + 8, 6);

    assertEquals(0, storage.map.deleteStorage(TASK));
    assertEquals(-2, storage.map.deleteStorage(TASK));
    assertEquals(0, get(TASK, 0));
    assertEquals(0, storage.memory.load64(get(TASK + 8, 1) + 8));
  }

  @Test
  void forget_ofATaskThatIsGone_freesItsStorageAndFields() {
    List<MapField> fields = List.of(new MapField(MapField.Kind.KPTR, 8, "task_struct"));
    MapBench counted = new MapBench(SPEC.withFields(fields));
    List<Long> freed = new ArrayList<>();
    counted.registry.setFieldListener((map, value, field, old) -> freed.add(old));
    long address = counted.map.storage(TASK, null, 0, 1);
    counted.memory.store64(address + 8, 99);

    counted.map.forget(TASK);
    counted.map.forget(TASK);
    assertEquals(List.of(99L), freed);
    assertEquals(0, counted.map.storage(TASK, null, 0, 0));
  }

  @Test
  void values_ofManyTasks_stayWhereTheyAre() {
    long[] addresses = new long[2000];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = get(TASK + 64L * i, 1);
      storage.memory.store64(addresses[i], i);
    }

    for (int i = 0; i < addresses.length; i++) {
      assertEquals(addresses[i], get(TASK + 64L * i, 0));
      assertEquals(i, storage.memory.load64(addresses[i]));
    }
  }
}
