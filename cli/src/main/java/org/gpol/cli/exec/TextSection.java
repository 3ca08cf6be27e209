package org.gpol.cli.exec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.InsnCodec;

/**
 * The {@code .text} of a minimal ELF64 object, entered at the symbol {@code main}: what the
 * conformance suite wraps programs in. No maps, no data, no relocations.
 */
final class TextSection {
  private static final int HEADER_BYTES = 64;
  private static final int SECTION_BYTES = 64;
  private static final int SYMBOL_BYTES = 24;
  private static final int SYMTAB = 2;
  private static final int RELA = 4;
  private static final int REL = 9;

  /** {@code ja +0}, whose distance is filled in. */
  private static final byte JUMP = 0x05;

  private record Section(int name, int type, int offset, int size, int link, int info) {}

  private final ByteBuffer file;
  private final Section[] sections;
  private final Section names;

  private TextSection(byte[] object) throws BadProgram {
    file = ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN);
    boolean elf =
        object.length >= HEADER_BYTES
            && file.getInt(0) == 0x464c457f
            && file.get(4) == 2
            && file.get(5) == 1;
    if (!elf) {
      throw new BadProgram("not a little-endian ELF64 object");
    }
    long table = file.getLong(0x28);
    int count = file.getShort(0x3c) & 0xffff;
    if (file.getShort(0x3a) != SECTION_BYTES || !inside(table, (long) count * SECTION_BYTES)) {
      throw new BadProgram("the section table lies outside the object");
    }
    sections = new Section[count];
    for (int i = 0; i < count; i++) {
      sections[i] = section((int) table + i * SECTION_BYTES);
    }
    names = section("section names", file.getShort(0x3e) & 0xffff);
  }

  /** The program of {@code object}; its first instruction goes to {@code main} if need be. */
  static Code code(byte[] object) throws BadProgram {
    return new TextSection(object).code();
  }

  private Code code() throws BadProgram {
    int text = -1;
    for (int i = 0; i < sections.length; i++) {
      if (text < 0 && string(names, sections[i].name).equals(".text")) {
        text = i;
      }
    }
    Section section = section("section .text", text);
    for (Section each : sections) {
      if ((each.type == REL || each.type == RELA) && each.info == text && each.size > 0) {
        throw new BadProgram(".text needs relocations, which a bare program cannot have");
      }
    }
    byte[] bytes = Arrays.copyOfRange(file.array(), section.offset, section.offset + section.size);
    long main = main(text);
    if (main % InsnCodec.SLOT_BYTES != 0 || main < 0 || main >= bytes.length) {
      throw new BadProgram("symbol main lies outside .text");
    }
    return RawCode.ofBytes(main == 0 ? bytes : enteredAt((int) main, bytes));
  }

  /** Distances inside the text stay what they are behind one more instruction. */
  private static byte[] enteredAt(int main, byte[] text) throws BadProgram {
    int slots = main / InsnCodec.SLOT_BYTES;
    if (slots > Short.MAX_VALUE) {
      throw new BadProgram("symbol main lies too far inside .text");
    }
    return ByteBuffer.allocate(text.length + InsnCodec.SLOT_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(JUMP)
        .putShort((short) slots)
        .putInt(0)
        .put(text)
        .array();
  }

  /** The offset of {@code main} in section number {@code text}. */
  private long main(int text) throws BadProgram {
    for (Section each : sections) {
      if (each.type == SYMTAB) {
        Section strings = section("symbol names", each.link);
        for (int at = 0; at + SYMBOL_BYTES <= each.size; at += SYMBOL_BYTES) {
          int symbol = each.offset + at;
          boolean here = (file.getShort(symbol + 6) & 0xffff) == text;
          if (here && string(strings, file.getInt(symbol)).equals("main")) {
            return file.getLong(symbol + 8);
          }
        }
      }
    }
    throw new BadProgram("there is no symbol main in .text");
  }

  private Section section(int at) throws BadProgram {
    int type = file.getInt(at + 4);
    long offset = file.getLong(at + 0x18);
    long size = file.getLong(at + 0x20);
    // SHT_NULL and SHT_NOBITS have no bytes in the file.
    boolean empty = type == 0 || type == 8;
    if (!empty && !inside(offset, size)) {
      throw new BadProgram("section at byte " + at + " lies outside the object");
    }
    return new Section(
        file.getInt(at),
        type,
        empty ? 0 : (int) offset,
        empty ? 0 : (int) size,
        file.getInt(at + 0x28),
        file.getInt(at + 0x2c));
  }

  private Section section(String what, int index) throws BadProgram {
    if (index < 0 || index >= sections.length) {
      throw new BadProgram("the object has no " + what);
    }
    return sections[index];
  }

  private boolean inside(long offset, long size) {
    int length = file.capacity();
    return offset >= 0 && size >= 0 && offset <= length && size <= length - offset;
  }

  /** The zero-terminated string at {@code at}; empty if there is none. */
  private String string(Section strings, int at) {
    if (at < 0 || at >= strings.size) {
      return "";
    }
    int end = at;
    while (end < strings.size && file.get(strings.offset + end) != 0) {
      end++;
    }
    return new String(file.array(), strings.offset + at, end - at, StandardCharsets.ISO_8859_1);
  }
}
