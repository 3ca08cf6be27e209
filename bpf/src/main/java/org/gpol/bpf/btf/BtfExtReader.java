package org.gpol.bpf.btf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.binary.ByteView;
import org.gpol.bpf.binary.ObjectFormatException;
import org.gpol.bpf.binary.StringTable;
import org.gpol.bpf.code.SourceLocation;

/** Reads the section {@code .BTF.ext}: what is known of each section of code. */
public final class BtfExtReader {
  private final StringTable strings;
  private final Map<String, List<BtfExt.FuncInfo>> functions = new LinkedHashMap<>();
  private final Map<String, List<BtfExt.LineInfo>> lines = new LinkedHashMap<>();
  private final Map<String, List<CoreRelocation>> relocations = new LinkedHashMap<>();

  /** Takes one record of a subsection. */
  private interface RecordReader {
    void read(String section, ByteView record) throws ObjectFormatException;
  }

  private BtfExtReader(StringTable strings) {
    this.strings = strings;
  }

  /**
   * Reads {@code ext}.
   *
   * @param btf the section {@code .BTF} of the same object, which has the strings
   */
  public static BtfExtReader read(ByteView ext, ByteView btf) throws ObjectFormatException {
    BtfReader.header(btf, BtfFormat.HEADER_BYTES);
    BtfReader.header(ext, BtfFormat.EXT_HEADER_BYTES_OLD);
    BtfExtReader reader = new BtfExtReader(BtfReader.strings(btf));
    reader.part(ext, 8, BtfFormat.FUNC_INFO_BYTES, reader::function);
    reader.part(ext, 16, BtfFormat.LINE_INFO_BYTES, reader::line);
    if (ext.u32(4) >= BtfFormat.EXT_HEADER_BYTES) {
      reader.part(ext, 24, BtfFormat.CORE_RELO_BYTES, reader::relocation);
    }
    return reader;
  }

  /** Functions and lines, by section. */
  public BtfExt ext() {
    Map<String, BtfExt.Section> sections = new LinkedHashMap<>();
    functions.keySet().forEach(name -> sections.put(name, null));
    lines.keySet().forEach(name -> sections.put(name, null));
    sections.replaceAll((name, none) -> section(name));
    return new BtfExt(new ArrayList<>(sections.values()));
  }

  /** The CO-RE relocations of the code in {@code section}, in the order of the file. */
  public List<CoreRelocation> relocations(String section) {
    return List.copyOf(relocations.getOrDefault(section, List.of()));
  }

  private BtfExt.Section section(String name) {
    List<BtfExt.FuncInfo> funcs = new ArrayList<>(functions.getOrDefault(name, List.of()));
    List<BtfExt.LineInfo> places = new ArrayList<>(lines.getOrDefault(name, List.of()));
    funcs.sort(Comparator.comparingInt(BtfExt.FuncInfo::offset));
    places.sort(Comparator.comparingInt(BtfExt.LineInfo::offset));
    return new BtfExt.Section(name, funcs, places);
  }

  /** A part is a record size and then, for each section, its name, a count and the records. */
  private void part(ByteView ext, int header, int least, RecordReader reader)
      throws ObjectFormatException {
    ByteView part =
        ext.slice(ext.u32(4) + ext.u32(header), ext.u32(header + 4), "a part of .BTF.ext");
    if (part.size() == 0) {
      return;
    }
    int size = part.s32(0);
    if (size < least) {
      throw part.fail(0, "expected records of " + least + " bytes or more, not " + size);
    }
    int at = 4;
    while (at < part.size()) {
      String section = strings.get(part.s32(at));
      long count = part.u32(at + 4);
      ByteView records = part.slice(at + 8L, count * size, "the records of `" + section + "`");
      for (int i = 0; i < records.size(); i += size) {
        reader.read(section, records.slice(i, size, "a record"));
      }
      at += 8 + records.size();
    }
  }

  private void function(String section, ByteView record) throws ObjectFormatException {
    functions
        .computeIfAbsent(section, name -> new ArrayList<>())
        .add(new BtfExt.FuncInfo(offset(record), record.s32(4)));
  }

  private void line(String section, ByteView record) throws ObjectFormatException {
    String file = strings.get(record.s32(4));
    String text = strings.get(record.s32(8));
    int place = record.s32(12);
    int line = place >>> BtfFormat.COLUMN_BITS;
    int column = place & BtfFormat.MAX_COLUMN;
    lines
        .computeIfAbsent(section, name -> new ArrayList<>())
        .add(
            new BtfExt.LineInfo(
                offset(record),
                line == 0 ? null : new SourceLocation(file, line, Math.max(1, column), text)));
  }

  private void relocation(String section, ByteView record) throws ObjectFormatException {
    CoreKind kind =
        CoreKind.of(record.s32(12))
            .orElseThrow(() -> record.fail(12, "unknown kind of CO-RE relocation"));
    relocations
        .computeIfAbsent(section, name -> new ArrayList<>())
        .add(new CoreRelocation(offset(record), record.s32(4), strings.get(record.s32(8)), kind));
  }

  private static int offset(ByteView record) throws ObjectFormatException {
    int offset = record.s32(0);
    if (offset < 0 || offset % 8 != 0) {
      throw record.fail(0, "expected the offset of an instruction, a multiple of 8");
    }
    return offset;
  }
}
