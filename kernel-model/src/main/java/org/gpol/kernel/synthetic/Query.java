package org.gpol.kernel.synthetic;

/** A request of the RocksDB experiment and when it reached each stage, in nanoseconds. */
final class Query {
  final long generatedNs;
  final boolean range;
  final long serviceNs;
  long receivedNs;
  long assignedNs;
  long startedNs;

  Query(long generatedNs, boolean range, long serviceNs) {
    this.generatedNs = generatedNs;
    this.range = range;
    this.serviceNs = serviceNs;
  }
}
