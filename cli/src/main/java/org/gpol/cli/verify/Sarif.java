package org.gpol.cli.verify;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.cli.explain.Explanations;
import org.gpol.vm.verifier.reason.CausalStep;

/**
 * Rejections as a log in the Static Analysis Results Interchange Format 2.1.0 (OASIS), which
 * editors and code hosts show at the lines of the source.
 */
public final class Sarif {
  private final JsonGenerator json;
  private final String file;

  private Sarif(JsonGenerator json, String file) {
    this.json = json;
    this.file = file;
  }

  /** Writes the rejections among {@code verdicts}; does not close the stream. */
  public static void write(String file, String version, List<Verdict> verdicts, OutputStream to)
      throws IOException {
    try (JsonGenerator json = VerdictJson.generator(to)) {
      new Sarif(json, file).log(version, verdicts.stream().filter(v -> !v.accepted()).toList());
      json.writeRaw('\n');
    }
  }

  private void log(String version, List<Verdict> rejected) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", "2.1.0");
    json.writeStringField("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json.writeArrayFieldStart("runs");
    json.writeStartObject();
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", "gpol verify");
    json.writeStringField("version", version);
    json.writeArrayFieldStart("rules");
    for (String rule : rejected.stream().map(Sarif::rule).distinct().sorted().toList()) {
      rule(rule);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
    json.writeArrayFieldStart("results");
    for (Verdict verdict : rejected) {
      result(verdict);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String rule(Verdict verdict) {
    return verdict.overBudget() ? "OVER_BUDGET" : verdict.rejection().check().name();
  }

  private void rule(String id) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id);
    if (Explanations.codes().contains(id)) {
      text("shortDescription", Explanations.title(id));
    }
    json.writeEndObject();
  }

  private void result(Verdict verdict) throws IOException {
    json.writeStartObject();
    json.writeStringField("ruleId", rule(verdict));
    json.writeStringField("level", "error");
    String program = "program `" + verdict.program().program().name() + "`: ";
    if (verdict.overBudget()) {
      text("message", program + VerdictText.overBudget(verdict));
      json.writeArrayFieldStart("locations");
      location(verdict.program().program().code().location(0), "");
      json.writeEndArray();
    } else {
      text("message", program + verdict.rejection().message());
      json.writeArrayFieldStart("locations");
      location(verdict.rejection().location(), "");
      json.writeEndArray();
      flow(verdict.explanation().path());
    }
    json.writeEndObject();
  }

  private void flow(List<CausalStep> path) throws IOException {
    if (path.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("codeFlows");
    json.writeStartObject();
    json.writeArrayFieldStart("threadFlows");
    json.writeStartObject();
    json.writeArrayFieldStart("locations");
    for (CausalStep step : path) {
      json.writeStartObject();
      json.writeFieldName("location");
      location(step.location(), step.slot() + ": " + step.instruction() + "; " + step.note());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  private void location(SourceLocation where, String message) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("physicalLocation");
    json.writeObjectFieldStart("artifactLocation");
    json.writeStringField("uri", where == null ? file : where.file());
    json.writeEndObject();
    if (where != null && where.line() > 0) {
      json.writeObjectFieldStart("region");
      json.writeNumberField("startLine", where.line());
      json.writeNumberField("startColumn", Math.max(1, where.column()));
      json.writeEndObject();
    }
    json.writeEndObject();
    if (!message.isEmpty()) {
      text("message", message);
    }
    json.writeEndObject();
  }

  private void text(String field, String text) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("text", text);
    json.writeEndObject();
  }
}
