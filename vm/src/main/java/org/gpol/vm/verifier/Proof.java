package org.gpol.vm.verifier;

/** How programs are shown to be safe. */
enum Proof {
  /** By exploration while that is cheap, then by a summary, then by exploration to its end. */
  CHEAPEST,
  /** By exploration path by path alone. */
  EXPLORED,
  /** By a summary alone, where there is one. */
  SUMMARISED
}
