package org.gpol.bpf.core;

import java.util.List;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;

/** When a type of an object and one of the kernel are taken to be the same. */
final class Compatibility {
  /** As deep as libbpf looks. */
  private static final int MAX_DEPTH = 32;

  private final BtfTable local;
  private final BtfTable target;

  /** Comparisons left: types of structures within structures can ask for more than anybody has. */
  private long budget = 5_000_000;

  Compatibility(BtfTable local, BtfTable target) {
    this.local = local;
    this.target = target;
  }

  /** What kind of type it is, as far as candidates for each other must agree. */
  static Class<?> kind(BtfType type) {
    return type == null ? Void.class : type.getClass();
  }

  static boolean sameKind(BtfType a, BtfType b) {
    return kind(a) == kind(b)
        && (!(a instanceof BtfType.Struct x) || x.union() == ((BtfType.Struct) b).union());
  }

  /** Fields: structures are compared by the members that are asked for, numbers may differ. */
  boolean fields(int localId, int targetId) throws CoreException {
    spend();
    BtfType a = local.resolved(localId).orElse(null);
    BtfType b = target.resolved(targetId).orElse(null);
    if (a instanceof BtfType.Struct && b instanceof BtfType.Struct) {
      return true;
    }
    if (!sameKind(a, b)) {
      return false;
    }
    if (a instanceof BtfType.Array array) {
      return fields(array.element(), ((BtfType.Array) b).element());
    }
    if (a instanceof BtfType.Int integer) {
      return integer.bitOffset() == 0 && ((BtfType.Int) b).bitOffset() == 0;
    }
    if (a instanceof BtfType.Enumeration || a instanceof BtfType.Fwd) {
      boolean unnamed = a.name().isEmpty() || b.name().isEmpty();
      return unnamed || TypeNames.same(a.name(), b.name());
    }
    return a instanceof BtfType.Ptr || a instanceof BtfType.FloatingPoint;
  }

  /** Whole types, loosely: whether something of that name and kind exists. */
  boolean types(int localId, int targetId) throws CoreException {
    return types(localId, targetId, MAX_DEPTH);
  }

  private boolean types(int localId, int targetId, int depth) throws CoreException {
    spend();
    if (depth == 0) {
      throw new CoreException("is of types that are nested too deeply");
    }
    BtfType a = local.resolved(localId).orElse(null);
    BtfType b = target.resolved(targetId).orElse(null);
    if (!sameKind(a, b)) {
      return false;
    }
    if (a instanceof BtfType.Int integer) {
      return integer.bitOffset() == 0 && ((BtfType.Int) b).bitOffset() == 0;
    }
    if (a instanceof BtfType.Ptr ptr) {
      return types(ptr.target(), ((BtfType.Ptr) b).target(), depth - 1);
    }
    if (a instanceof BtfType.Array array) {
      return types(array.element(), ((BtfType.Array) b).element(), depth - 1);
    }
    if (a instanceof BtfType.FuncProto proto) {
      BtfType.FuncProto other = (BtfType.FuncProto) b;
      if (proto.params().size() != other.params().size()) {
        return false;
      }
      for (int i = 0; i < proto.params().size(); i++) {
        if (!types(proto.params().get(i).type(), other.params().get(i).type(), depth - 1)) {
          return false;
        }
      }
      return types(proto.result(), other.result(), depth - 1);
    }
    return a == null
        || a instanceof BtfType.Struct
        || a instanceof BtfType.Enumeration
        || a instanceof BtfType.Fwd;
  }

  /** Whole types, strictly: everything that the object's type has, the kernel's has too. */
  boolean matches(int localId, int targetId) throws CoreException {
    return matches(localId, targetId, false, MAX_DEPTH);
  }

  private boolean matches(int localId, int targetId, boolean behindPointer, int depth)
      throws CoreException {
    spend();
    if (depth == 0) {
      throw new CoreException("is of types that are nested too deeply");
    }
    BtfType a = local.resolved(localId).orElse(null);
    BtfType b = target.resolved(targetId).orElse(null);
    if (a == null || b == null) {
      return a == b;
    }
    if (!TypeNames.same(a.name(), b.name())) {
      return false;
    }
    if (a instanceof BtfType.Fwd || (behindPointer && a instanceof BtfType.Struct)) {
      return declared(a, b, behindPointer);
    }
    if (!sameKind(a, b)) {
      return false;
    }
    if (a instanceof BtfType.Enumeration constants) {
      return constants(constants, (BtfType.Enumeration) b);
    }
    if (a instanceof BtfType.Struct struct) {
      return members(struct, (BtfType.Struct) b, depth);
    }
    if (a instanceof BtfType.Int integer) {
      BtfType.Int other = (BtfType.Int) b;
      boolean signs =
          (integer.encoding() == BtfType.Int.Encoding.SIGNED)
              == (other.encoding() == BtfType.Int.Encoding.SIGNED);
      return signs && integer.bytes() == other.bytes();
    }
    if (a instanceof BtfType.Ptr ptr) {
      return matches(ptr.target(), ((BtfType.Ptr) b).target(), true, depth - 1);
    }
    if (a instanceof BtfType.Array array) {
      BtfType.Array other = (BtfType.Array) b;
      return array.count() == other.count()
          && matches(array.element(), other.element(), behindPointer, depth - 1);
    }
    return a instanceof BtfType.FuncProto proto && prototypes(proto, (BtfType.FuncProto) b, depth);
  }

  /** Behind a pointer it is enough to be declared as the same. */
  private static boolean declared(BtfType a, BtfType b, boolean behindPointer) {
    boolean both = sameKind(a, b);
    if (!behindPointer && !both) {
      return false;
    }
    return isUnion(a) != null && isUnion(a).equals(isUnion(b));
  }

  private static Boolean isUnion(BtfType type) {
    if (type instanceof BtfType.Fwd fwd) {
      return fwd.union();
    }
    return type instanceof BtfType.Struct struct ? (Boolean) struct.union() : null;
  }

  private boolean constants(BtfType.Enumeration a, BtfType.Enumeration b) throws CoreException {
    for (BtfType.Value value : a.values()) {
      boolean found = false;
      for (BtfType.Value other : b.values()) {
        spend();
        found |= TypeNames.same(value.name(), other.name());
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  private boolean members(BtfType.Struct a, BtfType.Struct b, int depth) throws CoreException {
    if (a.members().size() > b.members().size()) {
      return false;
    }
    for (BtfType.Member member : a.members()) {
      boolean found = false;
      for (BtfType.Member other : b.members()) {
        spend();
        if (!found && TypeNames.same(member.name(), other.name())) {
          found = matches(member.type(), other.type(), false, depth - 1);
        }
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  private boolean prototypes(BtfType.FuncProto a, BtfType.FuncProto b, int depth)
      throws CoreException {
    List<BtfType.Param> params = a.params();
    if (params.size() != b.params().size()) {
      return false;
    }
    for (int i = 0; i < params.size(); i++) {
      if (!matches(params.get(i).type(), b.params().get(i).type(), false, depth - 1)) {
        return false;
      }
    }
    return matches(a.result(), b.result(), false, depth - 1);
  }

  void spend() throws CoreException {
    if (--budget < 0) {
      throw new CoreException("takes too long to compare with the kernel's types");
    }
  }
}
