/**
 * Contracts of policies as the compiler understood them: what the compiler makes, what monitors,
 * property tests and fuzzers read. Their meaning is in docs/contracts.md.
 */
package org.gpol.bpf.contract;
