/**
 * A policy that has been understood: what {@code compiler.sema} makes of a syntax tree and what
 * lowering reads. It is a second, typed tree, so nothing has to be looked up in it:
 *
 * <ul>
 *   <li>Every {@link org.gpol.compiler.checked.TypedExpr} has its type; every name has become the
 *       symbol it means (a {@link org.gpol.compiler.checked.Local} is one object per declaration,
 *       shared by all its uses; functions, maps and statistics likewise); constants, sizes and enum
 *       constants are folded into literals; literals have a concrete type and no expression needs a
 *       conversion that is not written as a {@code Cast}.
 *   <li>Optionals appear only as the value that {@code IfLet} or {@code LetElse} opens; map and
 *       queue operations, {@code run}, {@code log} and context reads are nodes of their own.
 *   <li>All that the language forbids is gone: types agree, loops are bounded, calls do not
 *       recurse, runnable tasks are consumed exactly once on every path. Sub-expressions are
 *       evaluated from left to right, each exactly once.
 *   <li>It exists only if there were no errors, so it has no poisoned parts.
 * </ul>
 *
 * <p>Values: scalars are as wide as their type says and extended to 64 bits by its sign; {@code
 * time} and {@code duration} are nanoseconds, {@code duration} signed; an {@code errno} is zero or
 * the <em>positive</em> number of the error, the opposite of what helpers return in R0; a {@code
 * runnable} is 16 bytes: u64 gtid at 0, u32 barrier at 8, zero at 12.
 */
package org.gpol.compiler.checked;
