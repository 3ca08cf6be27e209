package org.gpol.bpf.platform;

/**
 * A variable of the platform that programs can take the address of ({@code extern … __ksym}).
 * Programs may read it, never write it.
 *
 * @param bytes its size
 * @param perCpu true if each CPU has one: reached with {@code bpf_per_cpu_ptr} and {@code
 *     bpf_this_cpu_ptr} only
 */
public record KernelVariable(String name, int bytes, boolean perCpu) {}
