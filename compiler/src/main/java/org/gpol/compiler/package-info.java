/** From .gpol source text to BPF objects: the entry to the compiler. */
package org.gpol.compiler;
