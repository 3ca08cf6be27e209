package org.gpol.bpf.btf;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.binary.ByteView;
import org.gpol.bpf.binary.ObjectFormatException;

/**
 * Holds what was read to what everybody relies on: ids exist, functions have prototypes, sections
 * hold variables, and what a type consists of ends after a few steps. Only behind a pointer may a
 * type come back to itself.
 */
final class BtfCheck {
  /** As deep as Linux and libbpf follow types ({@code MAX_RESOLVE_DEPTH}). */
  private static final int MAX_DEPTH = 32;

  private final BtfTable table;
  private final ByteView section;

  /** By id: how deep the type is, 0 if that is not known yet. */
  private final int[] depth;

  private BtfCheck(BtfTable table, ByteView section) {
    this.table = table;
    this.section = section;
    this.depth = new int[table.types().size() + 1];
  }

  static void check(BtfTable table, ByteView section) throws ObjectFormatException {
    BtfCheck check = new BtfCheck(table, section);
    for (int id = 1; id <= table.types().size(); id++) {
      check.references(id);
    }
    for (int id = 1; id <= table.types().size(); id++) {
      check.depth(id, 1);
    }
  }

  private void references(int id) throws ObjectFormatException {
    BtfType type = table.types().get(id - 1);
    for (int target : mentioned(type)) {
      if (target < 0 || target > table.types().size()) {
        throw fail(
            id,
            "refers to type "
                + Integer.toUnsignedString(target)
                + ", of which are "
                + table.types().size());
      }
    }
    if (type instanceof BtfType.Func func) {
      require(
          at(func.prototype()) instanceof BtfType.FuncProto,
          id,
          "is a function without a prototype");
    }
    if (type instanceof BtfType.DataSec data) {
      for (BtfType.SecVar variable : data.variables()) {
        BtfType what = at(variable.type());
        boolean fits = what instanceof BtfType.Var || what instanceof BtfType.Func;
        require(fits, id, "is a section that holds something else than variables");
      }
    }
  }

  private BtfType at(int id) {
    return table.type(id).orElse(null);
  }

  private int depth(int id, int level) throws ObjectFormatException {
    require(level <= MAX_DEPTH, id, "is nested more than " + MAX_DEPTH + " deep, or in itself");
    if (id == 0 || depth[id] > 0) {
      return id == 0 ? 0 : depth[id];
    }
    int deepest = 0;
    for (int part : parts(table.types().get(id - 1))) {
      deepest = Math.max(deepest, depth(part, level + 1));
    }
    require(deepest < MAX_DEPTH, id, "is nested more than " + MAX_DEPTH + " deep");
    depth[id] = deepest + 1;
    return depth[id];
  }

  /** The types without which nobody knows what {@code type} consists of. */
  private static List<Integer> parts(BtfType type) {
    List<Integer> parts = new ArrayList<>();
    if (type instanceof BtfType.Array array) {
      parts.add(array.element());
    } else if (type instanceof BtfType.Struct struct) {
      struct.members().forEach(member -> parts.add(member.type()));
    } else if (type instanceof BtfType.Typedef typedef) {
      parts.add(typedef.target());
    } else if (type instanceof BtfType.Qualified qualified) {
      parts.add(qualified.target());
    } else if (type instanceof BtfType.TypeTag tag) {
      parts.add(tag.target());
    } else if (type instanceof BtfType.Var variable) {
      parts.add(variable.type());
    } else if (type instanceof BtfType.DataSec data) {
      data.variables().forEach(variable -> parts.add(variable.type()));
    }
    return parts;
  }

  private static List<Integer> mentioned(BtfType type) {
    List<Integer> ids = parts(type);
    if (type instanceof BtfType.Ptr ptr) {
      ids.add(ptr.target());
    } else if (type instanceof BtfType.Array array) {
      ids.add(array.index());
    } else if (type instanceof BtfType.Func func) {
      ids.add(func.prototype());
    } else if (type instanceof BtfType.FuncProto proto) {
      ids.add(proto.result());
      proto.params().forEach(param -> ids.add(param.type()));
    } else if (type instanceof BtfType.DeclTag tag) {
      ids.add(tag.target());
    }
    return ids;
  }

  private void require(boolean holds, int id, String otherwise) throws ObjectFormatException {
    if (!holds) {
      throw fail(id, otherwise);
    }
  }

  private ObjectFormatException fail(int id, String what) {
    String name = at(id) == null ? "" : at(id).name();
    String title = name.isEmpty() ? "" : " `" + name + "`";
    return section.fail(0, "BTF type " + id + title + " " + what);
  }
}
