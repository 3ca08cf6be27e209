package org.gpol.bpf.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.InsnCodec;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/isa.md} shows the instruction set as the machine has it, and its example assembles.
 * {@code -Dgolden.update} writes the table anew; the text around it is written by hand.
 */
class IsaPageGoldenTest {
  private static final Path PAGE = Path.of(System.getProperty("gpol.root"), "docs/isa.md");
  private static final String BEGIN = "<!-- table: generated -->\n";
  private static final String END = "<!-- end of table -->\n";
  private static final Pattern EXAMPLE =
      Pattern.compile("```asm\n(.*?)```\n\n```text\n(.*?)```", Pattern.DOTALL);

  @Test
  void page_table_isThatOfTheMachine() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    String generated = page.substring(0, from) + IsaPage.table() + page.substring(to);
    if (System.getProperty("golden.update") != null) {
      Files.writeString(PAGE, generated);
    }
    assertEquals(generated, Files.readString(PAGE));
  }

  @Test
  void page_example_assemblesToWhatThePageShows() throws IOException, AssemblyException {
    Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
    assertTrue(example.find());
    Code code = Assembler.assemble("example.s", example.group(1), Assembler.Names.NONE);
    String listing =
        Disassembler.text(
            new Code(code.insns(), code.functions(), Collections.nCopies(code.size(), null)),
            id -> null,
            index -> null);
    assertEquals(listing, example.group(2));
    assertTrue(InsnCodec.encode(code.insns()).length > 0);
  }
}
