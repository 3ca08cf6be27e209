package org.gpol.kernel.workload;

/**
 * A place in a workload file.
 *
 * @param file the path as the user gave it, or a name for text that came from elsewhere
 * @param line from 1
 * @param column from 1, in characters
 */
public record SourcePosition(String file, int line, int column) {

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
