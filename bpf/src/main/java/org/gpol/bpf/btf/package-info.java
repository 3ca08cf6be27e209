/**
 * BTF, the BPF Type Format (Linux, Documentation/bpf/btf.rst): the types of an object's functions,
 * variables and maps, and its line info.
 */
package org.gpol.bpf.btf;
