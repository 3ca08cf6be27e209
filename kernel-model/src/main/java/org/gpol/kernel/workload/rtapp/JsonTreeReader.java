package org.gpol.kernel.workload.rtapp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.GpolBug;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.WorkloadException;

/**
 * Text to tree. Accepts what rt-app's users write: C and C++ comments, a trailing comma, the same
 * key several times in one object (rt-app's {@code workgen} makes such files acceptable to rt-app).
 */
final class JsonTreeReader {

  /** Deeper than any workload: tasks, task, phases, phase, event, field is six. */
  static final int MAX_DEPTH = 16;

  /** Values in one file; bounds memory, which the size of the text alone does not. */
  static final int MAX_VALUES = 1_000_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          // Keys are the user's; a table of all keys ever seen could be made to collide.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(100)
                  .maxNameLength(1_000)
                  .maxStringLength(10_000)
                  .build())
          .build();

  private final String file;
  private final JsonParser parser;
  private int values;

  private JsonTreeReader(String file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /** The value {@code text} consists of. */
  static Json read(String file, String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonTreeReader reader = new JsonTreeReader(file, parser);
      if (parser.nextToken() == null) {
        throw new WorkloadException(
            new SourcePosition(file, 1, 1), "the file is empty", "write an object with `tasks`");
      }
      Json root = reader.value();
      if (parser.nextToken() != null) {
        throw new WorkloadException(reader.here(), "text after the end of the workload", "");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw malformed(file, e);
    } catch (IOException e) {
      throw new GpolBug("reading a string failed: " + e);
    }
  }

  private Json value() throws IOException {
    SourcePosition at = here();
    if (++values > MAX_VALUES) {
      throw new WorkloadException(at, "more than " + MAX_VALUES + " values in one file", "");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(at);
      case START_ARRAY -> array(at);
      case VALUE_STRING -> new Json.Text(at, parser.getText());
      case VALUE_NUMBER_INT -> new Json.Num(at, parser.getText(), true);
      case VALUE_NUMBER_FLOAT -> new Json.Num(at, parser.getText(), false);
      case VALUE_TRUE -> new Json.Bool(at, true);
      case VALUE_FALSE -> new Json.Bool(at, false);
      case VALUE_NULL -> new Json.Null(at);
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new GpolBug("a value cannot begin with " + parser.currentToken());
    };
  }

  private Json object(SourcePosition at) throws IOException {
    List<Json.Member> members = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      SourcePosition keyAt = here();
      String key = parser.currentName();
      parser.nextToken();
      members.add(new Json.Member(keyAt, key, value()));
    }
    return new Json.Obj(at, members);
  }

  private Json array(SourcePosition at) throws IOException {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return new Json.Arr(at, items);
  }

  private SourcePosition here() {
    return position(file, parser.currentTokenLocation());
  }

  private static SourcePosition position(String file, JsonLocation place) {
    return place == null
        ? new SourcePosition(file, 1, 1)
        : new SourcePosition(
            file, Math.max(place.getLineNr(), 1), Math.max(place.getColumnNr(), 1));
  }

  private static WorkloadException malformed(String file, JsonProcessingException e) {
    SourcePosition at = position(file, e.getLocation());
    if (e instanceof JsonEOFException) {
      return new WorkloadException(
          at, "the file ends inside an object, array, string or comment", "close what is open");
    }
    if (e instanceof StreamConstraintsException) {
      return new WorkloadException(
          at, "a name, string or number is too long, or objects are nested too deeply", "");
    }
    // The parser points back to where an object began, in words that are its own.
    String message = e.getOriginalMessage().replaceAll("\\s*\\([^()]*\\[Source:(?s:.*)", "");
    String oneLine = message.replaceAll("\\s+", " ");
    return new WorkloadException(at, "malformed JSON: " + oneLine, "");
  }
}
