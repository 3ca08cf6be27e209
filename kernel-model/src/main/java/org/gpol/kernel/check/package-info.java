/**
 * What must hold in every run, checked from outside: {@link org.gpol.kernel.check.Checks} follows
 * the stream of events and keeps its own books, sharing no state with the model, and compares the
 * model's measurements with them at the end.
 */
package org.gpol.kernel.check;
