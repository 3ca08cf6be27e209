package org.gpol.vm;

/**
 * What runs a program, and why.
 *
 * @param compiled true if its next run is compiled, false if it is interpreted
 * @param classBytes the size of its class file; 0 if it is interpreted
 * @param reason why it is interpreted; empty if it is compiled
 */
public record EngineUse(boolean compiled, int classBytes, String reason) {
  static EngineUse compiled(int classBytes) {
    return new EngineUse(true, classBytes, "");
  }

  static EngineUse interpreted(String reason) {
    return new EngineUse(false, 0, reason);
  }
}
