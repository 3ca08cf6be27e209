/** Finds what a policy imports and makes one unit of it all. */
package org.gpol.compiler.imports;
