/** The one layout of .gpol text. */
package org.gpol.compiler.fmt;
