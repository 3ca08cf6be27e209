package org.gpol.bpf.object;

import org.gpol.bpf.code.Code;

/**
 * One program of an object.
 *
 * @param section decides the program type, e.g. {@code ghost_msg/msg_send}
 * @param code its map references are indices into {@link BpfObject#maps()}
 */
public record Program(String name, String section, Code code) {}
