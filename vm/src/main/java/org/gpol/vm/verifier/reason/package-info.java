/**
 * Why a program was refused, in the words of its source: what is wrong, the instructions that led
 * there and no others, and what to write instead. Asked for only after a rejection, so programs
 * that are accepted pay nothing for it.
 */
package org.gpol.vm.verifier.reason;
