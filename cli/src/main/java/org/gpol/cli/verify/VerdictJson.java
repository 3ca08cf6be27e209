package org.gpol.cli.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.vm.verifier.Rejection;
import org.gpol.vm.verifier.reason.CausalStep;
import org.gpol.vm.verifier.reason.Explanation;

/** Verdicts for programs to read. Keys may be added, never renamed. */
public final class VerdictJson {
  private final JsonGenerator json;

  private VerdictJson(JsonGenerator json) {
    this.json = json;
  }

  /** Writes the verdicts on the programs of {@code file} as UTF-8; does not close the stream. */
  public static void write(String file, List<Verdict> verdicts, OutputStream to)
      throws IOException {
    try (JsonGenerator json = generator(to)) {
      json.writeStartObject();
      json.writeStringField("file", file);
      json.writeBooleanField("accepted", verdicts.stream().allMatch(Verdict::accepted));
      json.writeArrayFieldStart("programs");
      for (Verdict verdict : verdicts) {
        new VerdictJson(json).program(verdict);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  static JsonGenerator generator(OutputStream to) throws IOException {
    JsonGenerator json = new JsonFactory().createGenerator(to);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setPrettyPrinter(
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
    return json;
  }

  private void program(Verdict verdict) throws IOException {
    json.writeStartObject();
    json.writeStringField("program", verdict.program().program().name());
    json.writeStringField("section", verdict.program().program().section());
    json.writeBooleanField("accepted", verdict.accepted());
    json.writeNumberField("instructions", verdict.program().program().code().size());
    json.writeNumberField("processed", verdict.result().instructionsProcessed());
    json.writeNumberField("states", verdict.result().peakStates());
    if (verdict.result().accepted()) {
      json.writeNumberField("stack_bytes", verdict.result().stackBytes());
      if (verdict.cost() != null) {
        cost(verdict);
      }
      json.writeBooleanField("over_budget", verdict.overBudget());
    } else {
      rejection(verdict.rejection(), verdict.explanation());
    }
    json.writeEndObject();
  }

  private void cost(Verdict verdict) throws IOException {
    if (verdict.hasCost()) {
      json.writeNumberField("most_instructions", verdict.cost().most());
    }
    CostText text = new CostText(verdict.program(), verdict.cost());
    json.writeStringField("formula", text.formula());
    json.writeArrayFieldStart("where");
    for (String line : text.legend()) {
      json.writeString(line);
    }
    json.writeEndArray();
  }

  private void rejection(Rejection rejection, Explanation explanation) throws IOException {
    json.writeObjectFieldStart("rejection");
    json.writeStringField("category", rejection.check().name());
    json.writeStringField("message", rejection.message());
    json.writeNumberField("instruction", rejection.slot());
    json.writeStringField("text", explanation.instruction());
    json.writeStringField("subject", explanation.subject());
    json.writeStringField("state", rejection.stateExcerpt());
    location(rejection.location());
    json.writeArrayFieldStart("path");
    for (CausalStep step : explanation.path()) {
      json.writeStartObject();
      json.writeNumberField("instruction", step.slot());
      json.writeStringField("text", step.instruction());
      json.writeStringField("note", step.note());
      location(step.location());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("suggestion", explanation.suggestion());
    json.writeArrayFieldStart("code");
    for (String line : explanation.code()) {
      json.writeString(line);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void location(SourceLocation where) throws IOException {
    if (where != null) {
      json.writeObjectFieldStart("location");
      json.writeStringField("file", where.file());
      json.writeNumberField("line", where.line());
      json.writeNumberField("column", where.column());
      json.writeEndObject();
    }
  }
}
