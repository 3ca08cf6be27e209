/**
 * Workloads that are made, not read: request servers with given arrivals and service times, the
 * application of ghOSt's RocksDB experiments, {@code hackbench} and {@code schbench}. All chance
 * comes from the seed, one stream a purpose, so two policies see the same requests.
 */
package org.gpol.kernel.synthetic;
