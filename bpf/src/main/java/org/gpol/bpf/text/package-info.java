/**
 * Programs as text: the disassembly in the kernel's notation, and help with words that are spelled
 * wrong.
 */
package org.gpol.bpf.text;
