package org.gpol.bpf.platform;

/**
 * A map as an object declares it.
 *
 * @param keySize bytes; 4 for arrays, 0 for queues
 * @param valueSize bytes; 4 for an array of maps
 * @param maxEntries at least 1
 * @param inner what each slot of an array of maps holds, else null
 */
public record MapSpec(
    String name, MapType type, int keySize, int valueSize, int maxEntries, MapSpec inner) {
  /** Checks the sizes against the type. */
  public MapSpec {
    if (maxEntries < 1 || valueSize < 1) {
      throw new IllegalArgumentException("map " + name + " has no room");
    }
    if ((type == MapType.ARRAY_OF_MAPS) != (inner != null)) {
      throw new IllegalArgumentException(
          "map " + name + ": only an array of maps has an inner map");
    }
    int wanted =
        switch (type) {
          case QUEUE -> 0;
          case ARRAY, PERCPU_ARRAY, ARRAY_OF_MAPS -> 4;
          case HASH -> Math.max(keySize, 1);
        };
    if (keySize != wanted) {
      throw new IllegalArgumentException(
          "map " + name + " cannot have keys of " + keySize + " bytes");
    }
  }

  public static MapSpec array(String name, int valueSize, int maxEntries) {
    return new MapSpec(name, MapType.ARRAY, 4, valueSize, maxEntries, null);
  }

  public static MapSpec percpuArray(String name, int valueSize, int maxEntries) {
    return new MapSpec(name, MapType.PERCPU_ARRAY, 4, valueSize, maxEntries, null);
  }

  public static MapSpec hash(String name, int keySize, int valueSize, int maxEntries) {
    return new MapSpec(name, MapType.HASH, keySize, valueSize, maxEntries, null);
  }

  public static MapSpec queue(String name, int valueSize, int maxEntries) {
    return new MapSpec(name, MapType.QUEUE, 0, valueSize, maxEntries, null);
  }

  /** An array whose every slot holds a map like {@code inner}. */
  public static MapSpec arrayOfMaps(String name, MapSpec inner, int maxEntries) {
    return new MapSpec(name, MapType.ARRAY_OF_MAPS, 4, 4, maxEntries, inner);
  }
}
