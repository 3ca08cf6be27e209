package org.gpol.bpf.object;

import java.util.List;
import java.util.Optional;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.KernelVariable;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;

/** A platform of which a reader asks nothing but types and names. */
record NoPlatform(BtfTable types, List<KernelVariable> variables, List<String> functions)
    implements Platform {
  static final NoPlatform EMPTY = new NoPlatform(BtfTable.EMPTY, List.of(), List.of());

  static NoPlatform withTypes(BtfTable types) {
    return new NoPlatform(types, List.of(), List.of());
  }

  @Override
  public List<ProgramType> programTypes() {
    return List.of();
  }

  @Override
  public Optional<HelperSignature> helper(ProgramType type, int id) {
    return Optional.empty();
  }
}
