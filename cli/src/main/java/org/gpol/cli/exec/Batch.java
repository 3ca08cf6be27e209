package org.gpol.cli.exec;

import org.gpol.vm.EngineKind;
import org.gpol.vm.engine.VmFault;

/** Many programs over one process: a line each, and a line of answer each. */
public final class Batch {
  private Batch() {}

  /**
   * Runs the program of a line {@code NAME|PROGRAM|MEMORY}, both in hexadecimal and the memory
   * optional.
   *
   * @return {@code NAME}, a tab, and {@code r0=0x…} or {@code error} with a message
   */
  public static String answer(String line, long budget, EngineKind engine) {
    int first = line.indexOf('|');
    if (first < 0) {
      return line + "\terror a line is NAME|PROGRAM|MEMORY";
    }
    int second = line.indexOf('|', first + 1);
    String name = line.substring(0, first);
    String program = line.substring(first + 1, second < 0 ? line.length() : second);
    String memory = second < 0 ? "" : line.substring(second + 1);
    try {
      byte[] bytes = HexText.bytes(memory);
      long r0 = BareRun.run(RawCode.ofBytes(HexText.bytes(program)), bytes, budget, engine);
      return name + "\tr0=0x" + Long.toHexString(r0);
    } catch (BadProgram | VmFault e) {
      return name + "\terror " + e.getMessage();
    }
  }
}
