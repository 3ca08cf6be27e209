package org.gpol.vm.map;

/** A map cannot be created as it is declared. The message says why and what the kernel answers. */
public final class MapCreationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  MapCreationException(String map, int errno, String reason) {
    super("map `" + map + "` " + reason);
    this.errno = errno;
  }

  /** The negated error number of {@code BPF_MAP_CREATE}, such as -22. */
  public int errno() {
    return errno;
  }
}
