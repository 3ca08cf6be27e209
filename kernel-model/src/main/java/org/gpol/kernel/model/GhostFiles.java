package org.gpol.kernel.model;

import java.util.BitSet;
import java.util.Locale;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.hook.GhostAbi;

/** {@code /sys/fs/ghost}: opening, reading and writing its files. Results are 0 or an errno. */
final class GhostFiles {
  private static final int MAX_ID = 1 << 20;

  private final Kernel kernel;

  GhostFiles(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Opens a file for a process: a descriptor, or a negative errno. */
  int open(UserThread thread, String path, boolean writable) {
    OpenFile.Ghost file = find(path, writable);
    if (file == null) {
      return -Errno.ENOENT;
    }
    if (writable && !file.file().mayWrite()) {
      return -Errno.EACCES;
    }
    Enclave enclave = file.enclave();
    if (enclave != null && thread.isAgent() && !enclave.liveDangerously) {
      return -Errno.EDEADLK;
    }
    if (file.file() == GhostFile.AGENT_ONLINE && writable) {
      if (enclave.agentOnline) {
        return -Errno.EBUSY;
      }
      enclave.agentOnline = true;
    }
    return thread.process().add(file);
  }

  private OpenFile.Ghost find(String path, boolean writable) {
    if (path.equals("ctl")) {
      return new OpenFile.Ghost(null, GhostFile.ROOT_CTL, null, writable);
    }
    if (path.equals("version")) {
      return new OpenFile.Ghost(null, GhostFile.VERSION, null, writable);
    }
    int slash = path.indexOf('/');
    if (slash < 0 || !path.startsWith("enclave_")) {
      return null;
    }
    Enclave enclave = enclave(path.substring("enclave_".length(), slash));
    if (enclave == null) {
      return null;
    }
    String name = path.substring(slash + 1);
    if (name.startsWith("sw_regions/sw_")) {
      int id = integer(name.substring("sw_regions/sw_".length()));
      StatusWordRegion region = enclave.statusWords.region(id);
      return region == null
          ? null
          : new OpenFile.Ghost(enclave, GhostFile.SW_REGION, region, writable);
    }
    GhostFile file = GhostFile.ofEnclave(name);
    return file == null ? null : new OpenFile.Ghost(enclave, file, null, writable);
  }

  private Enclave enclave(String id) {
    int number = integer(id);
    return number < 0 ? null : kernel.enclaves.byId(number);
  }

  /** A decimal number that is not negative, -1 if the text is none. */
  private static int integer(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
  }

  /** Reads a file: appends its text. */
  int read(OpenFile.Ghost open, StringBuilder into) {
    Enclave enclave = open.enclave();
    if (enclave != null && enclave.dying) {
      return Errno.ENODEV;
    }
    switch (open.file()) {
      case ROOT_CTL, CPU_DATA, SW_REGION -> {
        return Errno.EINVAL;
      }
      case VERSION -> {
        for (int version = GhostAbi.OLDEST_VERSION; version <= GhostAbi.VERSION; version++) {
          into.append(version).append('\n');
        }
        return 0;
      }
      case ABI_VERSION -> into.append(enclave.abi);
      case AGENT_ONLINE -> into.append(enclave.agentOnline ? 1 : 0);
      case CPULIST -> into.append(CpuText.list(enclave.cpus));
      case CPUMASK -> into.append(CpuText.mask(enclave.cpus, kernel.cpuCount()));
      case CTL -> into.append(enclave.id);
      case RUNNABLE_TIMEOUT -> into.append(enclave.runnableTimeoutNs / 1_000_000);
      case STATUS -> into.append(status(enclave));
      case TASKS -> {
        listTasks(enclave, into);
        return 0;
      }
      case COMMIT_AT_TICK,
          DELIVER_AGENT_RUNNABILITY,
          DELIVER_CPU_AVAILABILITY,
          DELIVER_TICKS,
          LIVE_DANGEROUSLY,
          SWITCHTO_DISABLED,
          WAKE_ON_WAKER_CPU ->
          into.append(isSet(enclave, open.file()) ? 1 : 0);
    }
    into.append('\n');
    return 0;
  }

  private static String status(Enclave enclave) {
    return "version "
        + enclave.abi
        + "\nactive "
        + (enclave.dying ? "no" : "yes")
        + "\nnr_tasks "
        + enclave.nrTasks;
  }

  /** Pids one a line, as many as a page holds. */
  private static void listTasks(Enclave enclave, StringBuilder into) {
    for (Task task = enclave.firstTask; task != null; task = task.ghost.enclaveNext) {
      String line = GhostAbi.pid(task.gtid) + "\n";
      if (into.length() + line.length() > 4096) {
        return;
      }
      into.append(line);
    }
  }

  private static boolean isSet(Enclave enclave, GhostFile file) {
    return switch (file) {
      case COMMIT_AT_TICK -> enclave.commitAtTick;
      case DELIVER_AGENT_RUNNABILITY -> enclave.deliverAgentRunnability;
      case DELIVER_CPU_AVAILABILITY -> enclave.deliverCpuAvailability;
      case DELIVER_TICKS -> enclave.deliverTicks;
      case LIVE_DANGEROUSLY -> enclave.liveDangerously;
      case SWITCHTO_DISABLED -> enclave.switchtoDisabled;
      default -> enclave.wakeOnWakerCpu;
    };
  }

  /** Writes a file, at whatever offset. */
  int write(UserThread thread, OpenFile.Ghost open, String text) {
    if (!open.writable()) {
      return Errno.EBADF;
    }
    String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    Enclave enclave = open.enclave();
    if (enclave != null && enclave.dying) {
      return Errno.ENODEV;
    }
    return switch (open.file()) {
      case ROOT_CTL -> create(thread, line);
      case CTL -> new EnclaveCommands(kernel).run(thread, enclave, line);
      case CPULIST -> setCpus(enclave, line, true);
      case CPUMASK -> setCpus(enclave, line, false);
      case RUNNABLE_TIMEOUT -> setTimeout(enclave, line);
      case TASKS -> enter(thread, enclave, line);
      case COMMIT_AT_TICK,
          DELIVER_AGENT_RUNNABILITY,
          DELIVER_CPU_AVAILABILITY,
          DELIVER_TICKS,
          LIVE_DANGEROUSLY,
          SWITCHTO_DISABLED,
          WAKE_ON_WAKER_CPU ->
          set(enclave, open.file(), line);
      case VERSION, ABI_VERSION, AGENT_ONLINE, CPU_DATA, STATUS, SW_REGION -> Errno.EINVAL;
    };
  }

  /** {@code create ID ABI [gid=N] [ephemeral]}. */
  private int create(UserThread thread, String line) {
    String[] words = line.split(" ");
    if (words.length < 3 || !words[0].equals("create")) {
      return Errno.EINVAL;
    }
    int id = integer(words[1]);
    int abi = integer(words[2]);
    if (id < 0 || id > MAX_ID) {
      return id < 0 ? Errno.EINVAL : Errno.ENOSPC;
    }
    boolean ephemeral = false;
    for (int i = 3; i < words.length; i++) {
      ephemeral |= words[i].equals("ephemeral");
      if (words[i].startsWith("gid=") && integer(words[i].substring(4)) < 0) {
        return Errno.EINVAL;
      }
      if (!words[i].equals("ephemeral") && !words[i].startsWith("gid=")) {
        return Errno.ENOENT;
      }
    }
    if (abi < GhostAbi.OLDEST_VERSION || abi > GhostAbi.VERSION) {
      return Errno.ESRCH;
    }
    if (kernel.enclaves.byId(id) != null) {
      return Errno.EEXIST;
    }
    Enclave enclave = kernel.enclaves.create(id, abi, false);
    enclave.ephemeralOf = ephemeral ? thread.process() : null;
    return 0;
  }

  private int setCpus(Enclave enclave, String line, boolean list) {
    BitSet cpus = new BitSet();
    int errno =
        list
            ? CpuText.parseList(line, kernel.cpuCount(), cpus)
            : CpuText.parseMask(line.toLowerCase(Locale.ROOT), kernel.cpuCount(), cpus);
    return errno != 0 ? errno : kernel.enclaves.setCpus(enclave, cpus);
  }

  private int setTimeout(Enclave enclave, String line) {
    int ms = integer(line);
    if (ms < 0) {
      return Errno.EINVAL;
    }
    enclave.runnableTimeoutNs = ms * 1_000_000L;
    enclave.cpus.stream().forEach(id -> kernel.enclaves.watch(kernel.cpu(id)));
    return 0;
  }

  /** {@code ID [NS]}: a pid or gtid, 0 for the caller, and -1 for the root pid namespace. */
  private int enter(UserThread thread, Enclave enclave, String line) {
    String[] words = line.split(" ");
    if (words.length > 2 || !words[0].matches("[0-9]{1,19}")) {
      return Errno.EINVAL;
    }
    if (words.length == 2 && !words[1].equals("-1")) {
      return Errno.EINVAL;
    }
    // Of 19 digits some are beyond a gtid, and negative here.
    long id = Long.parseUnsignedLong(words[0]);
    if (id < 0) {
      return Errno.EINVAL;
    }
    if (id == 0) {
      // A thread outside of the workload has nothing that a scheduler could run.
      return thread.isAgent() ? Errno.EPERM : Errno.ESRCH;
    }
    long gtid = GhostAbi.isPlainPid(id) ? kernel.gtids.byPid((int) Math.min(id, MAX_ID)) : id;
    Task task = gtid <= 0 ? null : kernel.gtids.find(gtid, kernel.executing());
    if (task == null) {
      return Errno.ESRCH;
    }
    return thread.isCapable() ? kernel.membership.enter(task, enclave) : Errno.EPERM;
  }

  private static int set(Enclave enclave, GhostFile file, String line) {
    if (!line.matches("-?[0-9]{1,9}")) {
      return Errno.EINVAL;
    }
    boolean on = Integer.parseInt(line) != 0;
    switch (file) {
      case COMMIT_AT_TICK -> enclave.commitAtTick = on;
      case DELIVER_AGENT_RUNNABILITY -> enclave.deliverAgentRunnability = on;
      case DELIVER_CPU_AVAILABILITY -> enclave.deliverCpuAvailability = on;
      case DELIVER_TICKS -> enclave.deliverTicks = on;
      case LIVE_DANGEROUSLY -> enclave.liveDangerously = on;
      case SWITCHTO_DISABLED -> enclave.switchtoDisabled = on;
      default -> enclave.wakeOnWakerCpu = on;
    }
    return 0;
  }
}
