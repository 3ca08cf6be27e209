/**
 * Improvements on the intermediate representation, one class each; {@link
 * org.gpol.compiler.pass.PassPipeline} lists them in the order in which they run. A pass takes a
 * valid function and returns a valid one that does the same.
 */
package org.gpol.compiler.pass;
