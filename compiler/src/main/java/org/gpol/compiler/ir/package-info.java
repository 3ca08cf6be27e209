/**
 * The compiler's intermediate representation: functions as graphs of basic blocks over virtual
 * registers, one step above BPF instructions. It knows nothing of .gpol; every instruction carries
 * the place in the source that it came from.
 *
 * <p>What a register holds is fixed by its type, and every instruction must keep to it: an integer
 * of 32 bits or fewer is extended to 32 bits by its own signedness and the upper half of the
 * register is zero. So a narrow value can be compared at 32 bits whatever its sign, an unsigned one
 * also at 64, and an unsigned one becomes a {@code u64} for nothing.
 */
package org.gpol.compiler.ir;
