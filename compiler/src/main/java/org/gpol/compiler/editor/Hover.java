package org.gpol.compiler.editor;

import org.gpol.compiler.diagnostics.SourceSpan;

/**
 * What to show about a word.
 *
 * @param span the word
 * @param code its declaration, with its type where that is known
 * @param doc Markdown; may be empty
 */
public record Hover(SourceSpan span, String code, String doc) {}
