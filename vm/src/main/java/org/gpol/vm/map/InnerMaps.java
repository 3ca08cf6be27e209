package org.gpol.vm.map;

import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;

/** Which maps may be put into a map of maps, so that what the verifier knew of them stays true. */
final class InnerMaps {
  private InnerMaps() {}

  /**
   * True if {@code map} may stand where {@code declared} is expected: the same but for the number
   * of entries, which may differ too unless the map is an array without {@code BPF_F_INNER_MAP}.
   */
  static boolean fits(MapSpec declared, BpfMap map) {
    MapSpec spec = map.spec();
    boolean anySize = declared.type() != MapType.ARRAY || MapFlag.INNER_MAP.in(declared.flags());
    return spec.type() == declared.type()
        && spec.keySize() == declared.keySize()
        && spec.valueSize() == declared.valueSize()
        && spec.flags() == declared.flags()
        && spec.fields().equals(declared.fields())
        && (anySize || spec.maxEntries() == declared.maxEntries());
  }

  /** The address of the map numbered {@code id}, 0 if there is none, or a negated error number. */
  static long ofId(MapRegistry registry, MapSpec declared, int id) {
    BpfMap map = registry.ofId(id);
    if (map == null) {
      return 0;
    }
    return fits(declared, map) ? map.address() : MapErrno.EINVAL;
  }
}
