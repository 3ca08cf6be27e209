/**
 * The interpreter: code flattened once into arrays of ints, then one switch in a loop whose arms
 * call the kernels of {@link org.gpol.bpf.isa.Alu}.
 */
package org.gpol.vm.engine.interp;
