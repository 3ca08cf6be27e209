package org.gpol.kernel.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.model.Topology.Place;

/**
 * What {@code lscpu -p} prints (util-linux, lscpu(1)): comments, the last of which names the
 * columns, and a line for each CPU. Columns are found by name, so {@code -p=cpu,core,...} and
 * {@code -p=...,CACHE}, whose caches are one column with colons, can be read too.
 *
 * <p>Core numbers alone are not taken for unique: threads of a core also share socket and first
 * cache. The last-level cache of a CPU is the last one that is given for it; where no cache is
 * given at all, the socket's CPUs share one. A CPU is offline where {@code ONLINE} says so, or
 * where its core is left empty.
 */
final class LscpuText {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern CACHE = Pattern.compile("L[1-9][a-z]?");

  private final String file;
  private List<String> columns = List.of();
  private int line;
  private final TreeMap<Integer, Place> places = new TreeMap<>();

  private LscpuText(String file) {
    this.file = file;
  }

  static Topology parse(String file, String text) {
    LscpuText lscpu = new LscpuText(file);
    for (String line : text.split("\n", -1)) {
      lscpu.line++;
      lscpu.read(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
    if (lscpu.places.isEmpty()) {
      throw lscpu.wrong(1, "no CPU that is online");
    }
    try {
      return Topology.of(file, List.copyOf(lscpu.places.values()));
    } catch (IllegalArgumentException e) {
      throw new MachineException(file + ": " + e.getMessage());
    }
  }

  private MachineException wrong(int column, String problem) {
    return new MachineException(file, line, column, problem);
  }

  private void read(String text) {
    if (text.startsWith("#")) {
      String header = text.substring(1).strip();
      if (header.toUpperCase(Locale.ROOT).matches("CPU([,:].*)?")) {
        header(header);
      }
    } else if (!text.isBlank()) {
      if (columns.isEmpty()) {
        throw wrong(1, "this is before the line that names the columns, `# CPU,Core,Socket,...`");
      }
      cpu(cells(text));
    }
  }

  private void header(String header) {
    if (!columns.isEmpty()) {
      throw wrong(1, "a second line that names the columns");
    }
    columns = List.of(header.split("[,:]", -1));
    if (find("core") < 0) {
      throw wrong(1, "no column `Core`; `lscpu -p` without a list of columns has all that matter");
    }
  }

  private int find(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  /** A field of a line and where it begins. */
  private record Cell(int column, String text) {}

  private List<Cell> cells(String text) {
    List<Cell> cells = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == ',' || text.charAt(i) == ':') {
        cells.add(new Cell(from + 1, text.substring(from, i).strip()));
        from = i + 1;
      }
    }
    // A CPU without any cache has no colons where others have some.
    boolean colons = cells.size() < columns.size() && text.endsWith(",");
    while (colons && cells.size() < columns.size()) {
      cells.add(new Cell(text.length() + 1, ""));
    }
    if (cells.size() != columns.size()) {
      throw wrong(1, cells.size() + " fields for " + columns.size() + " columns");
    }
    return cells;
  }

  private void cpu(List<Cell> cells) {
    int number = number(cells.get(0), "CPU");
    Cell core = cells.get(find("core"));
    if (!isOnline(cells, core)) {
      return;
    }
    String socket = named(cells, "socket");
    String first = "";
    String last = "socket " + socket;
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      if (CACHE.matcher(columns.get(i)).matches() && !cell.text().isEmpty()) {
        String cache = columns.get(i) + " " + number(cell, columns.get(i));
        first = first.isEmpty() ? cache : first;
        last = cache;
      }
    }
    String node = named(cells, "node");
    Place place =
        new Place(
            number,
            socket + "/" + number(core, "core") + "/" + first,
            last,
            node.isEmpty() ? 0 : Integer.parseInt(node),
            Topology.FULL_CAPACITY);
    if (places.put(number, place) != null) {
      throw wrong(cells.get(0).column(), "CPU " + number + " is there twice");
    }
    if (places.size() > Topology.MAX_CPUS) {
      throw wrong(1, "more than " + Topology.MAX_CPUS + " CPUs");
    }
  }

  private boolean isOnline(List<Cell> cells, Cell core) {
    int at = find("online");
    if (at < 0) {
      return !core.text().isEmpty();
    }
    String word = cells.get(at).text().toLowerCase(Locale.ROOT);
    if (!List.of("y", "yes", "n", "no").contains(word)) {
      throw wrong(cells.get(at).column(), "`" + cells.get(at).text() + "` is neither Y nor N");
    }
    return word.startsWith("y");
  }

  /** A number in a column that need not be there, or empty. */
  private String named(List<Cell> cells, String name) {
    int at = find(name);
    if (at < 0 || cells.get(at).text().isEmpty()) {
      return "";
    }
    return Integer.toString(number(cells.get(at), name));
  }

  private int number(Cell cell, String what) {
    if (!NUMBER.matcher(cell.text()).matches()) {
      throw wrong(cell.column(), what + ": `" + cell.text() + "` is not a number");
    }
    return Integer.parseInt(cell.text());
  }
}
