/**
 * What compiler and machine share: the instruction set, code with its line table, objects and the
 * contracts of a platform. Nothing here knows .gpol, and nothing here runs anything.
 */
package org.gpol.bpf;
