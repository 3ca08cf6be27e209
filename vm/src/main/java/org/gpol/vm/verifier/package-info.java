/**
 * Decides before a program runs whether it can do harm, by the rules of the Linux verifier: it
 * follows every path with sets of values instead of values, and accepts only programs of which no
 * path can fault, leak a pointer or run forever. What is accepted may be run without any check that
 * the rules make unnecessary. Knows nothing of the engines, nor of how a program came about.
 */
package org.gpol.vm.verifier;
