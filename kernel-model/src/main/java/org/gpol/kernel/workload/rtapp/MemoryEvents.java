package org.gpol.kernel.workload.rtapp;

import java.util.List;
import org.gpol.kernel.workload.WorkloadException;

/** Reads {@code mem}, {@code iorun} and {@code memrun}, and says how long they keep a CPU. */
final class MemoryEvents {

  private static final int LINE_BYTES = 64;

  private MemoryEvents() {}

  /** A number of bytes, at least 0. */
  static long bytes(String what, Json value) {
    return Values.integer(what, value, 0, Integer.MAX_VALUE);
  }

  static long ioNs(String key, Json value, GlobalSection global) {
    if (!global.nullDevice()) {
      throw new WorkloadException(
          value.at(),
          key + " writes to an `io_device` other than /dev/null, and devices are not modelled",
          "leave `io_device` out, and use `sleep` for the time the device takes");
    }
    return MemoryCosts.ioNs(bytes(key, value), global.bufferBytes());
  }

  /** {@code memrun}: so many accesses, a stride apart or anywhere, to a region. */
  static long memrunNs(String key, Json value) {
    Members fields =
        Members.settings(
            Values.object(key, value),
            List.of("type", "size", "count", "stride", "pattern", "ref"));
    boolean chase = choice(key, fields, "type", List.of("read", "write", "chase")).equals("chase");
    List<String> patterns = List.of("random", "sequential");
    boolean random = choice(key, fields, "pattern", patterns).equals("random");
    long size = positive(key, fields, "size");
    long count = bytes("`count` of " + key, fields.required("count"));
    long stride = fields.has("stride") ? positive(key, fields, "stride") : LINE_BYTES;
    if (stride > size) {
      throw new WorkloadException(
          fields.value("stride").at(), "`stride` of " + key + " is larger than `size`", "");
    }
    if (fields.has("ref")) {
      Values.name("`ref` of " + key, fields.value("ref"));
    }
    return count * MemoryCosts.accessNs(!chase && !random, size);
  }

  private static long positive(String key, Members fields, String field) {
    String what = Values.quoted(field) + " of " + key;
    return Values.integer(what, fields.required(field), 1, Integer.MAX_VALUE);
  }

  /** One of several words; the first if none is given. */
  private static String choice(String key, Members fields, String field, List<String> words) {
    if (!fields.has(field)) {
      return words.get(0);
    }
    Json value = fields.value(field);
    String word = Values.text(Values.quoted(field) + " of " + key, value);
    if (!words.contains(word)) {
      throw new WorkloadException(
          value.at(),
          "unknown " + field + " " + Values.quoted(word) + " of " + key,
          Suggestion.hint(word, words));
    }
    return word;
  }
}
