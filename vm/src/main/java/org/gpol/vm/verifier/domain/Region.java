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

  /**
   * A value inside a map.
   *
   * @param id not 0 where values of a map must be told apart: pointers with the same id point to
   *     the same value
   */
  record MapValue(MapRef map, int id) implements Region {
    @Override
    public Region withId(int other) {
      return new MapValue(map, other);
    }
  }

  /** A key inside a map, which can be read only. */
  record MapKey(MapRef map) implements Region {}

  /** A map itself, good for nothing but being handed to helpers. */
  record MapHandle(MapRef map) implements Region {}

  /**
   * Room for a record in a ring buffer.
   *
   * @param id of the reference that keeps it
   */
  record Reservation(int id, long bytes) implements Region {
    @Override
    public Region withId(int other) {
      return new Reservation(other, bytes);
    }
  }

  /**
   * Memory inside of what a dynptr stands for.
   *
   * @param id of the dynptr, with which it becomes invalid
   */
  record Slice(int id, long bytes) implements Region {
    @Override
    public Region withId(int other) {
      return new Slice(other, bytes);
    }
  }

  /** A variable of the platform, or one CPU's copy of it, which can be read only. */
  record Variable(int index) implements Region {}

  /** The address of a variable of which each CPU has a copy: no memory, but what helpers take. */
  record PercpuVariable(int index) implements Region {}

  /**
   * An object of the platform, whose fields can be read.
   *
   * @param type name of its structure
   * @param id of the reference that keeps it, or 0 for one that stays anyway
   */
  record KernelObject(String type, int id) implements Region {
    @Override
    public Region withId(int other) {
      return new KernelObject(type, other);
    }
  }

  /** The function of the program that starts at instruction {@code start}. */
  record Function(int start) implements Region {}

  /** Tells this piece of memory from others of its kind; 0 where nothing has to. */
  default int id() {
    return 0;
  }

  /** The same kind of memory as {@code other}; only where there is an id. */
  default Region withId(int other) {
    return this;
  }

  /** True if a reference that must be given back keeps the memory. */
  default boolean isCounted() {
    return id() != 0 && (this instanceof Reservation || this instanceof KernelObject);
  }

  /** True if there is memory behind the pointer that instructions can access. */
  default boolean isMemory() {
    return !(this instanceof MapHandle
        || this instanceof PercpuVariable
        || this instanceof Function);
  }
}
