package org.gpol.vm.call;

import static org.gpol.bpf.platform.ArgKind.ANYTHING;
import static org.gpol.bpf.platform.ArgKind.CONST_MAP_PTR;
import static org.gpol.bpf.platform.ArgKind.CONST_SIZE;
import static org.gpol.bpf.platform.ArgKind.KPTR_FIELD;
import static org.gpol.bpf.platform.ArgKind.MAP_VALUE_OR_NULL;
import static org.gpol.bpf.platform.ArgKind.RELEASED_KPTR_OR_NULL;
import static org.gpol.bpf.platform.ArgKind.RELEASED_TASK;
import static org.gpol.bpf.platform.ArgKind.SCALAR;
import static org.gpol.bpf.platform.ArgKind.TASK;
import static org.gpol.bpf.platform.ArgKind.UNINIT_MEM;
import static org.gpol.bpf.platform.MapType.TASK_STORAGE;

import java.util.List;
import java.util.Set;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.map.BpfMap;
import org.gpol.vm.memory.Region;

/** The current task, storage of tasks, and counted pointers to them. */
final class TaskHelpers {
  private TaskHelpers() {}

  static List<HelperBinding> helpers() {
    return List.of(
        pidTgid(),
        uidGid(),
        comm(),
        current(
            35,
            "u64 bpf_get_current_task(void)",
            ReturnKind.SCALAR,
            "The current task as a number, which only bpf_probe_read_kernel can follow.",
            "4.8"),
        storageGet(),
        storageDelete(),
        current(
            158,
            "struct task_struct *bpf_get_current_task_btf(void)",
            ReturnKind.TASK,
            "The current task, to be read and to be passed on while the program runs.",
            "5.11"),
        kptrXchg(),
        fromPid(),
        acquire(),
        release());
  }

  private static HelperBinding pidTgid() {
    return HelperBinding.of(14, "u64 bpf_get_current_pid_tgid(void)")
        .summary("The ids of the task that the CPU executes; both are 0 while it is idle.")
        .returns(ReturnKind.SCALAR, "The process id (tgid) << 32 | the thread id (pid)")
        .since("4.2")
        .does(
            call -> {
              call.noteTimeObserved();
              Environment world = call.environment();
              long task = world.currentTask();
              return (long) world.tgid(task) << 32 | (world.pid(task) & 0xffff_ffffL);
            });
  }

  private static HelperBinding uidGid() {
    return HelperBinding.of(15, "u64 bpf_get_current_uid_gid(void)")
        .summary("The user and the group of the task that the CPU executes; 0 is root.")
        .returns(ReturnKind.SCALAR, "The group id << 32 | the user id")
        .since("4.2")
        .does(
            call -> {
              call.noteTimeObserved();
              return call.environment().currentUidGid();
            });
  }

  private static HelperBinding comm() {
    return HelperBinding.of(16, "long bpf_get_current_comm(void *buf, u32 size_of_buf)")
        .takes(UNINIT_MEM, CONST_SIZE)
        .summary(
            "Copies the name of the task that the CPU executes, of at most 15 bytes, to *buf*: as"
                + " much as fits, with a zero at the end and zeroes up to *size_of_buf*.")
        .returns(ReturnKind.ERRNO, "0")
        .since("4.2")
        .does(
            call -> {
              call.noteTimeObserved();
              byte[] comm = TaskTable.comm(call.environment(), call.environment().currentTask());
              Region region = call.memory().writable(call.r1());
              int size = (int) call.r2();
              int at = call.memory().checkedOffset(region, call.r1(), size);
              for (int i = 0; i < size; i++) {
                boolean inside = i < comm.length && i < size - 1;
                region.bytes()[at + i] = inside ? comm[i] : 0;
              }
              return 0;
            });
  }

  private static HelperBinding current(
      int id, String prototype, ReturnKind returns, String summary, String since) {
    return HelperBinding.of(id, prototype)
        .summary(summary)
        .returns(returns, "The address of its task_struct")
        .since(since)
        .does(
            call -> {
              call.noteTimeObserved();
              Environment world = call.environment();
              return call.state().tasks().address(world, world.currentTask());
            });
  }

