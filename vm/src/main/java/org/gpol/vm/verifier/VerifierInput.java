package org.gpol.vm.verifier;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;

/**
 * A program and what it will run in.
 *
 * @param maps what the map references of the code are indices into
 * @param frozenData the content of maps with one entry that neither programs nor anybody else will
 *     change, by index into {@code maps}: what is loaded from them is known
 */
public record VerifierInput(
    Code code,
    ProgramType type,
    Platform platform,
    List<MapSpec> maps,
    Map<Integer, byte[]> frozenData) {
  /** Copies the collections and checks that frozen content has the size of its map's value. */
  public VerifierInput {
    maps = List.copyOf(maps);
    Map<Integer, byte[]> copy = new LinkedHashMap<>();
    for (Map.Entry<Integer, byte[]> entry : frozenData.entrySet()) {
      MapSpec map = maps.get(entry.getKey());
      if (map.valueSize() != entry.getValue().length) {
        throw new IllegalArgumentException(
            "frozen content of " + map.name() + " has " + entry.getValue().length + " bytes");
      }
      copy.put(entry.getKey(), entry.getValue().clone());
    }
    frozenData = copy;
  }
}
