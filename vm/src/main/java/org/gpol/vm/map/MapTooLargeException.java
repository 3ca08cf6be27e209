package org.gpol.vm.map;

/** A map asks for more memory than a region can have (2 GiB). */
public final class MapTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MapTooLargeException(String map, long bytes) {
    super("map `" + map + "` needs " + bytes + " bytes, more than the 2 GiB that a map may have");
  }
}
