/** Puts generated functions together to programs, and programs to an object. */
package org.gpol.compiler.link;
