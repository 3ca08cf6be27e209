package org.gpol.kernel.workload.rtapp;

import java.util.BitSet;

/**
 * The names the events of a file refer to. As in rt-app ({@code get_resource_index}) a resource
 * comes into being by being named, mutexes, condition variables and timers have separate name
 * spaces, and {@code suspend} and {@code resume} use the mutex and the condition variable of their
 * name; {@code forked} are the tasks that {@code fork} starts.
 */
record Resources(
    Names mutexes,
    Names conditions,
    Names timers,
    BitSet absoluteTimers,
    Names barriers,
    Names semaphores,
    Names forked) {

  Resources() {
    this(
        new Names(), new Names(), new Names(), new BitSet(), new Names(), new Names(), new Names());
  }
}
