/**
 * What an editor asks of a text that is being typed: problems with fixes, outline, definitions,
 * hovers and completions. All but the problems also answer for text that does not parse.
 */
package org.gpol.compiler.editor;
