package org.gpol.benchmarks.vm;

/**
 * What an engine did and how long it took.
 *
 * @param result of the last checked run
 * @param resultBits how many of its bits the engine reports: 64, or 32 for the kernel
 * @param memory after the checked runs
 * @param instructions BPF instructions that a checked run executed on average, 0 if not counted
 * @param ns median nanoseconds a run
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Measurement(long result, int resultBits, byte[] memory, double instructions, double ns) {}
