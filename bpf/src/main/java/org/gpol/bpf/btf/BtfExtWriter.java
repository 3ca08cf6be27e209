package org.gpol.bpf.btf;

import java.util.List;
import java.util.function.Function;
import org.gpol.bpf.code.SourceLocation;

/**
 * Writes {@code .BTF.ext}: function and line info, each a record size followed by, for every
 * section of code, its name, how many records it has, and the records.
 */
final class BtfExtWriter {
  private final StringTable strings;

  private BtfExtWriter(StringTable strings) {
    this.strings = strings;
  }

  static byte[] write(BtfExt info, StringTable strings) {
    BtfExtWriter writer = new BtfExtWriter(strings);
    byte[] functions =
        writer.table(
            info, BtfFormat.FUNC_INFO_BYTES, BtfExt.Section::functions, BtfExtWriter::function);
    byte[] lines =
        writer.table(info, BtfFormat.LINE_INFO_BYTES, BtfExt.Section::lines, writer::line);
    return BtfWriter.header(BtfFormat.EXT_HEADER_BYTES)
        .u32(0)
        .u32(functions.length)
        .u32(functions.length)
        .u32(lines.length)
        .u32(functions.length + lines.length)
        .u32(0) // no CO-RE relocations
        .bytes(functions)
        .bytes(lines)
        .toByteArray();
  }

  /** Puts one record at the end of the output. */
  private interface Encoder<T> {
    void put(T item, LittleEndianOutput out);
  }

  private <T> byte[] table(
      BtfExt info, int recordBytes, Function<BtfExt.Section, List<T>> records, Encoder<T> encoder) {
    LittleEndianOutput out = new LittleEndianOutput();
    for (BtfExt.Section section : info.sections()) {
      List<T> list = records.apply(section);
      if (list.isEmpty()) {
        continue;
      }
      if (out.size() == 0) {
        out.u32(recordBytes);
      }
      out.u32(strings.offset(section.name())).u32(list.size());
      list.forEach(item -> encoder.put(item, out));
    }
    return out.toByteArray();
  }

  private static void function(BtfExt.FuncInfo function, LittleEndianOutput out) {
    out.u32(function.offset()).u32(function.type());
  }

  private void line(BtfExt.LineInfo info, LittleEndianOutput out) {
    SourceLocation at = info.location();
    if (at == null || at.line() > BtfFormat.MAX_LINE) {
      out.u32(info.offset()).u32(0).u32(0).u32(0);
      return;
    }
    int column = Math.min(at.column(), BtfFormat.MAX_COLUMN);
    out.u32(info.offset())
        .u32(strings.offset(at.file()))
        .u32(strings.offset(at.text()))
        .u32(at.line() << BtfFormat.COLUMN_BITS | column);
  }
}
