package org.gpol.bpf.btf;

/**
 * Writes the sections {@code .BTF} and {@code .BTF.ext} of one object, which share their strings.
 * The same types and info give the same bytes.
 */
public final class BtfWriter {
  private final byte[] types;
  private final byte[] ext;

  /**
   * Encodes an object's types, and what is known of its code.
   *
   * @throws IllegalArgumentException for what has no encoding: more than 65535 members, values,
   *     parameters or variables of one type, a name with a zero inside
   */
  public BtfWriter(BtfTable table, BtfExt info) {
    StringTable strings = new StringTable();
    BtfTypeEncoder encoder = new BtfTypeEncoder(strings);
    table.types().forEach(encoder::encode);
    ext = BtfExtWriter.write(info, strings);
    types = section(encoder.toByteArray(), strings.toByteArray());
  }

  /** The content of {@code .BTF} for types alone. */
  public static byte[] write(BtfTable table) {
    return new BtfWriter(table, new BtfExt(java.util.List.of())).types();
  }

  /** The content of {@code .BTF}. */
  public byte[] types() {
    return types.clone();
  }

  /** The content of {@code .BTF.ext}. */
  public byte[] ext() {
    return ext.clone();
  }

  private static byte[] section(byte[] encoded, byte[] strings) {
    return header(BtfFormat.HEADER_BYTES)
        .u32(0)
        .u32(encoded.length)
        .u32(encoded.length)
        .u32(strings.length)
        .bytes(encoded)
        .bytes(strings)
        .toByteArray();
  }

  /** What both sections begin with. */
  static LittleEndianOutput header(int bytes) {
    return new LittleEndianOutput()
        .u16(BtfFormat.MAGIC)
        .u8(BtfFormat.VERSION)
        .u8(0) // flags
        .u32(bytes);
  }
}
