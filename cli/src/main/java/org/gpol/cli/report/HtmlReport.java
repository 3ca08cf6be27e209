package org.gpol.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.gpol.cli.output.RunDescription;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.CpuResult;
import org.gpol.kernel.report.HookResult;
import org.gpol.kernel.report.LatencySummary;
import org.gpol.kernel.report.SimulationResult;

/**
 * Writes a page that shows a run: a timeline that zooms, distributions of latency, queue depth,
 * fairness, costs of hooks. The page is one file and asks no network for anything.
 */
public final class HtmlReport {
  private static final String TEMPLATE = "report.html";
  private static final String PLACE = "/*DATA*/";
  private static final double[] PERCENTS = {
    0, 1, 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 85, 90, 92, 95, 97, 98, 99, 99.5, 99.8, 99.9,
    99.95, 99.99, 99.999, 100
  };

  private final RunDescription run;
  private final RunHistory history;
  private final List<String> tasks;
  private final SimulationResult result;

  /** The page of a run with tasks called {@code tasks}. */
  public HtmlReport(
      RunDescription run, RunHistory history, List<String> tasks, SimulationResult result) {
    this.run = run;
    this.history = history;
    this.tasks = tasks;
    this.result = result;
  }

  /** Writes the page. */
  public void write(OutputStream to) throws IOException {
    String template;
    try (InputStream in = HtmlReport.class.getResourceAsStream(TEMPLATE)) {
      template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    int place = template.indexOf(PLACE);
    to.write(template.substring(0, place).getBytes(StandardCharsets.UTF_8));
    to.write(data());
    to.write(template.substring(place + PLACE.length()).getBytes(StandardCharsets.UTF_8));
  }

  private byte[] data() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      // No text of the run can end the script that it stands in.
      json.setCharacterEscapes(new ScriptEscapes());
      json.writeStartObject();
      head(json);
      timeline(json);
      overTime(json);
      latencies(json);
      costs(json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void head(JsonGenerator json) throws IOException {
    json.writeStringField("version", run.version());
    json.writeStringField("policy", run.policy());
    json.writeStringField("workload", run.workload());
    json.writeNumberField("cpus", run.topology().cpus());
    json.writeStringField("topology", run.topologySpec());
    json.writeNumberField("seed", run.seed());
    json.writeStringField("replay", run.replay());
    json.writeNumberField("duration", result.durationNs());
    json.writeStringField("failure", result.failure().map(Object::toString).orElse(""));
    json.writeObjectFieldStart("params");
    for (Map.Entry<String, String> entry : run.parameters().entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("checks");
    for (CheckResult check : result.checks()) {
      json.writeStartArray();
      json.writeString(check.check());
      json.writeNumber(check.violations());
      json.writeBoolean(check.info());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void timeline(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("tasks");
    for (String task : tasks) {
      json.writeString(task);
    }
    json.writeEndArray();
    numbers(json, "bars", history.bars());
    numbers(json, "wakeups", history.wakeups());
    json.writeNumberField("truncated", history.truncatedNs());
  }

  private static void numbers(JsonGenerator json, String name, LongList values) throws IOException {
    json.writeArrayFieldStart(name);
    for (int i = 0; i < values.size(); i++) {
      json.writeNumber(values.get(i));
    }
    json.writeEndArray();
  }

  private void overTime(JsonGenerator json) throws IOException {
    json.writeNumberField("width", history.widthNs());
    json.writeArrayFieldStart("depth");
    for (int i = 0; i < history.buckets(); i++) {
      json.writeNumber(rounded(history.depth(i)));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("fairness");
    for (int i = 0; i < history.buckets(); i++) {
      json.writeNumber(rounded(history.fairness(i)));
    }
    json.writeEndArray();
  }

  private static BigDecimal rounded(double value) {
    return BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP);
  }

  private void latencies(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("latencies");
    for (Map.Entry<String, LatencySummary> entry : result.latency().entrySet()) {
      LatencySummary latency = entry.getValue();
      if (latency.count() > 0) {
        json.writeStartObject();
        json.writeStringField("name", entry.getKey().replace('_', ' '));
        json.writeNumberField("count", latency.count());
        json.writeNumberField("mean", latency.meanNs());
        json.writeArrayFieldStart("points");
        for (double percent : PERCENTS) {
          json.writeNumber(percent);
          json.writeNumber(percent == 0 ? latency.minNs() : latency.percentileNs(percent));
        }
        json.writeEndArray();
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private void costs(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("hooks");
    for (HookResult hook : result.hooks()) {
      if (hook.calls() > 0) {
        row(json, hook.hook(), hook.calls(), hook.insns(), hook.errors());
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("usage");
    for (CpuResult cpu : result.cpus()) {
      row(json, "CPU " + cpu.cpu(), cpu.busyNs(), cpu.switchNs(), cpu.policyNs(), cpu.idleNs());
    }
    json.writeEndArray();
  }

  private static void row(JsonGenerator json, String name, long... values) throws IOException {
    json.writeStartArray();
    json.writeString(name);
    for (long value : values) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }

  private static final class ScriptEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int[] ASCII = ascii();

    private static int[] ascii() {
      int[] escapes = standardAsciiEscapesForJSON();
      escapes['<'] = CharacterEscapes.ESCAPE_STANDARD;
      escapes['>'] = CharacterEscapes.ESCAPE_STANDARD;
      escapes['&'] = CharacterEscapes.ESCAPE_STANDARD;
      return escapes;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ASCII.clone();
    }

    @Override
    public SerializedString getEscapeSequence(int ch) {
      return null;
    }
  }
}
