package org.gpol.kernel.synthetic;

/** A request and when it reached each stage, in nanoseconds of simulated time. */
final class Request {
  final long generatedNs;
  final long serviceNs;
  long receivedNs;
  long assignedNs;
  long startedNs;

  Request(long generatedNs, long serviceNs) {
    this.generatedNs = generatedNs;
    this.serviceNs = serviceNs;
  }
}
