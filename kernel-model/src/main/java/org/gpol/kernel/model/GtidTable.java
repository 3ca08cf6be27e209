package org.gpol.kernel.model;

import java.util.ArrayList;
import java.util.List;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.vm.call.Environment;

/** Gives out gtids and finds tasks by them; pids count up from 1 and are not used again. */
final class GtidTable {
  private final List<Task> byPid = new ArrayList<>();

  /** The gtid of the next task to be added. */
  long next() {
    int pid = byPid.size() + 1;
    return GhostAbi.gtid(pid, pid);
  }

  void add(Task task) {
    byPid.add(task);
  }

  void remove(Task task) {
    byPid.set(GhostAbi.pid(task.gtid) - 1, null);
  }

  /** The gtid of the task with a pid, -1 if there is none. */
  long byPid(int pid) {
    Task task = pid >= 1 && pid <= byPid.size() ? byPid.get(pid - 1) : null;
    return task == null ? Environment.NO_TASK : task.gtid;
  }

  /** The name of the task that has a gtid. */
  String name(long gtid) {
    Task task = byPid.get(GhostAbi.pid(gtid) - 1);
    return task == null ? "" : task.name;
  }

  /** The task with a gtid, for 0 the current one of the executing CPU; null if there is none. */
  Task find(long gtid, Cpu executing) {
    if (gtid == 0) {
      return executing.curr;
    }
    long pid = gtid >> GhostAbi.GTID_SEQ_BITS;
    if (pid < 1 || pid > byPid.size()) {
      return null;
    }
    Task task = byPid.get((int) pid - 1);
    return task != null && task.gtid == gtid ? task : null;
  }
}
