package org.gpol.bpf.core;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.btf.CoreKind;
import org.gpol.bpf.btf.CoreRelocation;

/**
 * A path into a type, in the types of an object or of the kernel.
 *
 * @param root the type that it begins in
 * @param steps from there; a step with a name leads into a member, another into an array
 * @param bitOffset where it ends, from the start of the root
 */
record Access(int root, List<Step> steps, long bitOffset) {
  /** As deep as libbpf follows ({@code BPF_CORE_SPEC_MAX_LEN}). */
  static final int MAX_STEPS = 64;

  /**
   * A step.
   *
   * @param type the structure, enumeration or element at which it arrives
   * @param index of the member, constant or element
   * @param name of the member or constant; empty for elements
   */
  record Step(int type, int index, String name) {}

  Step last() {
    return steps.get(steps.size() - 1);
  }

  /** Reads what a relocation says in the types of its object. */
  static Access parse(CoreRelocation relocation, BtfTable types) throws CoreException {
    List<Integer> indices = indices(relocation.access());
    if (types.type(relocation.type()).isEmpty()) {
      throw new CoreException("is of a type that does not exist");
    }
    CoreKind kind = relocation.kind();
    if (!kind.ofField() && indices.size() != 1) {
      throw new CoreException("has more steps than one");
    }
    if (kind.ofEnumValue()) {
      return constant(relocation.type(), indices.get(0), types);
    }
    if (!kind.ofField()) {
      return new Access(relocation.type(), List.of(), 0);
    }
    return new FieldParser(types).parse(relocation.type(), indices);
  }

  private static List<Integer> indices(String text) throws CoreException {
    List<Integer> indices = new ArrayList<>();
    for (String part : text.split(":", -1)) {
      boolean digits = !part.isEmpty() && part.length() < 10;
      if (!digits || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw new CoreException("has steps that are no numbers");
      }
      indices.add(Integer.parseInt(part));
    }
    if (indices.size() > MAX_STEPS) {
      throw new CoreException("has more than " + MAX_STEPS + " steps");
    }
    return indices;
  }

  private static Access constant(int root, int index, BtfTable types) throws CoreException {
    int id = types.resolve(root);
    if (types.type(id).orElse(null) instanceof BtfType.Enumeration constants
        && index < constants.values().size()) {
      String name = constants.values().get(index).name();
      return new Access(root, List.of(new Step(id, index, name)), 0);
    }
    throw new CoreException("is of no constant of an enumeration");
  }

  /** Follows indices, adding up where they lead. */
  private static final class FieldParser {
    private final BtfTable types;
    private final List<Step> steps = new ArrayList<>();
    private long bits;
    private int at;

    FieldParser(BtfTable types) {
      this.types = types;
    }

    Access parse(int root, List<Integer> indices) throws CoreException {
      at = root;
      element(indices.get(0));
      for (int i = 1; i < indices.size(); i++) {
        at = types.resolve(at);
        BtfType type = types.type(at).orElse(null);
        if (type instanceof BtfType.Struct struct) {
          member(struct, indices.get(i));
        } else if (type instanceof BtfType.Array array) {
          if (indices.get(i) >= array.count() && !isFlexible(array)) {
            throw new CoreException("reaches behind an array");
          }
          at = types.resolve(array.element());
          element(indices.get(i));
        } else {
          throw new CoreException("reaches into something that has no parts");
        }
      }
      return new Access(root, steps, bits);
    }

    private void element(int index) throws CoreException {
      long size = types.bytes(at);
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw new CoreException("is of something without a size");
      }
      steps.add(new Step(at, index, ""));
      bits += index * size * 8;
    }

    private void member(BtfType.Struct struct, int index) throws CoreException {
      if (index >= struct.members().size()) {
        throw new CoreException("is of a member that does not exist");
      }
      BtfType.Member member = struct.members().get(index);
      bits += member.bitOffset();
      if (!member.name().isEmpty()) {
        steps.add(new Step(at, index, member.name()));
      }
      at = member.type();
    }

    /** {@code T last[]}; libbpf asks whether it is the last member, we only whether it is empty. */
    private static boolean isFlexible(BtfType.Array array) {
      return array.count() == 0;
    }
  }
}
