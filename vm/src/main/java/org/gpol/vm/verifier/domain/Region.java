package org.gpol.vm.verifier.domain;

/** What a pointer points at. */
public sealed interface Region {
  /**
   * The stack frame of the call at depth {@code frame}, 0 being the program's entry; offset 0 is
   * its end, so that all of it lies at negative offsets.
   */
  record Stack(int frame) implements Region {}

  /** The context that the program was started with. */
  record Context() implements Region {}

  /** A value inside a map. */
  record MapValue(MapRef map) implements Region {}

  /** A map itself, good for nothing but being handed to helpers. */
  record MapHandle(MapRef map) implements Region {}
}
