package org.gpol.benchmarks.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gpol.bpf.object.BpfObject;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.kernel.report.HookResult;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.rtapp.RtAppReader;

/** Policies and their counterparts in C under the same workload, hook by hook. */
final class Comparison {
  /** The policies of which there is one in C. */
  static final List<String> POLICIES =
      List.of(
          "fifo",
          "percpu_fifo",
          "round_robin",
          "priority",
          "fair",
          "stride",
          "cfs",
          "edf",
          "mlfq",
          "shinjuku",
          "biff",
          "batch_latency",
          "feedback",
          "core_sched",
          "tickless");

  private final Path root;
  private final Clang clang;
  private final long durationNs;
  private final List<Double> ratios = new ArrayList<>();
  private double worst;

  Comparison(Path root, Clang clang, long durationNs) {
    this.root = root;
    this.clang = clang;
    this.durationNs = durationNs;
  }

  /** The geometric mean of all hooks of all policies; 1 if there are none. */
  double geomean() {
    return geomean(ratios);
  }

  /** The greatest geometric mean of one policy's hooks. */
  double worstPolicy() {
    return worst;
  }

  /** A row for each hook; without clang only what gpol's code executes. */
  String table(List<String> policies) throws IOException {
    StringBuilder out = new StringBuilder("| policy | hook | calls | gpol | clang | ratio |\n");
    out.append("|---|---|---:|---:|---:|---:|\n");
    for (String policy : policies) {
      out.append(rows(policy));
    }
    if (clang.trouble() != null) {
      return out.append("\nclang is missing: ").append(clang.trouble()).append('\n').toString();
    }
    return out.append(
            String.format(
                Locale.ROOT,
                "%ngeomean of all hooks %.2f, of the worst policy %.2f; %s -O2 -mcpu=v3%n",
                geomean(),
                worst,
                clang.version()))
        .toString();
  }

  private String rows(String policy) throws IOException {
    Workload workload = RtAppReader.read(root.resolve("workloads/desktop.json"));
    Map<String, HookResult> ours = HookCosts.measure(compile(policy), workload, durationNs);
    Path source = root.resolve("benchmarks/src/main/c/policies/" + policy + ".bpf.c");
    Optional<BpfObject> object = clang.compile(source);
    Map<String, HookResult> theirs =
        object.isPresent() ? HookCosts.measure(object.get(), workload, durationNs) : Map.of();
    List<Double> ofPolicy = new ArrayList<>();
    StringBuilder out = new StringBuilder();
    for (HookResult hook : ours.values()) {
      out.append("| ").append(policy).append(" | ").append(hook.hook());
      out.append(String.format(Locale.ROOT, " | %,d | %.1f |", hook.calls(), perCall(hook)));
      HookResult other = theirs.get(hook.hook());
      if (other == null) {
        out.append(" | |\n");
        continue;
      }
      if (other.calls() != hook.calls()) {
        throw new IOException(
            String.format(
                "%s decides otherwise in C: %s is called %d times, not %d",
                policy, hook.hook(), other.calls(), hook.calls()));
      }
      double ratio = perCall(hook) / perCall(other);
      ofPolicy.add(ratio);
      out.append(String.format(Locale.ROOT, " %.1f | %.2f |%n", perCall(other), ratio));
    }
    if (!ofPolicy.isEmpty()) {
      ratios.addAll(ofPolicy);
      worst = Math.max(worst, geomean(ofPolicy));
      out.append(
          String.format(Locale.ROOT, "| %s | geomean | | | | %.2f |%n", policy, geomean(ofPolicy)));
    }
    return out.toString();
  }

  private BpfObject compile(String policy) throws IOException {
    Path path = root.resolve("policies/" + policy + ".gpol");
    SourceFile source = new SourceFile(path.toString(), Files.readString(path));
    return GpolCompiler.compile(source, CompilerOptions.DEFAULT)
        .object()
        .orElseThrow(() -> new IOException(path + " does not compile"));
  }

  private static double perCall(HookResult hook) {
    return (double) hook.insns() / hook.calls();
  }

  private static double geomean(List<Double> ratios) {
    return Math.exp(ratios.stream().mapToDouble(Math::log).average().orElse(0));
  }
}
