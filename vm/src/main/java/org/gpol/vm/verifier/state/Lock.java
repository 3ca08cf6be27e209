package org.gpol.vm.verifier.state;

import org.gpol.vm.verifier.domain.Region;

/**
 * The spin lock that the program holds.
 *
 * @param value the map value that it is in
 * @param index of the instruction that took it
 */
public record Lock(Region.MapValue value, int index) {}
