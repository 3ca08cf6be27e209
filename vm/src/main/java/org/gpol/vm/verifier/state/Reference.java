package org.gpol.vm.verifier.state;

/**
 * Something that the program got and has to give back.
 *
 * @param id tells references apart; the regions of pointers to the thing have the same
 * @param index of the instruction that acquired it
 */
public record Reference(int id, int index) {}
