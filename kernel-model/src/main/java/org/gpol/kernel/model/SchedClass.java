package org.gpol.kernel.model;

/** Scheduling classes, highest first. Agents are members of GHOST that are found above FAIR. */
enum SchedClass {
  STOP,
  FAIR,
  GHOST,
  IDLE
}
