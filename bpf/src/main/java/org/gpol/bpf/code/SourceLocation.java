package org.gpol.bpf.code;

/**
 * A place in a source file, as line info of an object tells it.
 *
 * @param file the path as the compiler was given it
 * @param line 1-based
 * @param column 1-based, in characters
 * @param text the source line without its end, for messages that have no file to read
 */
public record SourceLocation(String file, int line, int column, String text) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
