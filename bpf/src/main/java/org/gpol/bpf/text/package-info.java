/**
 * Programs as text: disassembly and assembly in one notation, that of the kernel and of llvm, and
 * help with words that are spelled wrong.
 */
package org.gpol.bpf.text;
