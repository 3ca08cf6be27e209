package org.gpol.vm.engine;

import org.gpol.vm.call.Environment;
import org.gpol.vm.call.HelperCall;
import org.gpol.vm.call.HelperState;
import org.gpol.vm.map.MapRegistry;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.Region;

/**
 * What one run needs for itself: a stack, the address of its context, the arguments of its helper
 * calls. A machine keeps one for each depth at which runs nest, because a helper may cause another
 * program to run before it returns.
 */
public final class ExecutionContext {
  /** The frames of Linux: a program and seven calls below it. */
  public static final int MAX_FRAMES = 8;

  /** The stack of each frame, in bytes. */
  public static final int FRAME_BYTES = 512;

  /** As many as Linux follows in one run. */
  private static final int MAX_TAIL_CALLS = 33;

  private static final byte[] NO_CONTEXT = new byte[0];

  private final AddressSpace memory;
  private final Region stack;
  private final Region context;
  private final HelperCall call;
  private long executed;
  private int tailCalls;

  /** A context of its own in {@code memory}, of a machine that has no other. */
  public ExecutionContext(AddressSpace memory, MapRegistry maps) {
    this(memory, maps, new HelperState(memory, maps));
  }

  /** A context of its own in {@code memory}, of a machine whose helpers share {@code state}. */
  public ExecutionContext(AddressSpace memory, MapRegistry maps, HelperState state) {
    this.memory = memory;
    this.stack = memory.add(Region.Kind.STACK, "the stack", new byte[MAX_FRAMES * FRAME_BYTES]);
    this.context = memory.add(Region.Kind.CONTEXT, "the context", NO_CONTEXT);
    this.call = new HelperCall(memory, maps, state);
  }

  /**
   * Starts a run on {@code contextBytes}, which the program reads and writes in place. They stay at
   * the address of the context until the next run puts others there.
   */
  public void begin(byte[] contextBytes, Environment environment) {
    context.rebind(contextBytes);
    call.begin(environment);
    executed = 0;
    tailCalls = 0;
  }

  public AddressSpace memory() {
    return memory;
  }

  /** The address of the context, for R1. */
  public long contextAddress() {
    return context.base();
  }

  /** The bytes of all frames, the entry's first. */
  public byte[] stackBytes() {
    return stack.bytes();
  }

  /** The bytes of the context of this run. */
  public byte[] contextBytes() {
    return context.bytes();
  }

  /** The end of the stack of the frame at {@code depth}, for R10; the entry has depth 0. */
  public long frameEnd(int depth) {
    return stack.base() + (long) (depth + 1) * FRAME_BYTES;
  }

  public HelperCall call() {
    return call;
  }

  /** Counts a tail call, or answers false if the run has made as many as it may. */
  public boolean countTailCall() {
    if (tailCalls == MAX_TAIL_CALLS) {
      return false;
    }
    tailCalls++;
    return true;
  }

  /** Says how many instructions the run executed. */
  public void setExecuted(long instructions) {
    executed = instructions;
  }

  /** How many instructions the last run executed. */
  public long executed() {
    return executed;
  }
}
