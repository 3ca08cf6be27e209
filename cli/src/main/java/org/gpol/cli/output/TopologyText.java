package org.gpol.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.workload.CpuSet;

/** What a machine is like, for people and for programs. */
public final class TopologyText {
  private TopologyText() {}

  /** CPUs that differ in nothing but the core. */
  private record Kind(int node, int llc, int threads, int capacity) {}

  /** A line about the whole, and one for each group of like CPUs behind a cache. */
  public static String table(Topology topology) {
    Map<Kind, List<Integer>> kinds = new LinkedHashMap<>();
    for (int cpu = 0; cpu < topology.cpus(); cpu++) {
      Kind kind =
          new Kind(
              topology.node(cpu), topology.llc(cpu), topology.threads(cpu), topology.capacity(cpu));
      kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(cpu);
    }
    TextTable table = new TextTable("node", "cache", "CPUs", "cores", "threads", "capacity");
    kinds.forEach(
        (kind, cpus) ->
            table.row(
                Integer.toString(kind.node()),
                Integer.toString(kind.llc()),
                set(cpus),
                Integer.toString(cpus.size() / kind.threads()),
                Integer.toString(kind.threads()),
                Integer.toString(kind.capacity())));
    return topology.spec()
        + ": "
        + counted(topology.cpus(), "CPU")
        + ", "
        + counted(topology.cores(), "core")
        + ", "
        + counted(topology.llcs(), "last-level cache")
        + ", "
        + counted(topology.nodes(), "node")
        + "\n"
        + table.render()
        + renumbered(topology);
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String set(List<Integer> cpus) {
    return CpuSet.of(cpus.stream().mapToInt(cpu -> cpu).toArray()).toString();
  }

  /** The machine's own numbers where ours are others. */
  private static String renumbered(Topology topology) {
    int[] numbers = IntStream.range(0, topology.cpus()).map(topology::machineNumber).toArray();
    boolean same = IntStream.range(0, numbers.length).allMatch(cpu -> numbers[cpu] == cpu);
    if (same) {
      return "";
    }
    StringBuilder list = new StringBuilder();
    for (int number : numbers) {
      list.append(list.isEmpty() ? "" : ",").append(number);
    }
    return "CPUs 0-" + (numbers.length - 1) + " are the machine's " + list + "\n";
  }

  /** Each CPU, with the numbers that policies see. */
  public static String json(Topology topology) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("spec", topology.spec());
      json.writeNumberField("cpus", topology.cpus());
      json.writeNumberField("cores", topology.cores());
      json.writeNumberField("llcs", topology.llcs());
      json.writeNumberField("nodes", topology.nodes());
      json.writeArrayFieldStart("list");
      for (int cpu = 0; cpu < topology.cpus(); cpu++) {
        json.writeStartObject();
        json.writeNumberField("cpu", cpu);
        json.writeNumberField("machine", topology.machineNumber(cpu));
        json.writeNumberField("core", topology.core(cpu));
        json.writeNumberField("thread", topology.thread(cpu));
        json.writeNumberField("llc", topology.llc(cpu));
        json.writeNumberField("node", topology.node(cpu));
        json.writeNumberField("capacity", topology.capacity(cpu));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }
}
