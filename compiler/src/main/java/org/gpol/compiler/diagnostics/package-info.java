/**
 * What the compiler tells people: source text with positions, diagnostics with stable codes, and
 * the one place that turns them into text. Nothing here knows the language; every stage reports
 * into a {@link org.gpol.compiler.diagnostics.DiagnosticSink} and none of them formats.
 */
package org.gpol.compiler.diagnostics;
