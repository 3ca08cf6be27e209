package org.gpol.vm.engine.interp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * HotSpot never compiles a method of more than 8,000 bytes of bytecode: an interpreter past that
 * line would run twenty times slower and nothing else would show it.
 */
class InterpreterSizeTest {
  private static final int LIMIT = 6_500;

  @Test
  void loop_bytecode_staysWellBelowWhatHotSpotCompiles() throws IOException {
    Map<String, Integer> sizes = ClassFile.codeSizes(Interpreter.class);

    int loop = sizes.get("loop");
    assertTrue(loop > 1_000, "this is not the loop: " + sizes);
    assertTrue(loop <= LIMIT, "the loop has " + loop + " bytes of bytecode, more than " + LIMIT);
  }
}
