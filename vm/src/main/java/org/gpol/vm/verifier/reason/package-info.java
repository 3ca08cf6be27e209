/**
 * Why a program was refused, in terms that a person can follow: the instructions that the broken
 * rule depends on, from where values came to where they were used. Made only after a refusal, by
 * going the refused way once more.
 */
package org.gpol.vm.verifier.reason;
