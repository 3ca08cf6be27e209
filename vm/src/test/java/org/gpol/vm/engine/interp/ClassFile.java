package org.gpol.vm.engine.interp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;

/** As much of a class file as it takes to know how long its methods' bytecode is (JVMS 4). */
final class ClassFile {
  private final DataInputStream in;
  private String[] utf8;

  private ClassFile(DataInputStream in) {
    this.in = in;
  }

  /** Bytes of bytecode by method name; of overloads the longest. */
  static Map<String, Integer> codeSizes(Class<?> type) throws IOException {
    String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream stream = type.getResourceAsStream(file)) {
      return new ClassFile(new DataInputStream(stream)).codeSizes();
    }
  }

  private Map<String, Integer> codeSizes() throws IOException {
    in.skipNBytes(8);
    readConstants();
    in.skipNBytes(6);
    in.skipNBytes(2L * in.readUnsignedShort());
    members();
    return members();
  }

  private void readConstants() throws IOException {
    utf8 = new String[in.readUnsignedShort()];
    for (int i = 1; i < utf8.length; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> utf8[i] = in.readUTF();
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        default -> throw new IOException("constant pool tag " + tag);
      }
    }
  }

  private Map<String, Integer> members() throws IOException {
    Map<String, Integer> sizes = new TreeMap<>();
    int count = in.readUnsignedShort();
    for (int i = 0; i < count; i++) {
      in.skipNBytes(2);
      String name = utf8[in.readUnsignedShort()];
      in.skipNBytes(2);
      int attributes = in.readUnsignedShort();
      for (int a = 0; a < attributes; a++) {
        String attribute = utf8[in.readUnsignedShort()];
        byte[] content = in.readNBytes(in.readInt());
        if (attribute.equals("Code")) {
          sizes.merge(name, java.nio.ByteBuffer.wrap(content).getInt(4), Math::max);
        }
      }
    }
    return sizes;
  }
}
