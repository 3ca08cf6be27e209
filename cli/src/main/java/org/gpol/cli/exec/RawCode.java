package org.gpol.cli.exec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.DecodeException;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnCodec;

/** Bare instructions, without an object around them. */
public final class RawCode {
  private RawCode() {}

  /** The program in the content of a file: bytes as they are, or hexadecimal text. */
  public static Code ofFile(byte[] content) throws BadProgram {
    // A program has an exit, 0x95, which no text in hexadecimal contains.
    return HexText.looksLikeHex(content)
        ? ofBytes(HexText.bytes(new String(content, StandardCharsets.ISO_8859_1)))
        : ofBytes(content);
  }

  /** The program that {@code bytes} encode. */
  public static Code ofBytes(byte[] bytes) throws BadProgram {
    try {
      List<Insn> insns = InsnCodec.decode(bytes);
      if (insns.isEmpty()) {
        throw new BadProgram("there are no instructions");
      }
      return Code.of(insns);
    } catch (DecodeException e) {
      throw new BadProgram(e.getMessage());
    }
  }
}
