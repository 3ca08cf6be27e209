package org.gpol.vm.verifier.check;

import java.util.List;
import java.util.Map;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.KernelVariable;
import org.gpol.bpf.platform.MapField;
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
  /** The kernel's {@code BPF_F_RDONLY_PROG}. */
  private static final int RDONLY_PROG = 1 << 7;

  /** The kernel's {@code BPF_F_WRONLY_PROG}. */
  private static final int WRONLY_PROG = 1 << 8;

  /** What is declared about {@code map}. */
  public MapSpec spec(MapRef map) {
    MapSpec outer = maps.get(map.index());
    return map.inner() ? outer.inner() : outer;
  }

  /** How messages call {@code map}. */
  public String nameOf(MapRef map) {
    return map.inner() ? maps.get(map.index()).name() + "[]" : maps.get(map.index()).name();
  }

  /** True if what is in {@code map} is known and stays so. */
  public boolean isFrozen(MapRef map) {
    return !map.inner() && frozen.containsKey(map.index());
  }

  /** True if programs may not write {@code map}. */
  public boolean isReadOnly(MapRef map) {
    return isFrozen(map) || (spec(map).flags() & RDONLY_PROG) != 0;
  }

  /** True if programs may not read {@code map}. */
  public boolean isWriteOnly(MapRef map) {
    return (spec(map).flags() & WRONLY_PROG) != 0;
  }

  /** True if the values of {@code map} have a part of {@code kind}. */
  public boolean has(MapRef map, MapField.Kind kind) {
    return spec(map).fields().stream().anyMatch(field -> field.kind() == kind);
  }

  /** The variable of the platform with number {@code index}. */
  public KernelVariable variable(int index) {
    return platform.variables().get(index);
  }

  /** The helper numbered {@code id}, or null if a program of this type has none. */
  public HelperSignature helper(int id) {
    return platform.helper(type, id).orElse(null);
  }

  /** How {@code insn} makes a helper call back; NONE if it does not. */
  public CallbackKind callback(Insn insn) {
    HelperSignature helper = insn instanceof Insn.Call call ? helper(call.id()) : null;
    return helper == null ? CallbackKind.NONE : helper.callback();
  }
}
