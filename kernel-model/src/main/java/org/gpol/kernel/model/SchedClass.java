package org.gpol.kernel.model;

/** Scheduling classes, highest first. Agents are members of GHOST that are found above DEADLINE. */
enum SchedClass {
  STOP,
  DEADLINE,
  RT,
  FAIR,
  GHOST,
  IDLE
}
