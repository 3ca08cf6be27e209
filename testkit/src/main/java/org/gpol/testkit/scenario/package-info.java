/**
 * Machines with workloads and what goes wrong with them, at random and made smaller: for {@code
 * gpol fuzz}, for the testkit, and for jqwik.
 */
package org.gpol.testkit.scenario;
