package org.gpol.bpf.btf;

import java.util.List;

/**
 * A type of BTF, one record for each {@code BTF_KIND_*}. References to other types are ids into the
 * {@link BtfTable}; a name that is empty is absent.
 */
public sealed interface BtfType {
  /** The type's name, or empty. */
  String name();

  /**
   * An integer.
   *
   * @param bytes 1, 2, 4, 8 or 16
   * @param bitOffset where its bits begin; 0 but for the bit fields of old compilers
   * @param bits how many of them count
   */
  record Int(String name, int bytes, int bitOffset, int bits, Encoding encoding)
      implements BtfType {
    /** How the bits are meant. */
    public enum Encoding {
      UNSIGNED,
      SIGNED,
      CHAR,
      BOOL
    }
  }

  /** A pointer to {@code target}. */
  record Ptr(int target) implements BtfType {
    @Override
    public String name() {
      return "";
    }
  }

  /** {@code count} elements of type {@code element}. */
  record Array(int element, int index, int count) implements BtfType {
    @Override
    public String name() {
      return "";
    }
  }

  /** A structure, or a union if {@code union}. */
  record Struct(String name, boolean union, int bytes, List<Member> members) implements BtfType {
    /** Copies the members. */
    public Struct {
      members = List.copyOf(members);
    }
  }

  /**
   * A member of a structure.
   *
   * @param bitOffset from the start of the structure
   * @param bitSize of a bit field, else 0
   */
  record Member(String name, int type, int bitOffset, int bitSize) {}

  /** An enumeration of up to 64 bits; {@code wide} if it is a {@code BTF_KIND_ENUM64}. */
  record Enumeration(String name, int bytes, boolean signed, boolean wide, List<Value> values)
      implements BtfType {
    /** Copies the values. */
    public Enumeration {
      values = List.copyOf(values);
    }
  }

  /** A constant of an enumeration. */
  record Value(String name, long value) {}

  /** A structure or union that is declared and not defined. */
  record Fwd(String name, boolean union) implements BtfType {}

  /** Another name for {@code target}. */
  record Typedef(String name, int target) implements BtfType {}

  /** {@code target} with a qualifier. */
  record Qualified(Qualifier qualifier, int target) implements BtfType {
    @Override
    public String name() {
      return "";
    }
  }

  /** The type qualifiers of C. */
  enum Qualifier {
    VOLATILE,
    CONST,
    RESTRICT
  }

  /** A function; {@code prototype} is a {@link FuncProto}. */
  record Func(String name, int prototype, Linkage linkage) implements BtfType {}

  /** A function's parameters and result. */
  record FuncProto(int result, List<Param> params) implements BtfType {
    /** Copies the parameters. */
    public FuncProto {
      params = List.copyOf(params);
    }

    @Override
    public String name() {
      return "";
    }
  }

  /** A parameter; without name and type it stands for {@code ...}. */
  record Param(String name, int type) {}

  /** Who sees a function or a variable. */
  enum Linkage {
    STATIC,
    GLOBAL,
    EXTERN
  }

  /** A global variable. */
  record Var(String name, int type, Linkage linkage) implements BtfType {}

  /** A data section: which variables it holds, and where. */
  record DataSec(String name, int bytes, List<SecVar> variables) implements BtfType {
    /** Copies the variables. */
    public DataSec {
      variables = List.copyOf(variables);
    }
  }

  /** A variable in a data section; {@code type} is a {@link Var}, or a {@link Func} of .ksyms. */
  record SecVar(int type, int offset, int bytes) {}

  /** A floating-point type, of which only the size matters. */
  record FloatingPoint(String name, int bytes) implements BtfType {}

  /** {@code btf_decl_tag}: {@code component} is the tagged member or parameter, or -1. */
  record DeclTag(String name, int target, int component) implements BtfType {}

  /** {@code btf_type_tag}, as in {@code __kptr}. */
  record TypeTag(String name, int target) implements BtfType {}
}
