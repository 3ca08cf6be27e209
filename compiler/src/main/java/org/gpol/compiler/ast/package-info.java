/**
 * The syntax of a policy as immutable records, each with its span: what was written, with no names
 * resolved and no types. It is made by {@code compiler.parse} and read by {@code compiler.sema};
 * later stages never see it, they work on {@code compiler.checked}.
 */
package org.gpol.compiler.ast;
