package org.gpol.bpf.object;

/**
 * An entry that a map of maps or of programs has from the start.
 *
 * @param map index of the map into {@link BpfObject#maps()}
 * @param key of the entry
 * @param target index of the map or program that the entry holds, into {@link BpfObject#maps()} or
 *     {@link BpfObject#programs()} by the type of {@code map}
 */
public record MapEntry(int map, int key, int target) {}
