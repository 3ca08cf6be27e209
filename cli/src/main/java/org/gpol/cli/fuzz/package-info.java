/** Workloads at random under a policy, and what is left of one that shows a fault. */
package org.gpol.cli.fuzz;
