/**
 * Counters that a policy is compiled with, so that tests show which of its lines and branches they
 * reach.
 */
package org.gpol.compiler.coverage;
