package org.gpol.bpf.platform;

import java.util.List;
import java.util.Optional;
import org.gpol.bpf.btf.BtfTable;

/**
 * What programs can be written against: a closed set of program types and the helpers that each may
 * call.
 */
public interface Platform {
  /** All program types, in a fixed order. */
  List<ProgramType> programTypes();

  /** The helper with this number, if a program of {@code type} may call it. */
  Optional<HelperSignature> helper(ProgramType type, int id);

  /** The variables that programs may look at, in a fixed order. */
  default List<KernelVariable> variables() {
    return List.of();
  }

  /**
   * How many bytes programs may read of a counted object of the structure {@code typeName}, e.g.
   * {@code task_struct}; 0 if they see nothing of it.
   */
  default int objectBytes(String typeName) {
    return 0;
  }

  /** The names of the functions that programs may call by name (kfuncs), in a fixed order. */
  default List<String> functions() {
    return List.of();
  }

  /** The platform's types, against which objects that were compiled elsewhere are adapted. */
  default BtfTable types() {
    return BtfTable.EMPTY;
  }

  /** The type of programs in {@code section}. */
  default Optional<ProgramType> programType(String section) {
    return programTypes().stream().filter(type -> type.section().equals(section)).findFirst();
  }
}
