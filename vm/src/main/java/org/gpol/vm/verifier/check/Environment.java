package org.gpol.vm.verifier.check;

import java.util.List;
import java.util.Map;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.vm.verifier.domain.MapRef;

/**
 * What a program is verified against.
 *
 * @param frozen content of the maps that cannot change any more, by index
 */
public record Environment(
    ProgramType type, Platform platform, List<MapSpec> maps, Map<Integer, byte[]> frozen) {
  /** What is declared about {@code map}. */
  public MapSpec spec(MapRef map) {
    MapSpec outer = maps.get(map.index());
    return map.inner() ? outer.inner() : outer;
  }

  /** How messages call {@code map}. */
  public String nameOf(MapRef map) {
    return map.inner() ? maps.get(map.index()).name() + "[]" : maps.get(map.index()).name();
  }

  /** True if programs may not write {@code map}. */
  public boolean isFrozen(MapRef map) {
    return !map.inner() && frozen.containsKey(map.index());
  }

  /** The helper numbered {@code id}, or null if a program of this type has none. */
  public HelperSignature helper(int id) {
    return platform.helper(type, id).orElse(null);
  }
}
