/**
 * What a program must not do. Every class here answers one kind of question about one instruction,
 * given what is known before it, and refuses with a {@link Refusal}; nothing here changes a state.
 */
package org.gpol.vm.verifier.check;
