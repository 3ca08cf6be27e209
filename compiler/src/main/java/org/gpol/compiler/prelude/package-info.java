/**
 * The prelude of each target, written in .gpol itself: hooks, context fields, helpers, flags and
 * errors. It is all the compiler knows of a target; the text is a resource beside this package.
 */
package org.gpol.compiler.prelude;
