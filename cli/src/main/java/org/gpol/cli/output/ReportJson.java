package org.gpol.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.util.Map;
import org.gpol.bpf.object.HistogramLayout;
import org.gpol.kernel.hook.StatDistribution;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.CpuResult;
import org.gpol.kernel.report.Failure;
import org.gpol.kernel.report.HookResult;
import org.gpol.kernel.report.LatencySummary;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;

/**
 * The report of a run for programs. Keys may be added, never renamed; times are nanoseconds of
 * simulated time, and only {@code wall_ns} may differ between two runs of the same input.
 */
public final class ReportJson {
  private final RunDescription run;
  private final SimulationResult result;
  private final long wallNs;

  /**
   * The report of {@code result}.
   *
   * @param wallNs real time that the simulation took
   */
  public ReportJson(RunDescription run, SimulationResult result, long wallNs) {
    this.run = run;
    this.result = result;
    this.wallNs = wallNs;
  }

  /** Writes it as UTF-8; does not close the stream. */
  public void write(OutputStream to) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try (JsonGenerator json = new JsonFactory().createGenerator(to)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setPrettyPrinter(printer);
      json.writeStartObject();
      head(json);
      tasks(json);
      cpus(json);
      json.writeObjectFieldStart("latency");
      for (Map.Entry<String, LatencySummary> entry : result.latency().entrySet()) {
        latency(json, entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
      hooks(json);
      numbers(json, "latch_failures", result.latchFailures());
      numbers(json, "stats", result.stats());
      histograms(json);
      checks(json);
      failure(json);
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private void head(JsonGenerator json) throws IOException {
    json.writeStringField("gpol", run.version());
    json.writeObjectFieldStart("policy");
    json.writeStringField("name", run.policy());
    json.writeObjectFieldStart("params");
    for (Map.Entry<String, String> parameter : run.parameters().entrySet()) {
      json.writeStringField(parameter.getKey(), parameter.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeStringField("workload", run.workload());
    json.writeObjectFieldStart("topology");
    json.writeStringField("spec", run.topologySpec());
    json.writeNumberField("cpus", run.topology().cpus());
    json.writeNumberField("cores", run.topology().cores());
    json.writeNumberField("llcs", run.topology().llcs());
    json.writeNumberField("nodes", run.topology().nodes());
    json.writeEndObject();
    json.writeNumberField("seed", run.seed());
    json.writeNumberField("duration", result.durationNs());
    json.writeNumberField("events", result.events());
    json.writeNumberField("wall_ns", wallNs);
    json.writeStringField("engine", run.engine());
  }

  private void tasks(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("tasks");
    for (TaskResult task : result.tasks()) {
      json.writeStartObject();
      json.writeStringField("name", task.name());
      json.writeNumberField("gtid", task.gtid());
      json.writeBooleanField("ghost", task.ghost());
      json.writeNumberField("runtime", task.runtimeNs());
      json.writeNumberField("wait", task.waitNs());
      json.writeNumberField("sleep", task.sleepNs());
      json.writeNumberField("switches", task.switches());
      json.writeNumberField("migrations", task.migrations());
      json.writeNumberField("preemptions", task.preemptions());
      latency(json, "wakeup_latency", task.wakeupLatency());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void cpus(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("cpus");
    for (CpuResult cpu : result.cpus()) {
      json.writeStartObject();
      json.writeNumberField("cpu", cpu.cpu());
      json.writeNumberField("busy", cpu.busyNs());
      json.writeNumberField("idle", cpu.idleNs());
      json.writeNumberField("switching", cpu.switchNs());
      json.writeNumberField("policy", cpu.policyNs());
      json.writeNumberField("switches", cpu.switches());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void latency(JsonGenerator json, String name, LatencySummary latency)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("count", latency.count());
    json.writeNumberField("min", latency.minNs());
    json.writeNumberField("mean", latency.meanNs());
    json.writeNumberField("p50", latency.percentileNs(50));
    json.writeNumberField("p90", latency.percentileNs(90));
    json.writeNumberField("p99", latency.percentileNs(99));
    json.writeNumberField("p99_5", latency.percentileNs(99.5));
    json.writeNumberField("p99_9", latency.percentileNs(99.9));
    json.writeNumberField("max", latency.maxNs());
    json.writeEndObject();
  }

  /** Percentiles are upper bounds of buckets; each bucket is its bounds and its count. */
  private void histograms(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("histograms");
    for (Map.Entry<String, StatDistribution> entry : result.histograms().entrySet()) {
      StatDistribution values = entry.getValue();
      json.writeObjectFieldStart(entry.getKey());
      json.writeStringField("unit", values.isDuration() ? "ns" : "");
      json.writeNumberField("count", values.count());
      json.writeNumberField("mean", values.mean());
      json.writeNumberField("p50", unsigned(values.percentile(50)));
      json.writeNumberField("p90", unsigned(values.percentile(90)));
      json.writeNumberField("p99", unsigned(values.percentile(99)));
      json.writeNumberField("p99_9", unsigned(values.percentile(99.9)));
      json.writeNumberField("max", unsigned(values.percentile(100)));
      json.writeArrayFieldStart("buckets");
      for (int bucket = 0; bucket < HistogramLayout.BUCKETS; bucket++) {
        if (values.count(bucket) > 0) {
          json.writeStartArray();
          json.writeNumber(unsigned(HistogramLayout.least(bucket)));
          json.writeNumber(unsigned(HistogramLayout.greatest(bucket)));
          json.writeNumber(values.count(bucket));
          json.writeEndArray();
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private void hooks(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("hooks");
    for (HookResult hook : result.hooks()) {
      json.writeStartObject();
      json.writeStringField("hook", hook.hook());
      json.writeNumberField("calls", hook.calls());
      json.writeNumberField("insns", hook.insns());
      json.writeNumberField("errors", hook.errors());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void numbers(JsonGenerator json, String name, Map<String, Long> values)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> entry : values.entrySet()) {
      json.writeNumberField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private void checks(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("checks");
    for (CheckResult check : result.checks()) {
      json.writeStartObject();
      json.writeStringField("check", check.check());
      json.writeBooleanField("ok", check.ok());
      json.writeBooleanField("info", check.info());
      json.writeNumberField("violations", check.violations());
      if (!check.first().isEmpty()) {
        CheckResult.Violation first = check.first().get(0);
        place(json, "first", first.timeNs(), first.task(), first.what());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void failure(JsonGenerator json) throws IOException {
    if (result.failure().isPresent()) {
      Failure failure = result.failure().get();
      place(json, "failure", failure.timeNs(), failure.task(), failure.toString());
    }
  }

  private void place(JsonGenerator json, String name, long timeNs, int task, String what)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("time", timeNs);
    if (task >= 0) {
      json.writeStringField("task", result.tasks().get(task).name());
    } else {
      json.writeNullField("task");
    }
    json.writeStringField("what", what);
    json.writeStringField("replay", run.replay());
    json.writeEndObject();
  }
}
