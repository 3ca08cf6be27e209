package org.gpol.cli.exec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.code.Code;
import org.gpol.vm.EngineKind;
import org.gpol.vm.engine.VmFault;

/**
 * The plug-in protocol of the bpf_conformance suite: one program on standard input, memory as an
 * optional first argument, R0 or a message on standard output.
 */
public final class Plugin {
  /** How a call of the plug-in ended. */
  public enum Outcome {
    /** The program ran. */
    RAN,
    /** The input was no program. */
    BAD_PROGRAM,
    /** The arguments were wrong. */
    BAD_USAGE,
    /** The program did something that it may not. */
    FAULT
  }

  /**
   * What the plug-in says.
   *
   * @param line R0 in hexadecimal, all 64 bits, or a message
   */
  public record Answer(Outcome outcome, String line) {}

  private Plugin() {}

  /**
   * Runs the program of {@code input}.
   *
   * @param args what follows {@code --plugin}: memory, {@code --interp}, {@code --jit}, {@code
   *     --elf}
   * @param input hexadecimal bytes, the instructions or with {@code --elf} an object
   */
  public static Answer answer(List<String> args, byte[] input) {
    List<String> memory = new ArrayList<>();
    boolean elf = false;
    EngineKind engine = EngineKind.INTERPRETER;
    for (String arg : args) {
      switch (arg) {
        case "--elf" -> elf = true;
        // The suite's other plug-ins spell it out.
        case "--interp", "--interpret" -> {}
        case "--jit" -> engine = EngineKind.JIT;
        default -> memory.add(arg);
      }
    }
    if (memory.size() > 1 || (memory.size() == 1 && memory.get(0).startsWith("-"))) {
      String wrong = memory.get(memory.size() - 1);
      return new Answer(
          Outcome.BAD_USAGE,
          "unknown argument `" + wrong + "`; known are [MEMORY] --interp --jit --elf");
    }
    try {
      byte[] bytes = HexText.bytes(memory.isEmpty() ? "" : memory.get(0));
      byte[] program = HexText.bytes(new String(input, StandardCharsets.ISO_8859_1));
      Code code = elf ? TextSection.code(program) : RawCode.ofBytes(program);
      long r0 = BareRun.run(code, bytes, BareRun.DEFAULT_BUDGET, engine);
      return new Answer(Outcome.RAN, Long.toHexString(r0));
    } catch (BadProgram e) {
      return new Answer(Outcome.BAD_PROGRAM, e.getMessage());
    } catch (VmFault e) {
      return new Answer(Outcome.FAULT, e.getMessage());
    }
  }
}
