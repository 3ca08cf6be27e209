/** Generators for jqwik that shrink: a domain of values, and chains of actions on a run. */
package org.gpol.testkit.jqwik;
