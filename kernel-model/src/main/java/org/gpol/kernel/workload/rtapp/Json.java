package org.gpol.kernel.workload.rtapp;

import java.util.List;
import org.gpol.kernel.workload.SourcePosition;

/** A JSON value that knows where it stands, with repeated keys and their order kept. */
sealed interface Json {

  /** Where the value begins. */
  SourcePosition at();

  /** What to call a value of this kind in a message. */
  String kind();

  /** An object; {@code members} may repeat a key. */
  record Obj(SourcePosition at, List<Member> members) implements Json {
    @Override
    public String kind() {
      return "an object";
    }
  }

  /** One {@code "key": value} of an object; {@code at} is the key's place. */
  record Member(SourcePosition at, String key, Json value) {}

  /** An array. */
  record Arr(SourcePosition at, List<Json> items) implements Json {
    @Override
    public String kind() {
      return "an array";
    }
  }

  /** A string. */
  record Text(SourcePosition at, String value) implements Json {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /**
   * A number as written.
   *
   * @param integral whether it has neither fraction nor exponent
   */
  record Num(SourcePosition at, String literal, boolean integral) implements Json {
    @Override
    public String kind() {
      return integral ? "an integer" : "a fraction";
    }
  }

  /** {@code true} or {@code false}. */
  record Bool(SourcePosition at, boolean value) implements Json {
    @Override
    public String kind() {
      return "a boolean";
    }
  }

  /** {@code null}. */
  record Null(SourcePosition at) implements Json {
    @Override
    public String kind() {
      return "null";
    }
  }
}
