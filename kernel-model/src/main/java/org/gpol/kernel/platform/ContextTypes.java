package org.gpol.kernel.platform;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.platform.ContextField;
import org.gpol.bpf.platform.ContextLayout;
import org.gpol.bpf.platform.ProgramType;

/**
 * The contexts of the model's programs as BTF, so that objects which were compiled against another
 * kernel's can be adapted.
 */
final class ContextTypes {
  private static final List<String> NAMES =
      List.of("unsigned char", "unsigned short", "unsigned int", "unsigned long long");

  private ContextTypes() {}

  /**
   * The types of {@code others} and a structure for each context, by the name that ghOSt gives it.
   */
  static BtfTable with(BtfTable others, List<ProgramType> programs) {
    List<BtfType> types = new ArrayList<>(others.types());
    int bytesType = types.size() + 1;
    for (int i = 0; i < NAMES.size(); i++) {
      int bytes = 1 << i;
      types.add(new BtfType.Int(NAMES.get(i), bytes, 0, 8 * bytes, BtfType.Int.Encoding.UNSIGNED));
    }
    programs.forEach(program -> types.add(structure(program.context(), bytesType)));
    return new BtfTable(types);
  }

  private static BtfType structure(ContextLayout context, int bytesType) {
    List<BtfType.Member> members = new ArrayList<>();
    for (ContextField field : context.fields()) {
      // The integers are there by rising size.
      int type = bytesType + Integer.numberOfTrailingZeros(field.bytes());
      members.add(new BtfType.Member(field.name(), type, 8 * field.offset(), 0));
    }
    return new BtfType.Struct(context.name(), false, context.size(), members);
  }
}
