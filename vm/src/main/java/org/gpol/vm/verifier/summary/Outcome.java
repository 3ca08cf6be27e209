package org.gpol.vm.verifier.summary;

/**
 * Where control goes from a part of a program.
 *
 * @param back to its head
 * @param out of it
 */
record Outcome(Meetings back, Meetings out) {}
