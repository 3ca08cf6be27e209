/** Reference documentation, made of what declarations say and of the comments above them. */
package org.gpol.compiler.doc;
