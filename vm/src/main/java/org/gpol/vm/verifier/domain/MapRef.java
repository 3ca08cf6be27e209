package org.gpol.vm.verifier.domain;

/**
 * A map as far as the verifier can tell maps apart.
 *
 * @param index into the maps of the object
 * @param inner true for some map inside the array of maps at {@code index}
 */
public record MapRef(int index, boolean inner) {}
