/**
 * The JIT: verified code as JVM bytecode in hidden classes, which HotSpot then compiles. It has no
 * arithmetic of its own: the kernels of {@link org.gpol.bpf.isa.Alu} are spliced in from their
 * class file.
 */
package org.gpol.vm.engine.jit;
