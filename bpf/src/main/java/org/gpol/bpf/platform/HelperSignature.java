package org.gpol.bpf.platform;

import java.util.List;
import java.util.Set;

/**
 * A helper as the verifier, the loader and the documentation see it.
 *
 * @param id the number in the call instruction
 * @param name without the {@code bpf_} prefix, as in {@code map_lookup_elem}
 * @param args at most five
 * @param mapTypes the types its map argument may have; empty where it takes no map
 * @param callback how it calls the function that it is given, if it takes one
 */
public record HelperSignature(
    int id,
    String name,
    List<ArgKind> args,
    ReturnKind returns,
    Set<MapType> mapTypes,
    CallbackKind callback) {
  /** Checks the number of arguments. */
  public HelperSignature {
    args = List.copyOf(args);
    mapTypes = Set.copyOf(mapTypes);
    if (args.size() > 5) {
      throw new IllegalArgumentException(name + " takes more than five arguments");
    }
  }

  /** A helper that takes no function. */
  public HelperSignature(
      int id, String name, List<ArgKind> args, ReturnKind returns, Set<MapType> mapTypes) {
    this(id, name, args, returns, mapTypes, CallbackKind.NONE);
  }

  /** A helper that takes no map. */
  public static HelperSignature of(int id, String name, ReturnKind returns, ArgKind... args) {
    return new HelperSignature(id, name, List.of(args), returns, Set.of());
  }
}
