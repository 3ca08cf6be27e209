/**
 * The instruction set of RFC 9669: instructions as shapes, the operations as rows of tables with
 * their arithmetic, and the encoding.
 */
package org.gpol.bpf.isa;
