package org.gpol.kernel.workload.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;

/**
 * Reads recordings line by line: events, or the table of {@code perf sched timehist}. What has lost
 * events is refused.
 */
public final class TraceReader {
  private static final int MAX_LINE = 1_024;
  private static final int MAX_EVENTS = 20_000_000;

  private final String file;
  private int line;
  private int events;
  private RecordedText text;

  private TraceReader(String file) {
    this.file = file;
  }

  /** Whether the name of a file says that it is a recording: it ends with .txt. */
  public static boolean isRecording(String path) {
    return path.endsWith(".txt");
  }

  /**
   * Reads a file.
   *
   * @throws WorkloadException with line and column of what is wrong
   */
  public static Workload read(Path path) throws IOException {
    try (Reader text = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
      return new TraceReader(path.toString()).workload(text, name(path));
    }
  }

  private static String name(Path path) {
    Path last = path.getFileName();
    return last == null ? "recording" : last.toString().replaceFirst("\\.txt$", "");
  }

  /** Reads text; {@code name} stands for the file in messages. */
  public static Workload parse(String name, String text) {
    try (Reader reader = new StringReader(text)) {
      return new TraceReader(name).workload(reader, name);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Workload workload(Reader input, String name) throws IOException {
    try (BufferedReader reader = new BufferedReader(input)) {
      StringBuilder buffer = new StringBuilder();
      for (String next = line(reader, buffer); next != null; next = line(reader, buffer)) {
        read(next);
      }
    }
    return (text == null ? new EventText() : text).workload(name, position());
  }

  /** The next line, without its end; null after the last. */
  private String line(BufferedReader reader, StringBuilder buffer) throws IOException {
    buffer.setLength(0);
    int c = reader.read();
    if (c < 0) {
      return null;
    }
    line++;
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      if (buffer.length() == MAX_LINE) {
        throw wrong("longer than " + MAX_LINE + " characters: this is no line of a recording");
      }
      if (c != '\r') {
        buffer.append((char) c);
      }
    }
    return buffer.toString();
  }

  private WorkloadException wrong(String problem) {
    return new WorkloadException(position(), problem, "");
  }

  private SourcePosition position() {
    return new SourcePosition(file, line, 1);
  }

  private void read(String next) {
    if (next.isBlank() || next.startsWith("#") || next.matches("cpus=[0-9]{1,4}|version = .*")) {
      return;
    }
    if (next.contains("LOST") && next.contains("EVENTS]")) {
      throw wrong("the recording has lost events, so what tasks did is not known");
    }
    if (++events > MAX_EVENTS) {
      throw wrong("more than " + MAX_EVENTS + " events");
    }
    if (text == null) {
      text = TimehistText.isHeader(next) ? new TimehistText() : new EventText();
    }
    text.read(next, position());
  }
}
