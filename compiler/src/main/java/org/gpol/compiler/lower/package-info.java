/** From the checked tree of a policy to the intermediate representation. */
package org.gpol.compiler.lower;