  private static HelperBinding storageGet() {
    return HelperBinding.of(
            156,
            "void *bpf_task_storage_get(struct bpf_map *map, struct task_struct *task, void *value, u64"
                + " flags)")
        .takes(CONST_MAP_PTR, TASK, MAP_VALUE_OR_NULL, ANYTHING)
        .onMaps(Set.of(TASK_STORAGE))
        .summary(
            "Finds the value that a task has in *map*. With BPF_LOCAL_STORAGE_GET_F_CREATE (1) a"
                + " task that has none gets one, a copy of *value* or zeroes. It stays until the"
                + " task is gone.")
        .returns(ReturnKind.MAP_VALUE_OR_NULL, "The address of the value")
        .fails("NULL", "the task has none and none was made, or there are no such flags")
        .since("5.11")
        .does(TaskHelpers::storage);
  }

  private static long storage(HelperCall call) {
    BpfMap map = call.maps().at(call.r1());
    long owner = call.state().tasks().handle(call.r2());
    long value = call.r3();
    if (value == 0) {
      return map.storage(owner, null, 0, call.r4());
    }
    Region region = call.memory().region(value);
    int at = call.memory().checkedOffset(region, value, map.spec().valueSize());
    return map.storage(owner, region.bytes(), at, call.r4());
  }

  private static HelperBinding storageDelete() {
    return HelperBinding.of(
            157, "long bpf_task_storage_delete(struct bpf_map *map, struct task_struct *task)")
        .takes(CONST_MAP_PTR, TASK)
        .onMaps(Set.of(TASK_STORAGE))
        .summary("Removes the value that a task has in *map*.")
        .returns(ReturnKind.ERRNO, "0")
        .fails("ENOENT", "the task has none")
        .since("5.11")
        .does(
            call ->
                call.maps().at(call.r1()).deleteStorage(call.state().tasks().handle(call.r2())));
  }

  private static HelperBinding kptrXchg() {
    return HelperBinding.of(194, "void *bpf_kptr_xchg(void *map_value, void *ptr)")
        .takes(KPTR_FIELD, RELEASED_KPTR_OR_NULL)
        .summary(
            "Puts *ptr* into a pointer field of a map value (`__kptr`), which then holds it, and"
                + " takes out what was there, which the program then holds.")
        .returns(ReturnKind.KPTR_OR_NULL, "What the field held")
        .fails("NULL", "the field was empty")
        .since("5.19")
        .does(
            call -> {
              long old = call.memory().load64(call.r1());
              call.memory().store64(call.r1(), call.r2());
              return old;
            });
  }

  private static HelperBinding fromPid() {
    return HelperBinding.of(
            HelperBinding.FIRST_KFUNC, "struct task_struct *bpf_task_from_pid(s32 pid)")
        .takes(SCALAR)
        .summary("Finds a task by its thread id and holds it; bpf_task_release gives it back.")
        .returns(ReturnKind.ACQUIRED_TASK_OR_NULL, "The task")
        .fails("NULL", "there is no such task")
        .since("6.2")
        .does(
            call -> {
              call.noteTimeObserved();
              long task = call.environment().taskByPid((int) call.r1());
              if (task == Environment.NO_TASK) {
                return 0;
              }
              long address = call.state().tasks().address(call.environment(), task);
              call.state().tasks().acquire(address);
              return address;
            });
  }

  private static HelperBinding acquire() {
    return HelperBinding.of(
            HelperBinding.FIRST_KFUNC + 1,
            "struct task_struct *bpf_task_acquire(struct task_struct *p)")
        .takes(TASK)
        .summary("Holds a task beyond the end of the program; bpf_task_release gives it back.")
        .returns(ReturnKind.ACQUIRED_TASK_OR_NULL, "The task")
        .fails("NULL", "the task is being freed, which never happens here")
        .since("6.2")
        .does(
            call -> {
              call.state().tasks().acquire(call.r1());
              return call.r1();
            });
  }

  private static HelperBinding release() {
    return HelperBinding.of(
            HelperBinding.FIRST_KFUNC + 2, "void bpf_task_release(struct task_struct *p)")
        .takes(RELEASED_TASK)
        .summary("Gives back a task that the program holds.")
        .returns(ReturnKind.VOID, "")
        .since("6.2")
        .does(
            call -> {
              call.state().tasks().release(call.r1());
              return 0;
            });
  }
}
