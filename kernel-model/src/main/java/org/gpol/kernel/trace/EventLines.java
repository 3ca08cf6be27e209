package org.gpol.kernel.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.object.EventType;
import org.gpol.kernel.report.TraceListener;

/** Writes what a policy sends, a JSON object a line: time, CPU, event and its fields. */
public final class EventLines implements TraceListener {
  private final JsonGenerator json;

  /** Writes UTF-8 to {@code to}, which is flushed at the end and not closed. */
  public EventLines(OutputStream to) throws IOException {
    json = new JsonFactory().createGenerator(to);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setRootValueSeparator(null);
  }

  /** An event as people read it: {@code name a=1 b=2}. */
  public static String text(EventType type, long[] values) {
    List<String> words = new ArrayList<>(List.of(type.name()));
    for (int i = 0; i < values.length; i++) {
      EventType.Field field = type.fields().get(i);
      words.add(field.name() + "=" + field.type().text(values[i]));
    }
    return String.join(" ", words);
  }

  @Override
  public void policyEvent(long timeNs, int cpu, EventType type, long[] values) {
    try {
      json.writeStartObject();
      json.writeNumberField("time_ns", timeNs);
      json.writeNumberField("cpu", cpu);
      json.writeStringField("event", type.name());
      json.writeObjectFieldStart("fields");
      for (int i = 0; i < values.length; i++) {
        EventType.Field field = type.fields().get(i);
        json.writeFieldName(field.name());
        json.writeRawValue(field.type().text(values[i]));
      }
      json.writeEndObject();
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void ended(long timeNs) {
    try {
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
