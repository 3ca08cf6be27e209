/**
 * Understanding: from syntax trees to a {@link org.gpol.compiler.checked.CheckedPolicy}. {@code
 * Globals} gives names their meaning, on demand, so that declarations may come in any order; the
 * checkers type bodies from the outside in (what is expected reaches literals first) and fold
 * constants with the kernels of the instruction set; {@code TaskFlow} then follows every runnable
 * task along every path of the typed tree. What has been reported once is poisoned and agrees with
 * everything, so one mistake gives one message and all messages come in one run.
 */
package org.gpol.compiler.sema;
