package org.gpol.kernel.model;

/** Which form the kernel's fair class has, with its tunables. */
public sealed interface FairSettings permits FairTunables, EevdfTunables {}
