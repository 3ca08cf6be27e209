package org.gpol.kernel.model;

/**
 * The program of an agent, in rounds. A round is executed when the agent is on its CPU; what it
 * does takes effect at once, and the time that it took is charged to the CPU after it. A round that
 * ends without leaving the CPU ({@link Agent#runYield}, {@link Agent#commit}, {@link
 * Agent#sleepUntil}, {@link Agent#block}, {@link Agent#exit}) is followed by the next one as soon
 * as that time is over.
 */
@FunctionalInterface
public interface AgentProgram {

  /** One round. It must return once {@link Agent#hasLeft} is true. */
  void round(Agent agent);
}
