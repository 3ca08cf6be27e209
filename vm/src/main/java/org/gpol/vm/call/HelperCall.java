package org.gpol.vm.call;

import org.gpol.vm.map.MapRegistry;
import org.gpol.vm.memory.AddressSpace;

/**
 * The arguments of a call and what a helper may touch. One object a machine, filled anew for every
 * call.
 */
public final class HelperCall {
  private final AddressSpace memory;
  private final MapRegistry maps;
  private final HelperState state;
  private Environment environment;
  private Callbacks callbacks;
  private boolean observedTime;
  private long r1;
  private long r2;
  private long r3;
  private long r4;
  private long r5;

  /** For programs that see {@code memory} and {@code maps} and share {@code state}. */
  public HelperCall(AddressSpace memory, MapRegistry maps, HelperState state) {
    this.memory = memory;
    this.maps = maps;
    this.state = state;
  }

  /** Starts a run in {@code environment}. */
  public void begin(Environment environment) {
    // Most runs begin like the one before, and comparing costs less than a store that a collector
    // has to hear of.
    if (this.environment != environment) {
      this.environment = environment;
    }
    this.observedTime = false;
  }

  /** Says who runs functions of the program that calls. */
  public void setCallbacks(Callbacks callbacks) {
    if (this.callbacks != callbacks) {
      this.callbacks = callbacks;
    }
  }

  /**
   * Runs a function of the program, in a frame of its own, and returns its R0. Overwrites the
   * arguments of this call: read them before.
   */
  public long callback(long function, long a1, long a2, long a3, long a4, long a5) {
    return callbacks.call(function, a1, a2, a3, a4, a5);
  }

  /** Sets the arguments. */
  public void arguments(long r1, long r2, long r3, long r4, long r5) {
    this.r1 = r1;
    this.r2 = r2;
    this.r3 = r3;
    this.r4 = r4;
    this.r5 = r5;
  }

  public long r1() {
    return r1;
  }

  public long r2() {
    return r2;
  }

  public long r3() {
    return r3;
  }

  public long r4() {
    return r4;
  }

  public long r5() {
    return r5;
  }

  /** The memory that pointers refer to. */
  public AddressSpace memory() {
    return memory;
  }

  /** The maps of the object. */
  public MapRegistry maps() {
    return maps;
  }

  /** What helpers remember. */
  HelperState state() {
    return state;
  }

  /** The world of this run. */
  public Environment environment() {
    return environment;
  }

  /**
   * Notes that the run's result may depend on time or chance, so that it cannot stand for a later
   * run.
   */
  public void noteTimeObserved() {
    observedTime = true;
  }

  /** True if the run so far has read time or randomness. */
  public boolean observedTime() {
    return observedTime;
  }
}
