package org.gpol.bpf.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.bpf.isa.ConformanceGroup;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnCodec;
import org.gpol.bpf.isa.OpcodeRow;
import org.gpol.bpf.isa.OpcodeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code llvm-objdump} prints of our code, the assembler reads as that code. */
class LlvmNotationTest {
  private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\t[0-9a-f ]+\\t(.*)");

  @TempDir Path directory;

  @Test
  void assemble_whatLlvmPrintsOfEveryRow_isTheInstruction()
      throws IOException, InterruptedException, AssemblyException {
    List<Insn> program = program();
    List<String> lines = objdump(InsnCodec.encode(program));
    assertEquals(program.size(), lines.size(), String.join("\n", lines));

    int same = 0;
    int known = 0;
    for (int i = 0; i < lines.size(); i++) {
      // Releases before the instruction do not know it.
      if (!lines.get(i).equals("<unknown>")) {
        String text = lines.get(i).replaceFirst("goto [+-]\\d+ <.*>$", "goto @0");
        Insn read = Assembler.assemble("llvm", text, Assembler.Names.NONE).insns().get(0);
        assertEquals(program.get(i), read, text);
        known++;
        same += Disassembler.text(read).equals(text) ? 1 : 0;
      }
    }
    assertTrue(known > 90, "llvm-objdump knows only " + known + " instructions");
    // It writes wide constants in decimal, w for narrow loads and stores, and atomics otherwise.
    assertTrue(same > known - 20, "only " + same + " of " + known + " are the same to the letter");
  }

  /**
   * An instruction of every row. Left out is what llvm before version 18 takes for another
   * instruction, since it looks at the opcode alone, and what it prints as numbers without saying
   * of what.
   */
  private static List<Insn> program() {
    List<Insn> program = new ArrayList<>();
    for (OpcodeRow row : OpcodeTable.rows()) {
      boolean older = row.offset().any() || row.offset().value() == 0;
      boolean bare =
          !(row.example() instanceof Insn.LoadRef)
              && !(row.example() instanceof Insn.CallLocal)
              && !(row.example() instanceof Insn.CallBtf)
              && row.group() != ConformanceGroup.CALLX;
      if (older && bare) {
        program.add(row.example());
      }
    }
    return program;
  }

  private List<String> objdump(byte[] code) throws IOException, InterruptedException {
    Path object = Files.write(directory.resolve("code.o"), object(code));
    Process process;
    try {
      process =
          new ProcessBuilder("llvm-objdump", "-d", "--mattr=+alu32", object.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no llvm-objdump: " + e.getMessage());
      return List.of();
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(process.waitFor() == 0, "llvm-objdump without the BPF target: " + output);
    return output
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1).strip())
        .toList();
  }

  /** A relocatable object with {@code .text} and nothing else. */
  private static byte[] object(byte[] code) {
    byte[] names = "\0.text\0.shstrtab\0".getBytes(StandardCharsets.US_ASCII);
    int table = 64 + code.length + names.length;
    ByteBuffer out = ByteBuffer.allocate(table + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x464c457f).put((byte) 2).put((byte) 1).put((byte) 1);
    out.putShort(16, (short) 1).putShort(18, (short) 247).putInt(20, 1).putLong(40, table);
    out.putShort(52, (short) 64).putShort(58, (short) 64);
    out.putShort(60, (short) 3).putShort(62, (short) 2);
    out.position(64).put(code).put(names);
    section(out, table + 64, new long[] {1, 1, 6, 64, code.length});
    section(out, table + 128, new long[] {7, 3, 0, 64L + code.length, names.length});
    return out.array();
  }

  /** Name, type, flags, offset and size. */
  private static void section(ByteBuffer out, int at, long[] fields) {
    out.putInt(at, (int) fields[0]).putInt(at + 4, (int) fields[1]).putLong(at + 8, fields[2]);
    out.putLong(at + 24, fields[3]).putLong(at + 32, fields[4]).putLong(at + 48, 8);
  }
}
