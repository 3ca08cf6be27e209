/**
 * From text to syntax trees. The front end bounds what it takes (size, nesting, number of errors)
 * before the generated parser runs, so that no input can make it run long or overflow the stack,
 * and says in human words what is wrong. Nothing of ANTLR leaves this package, and a tree leaves it
 * only if it is whole.
 */
package org.gpol.compiler.parse;
