package org.gpol.cli.lsp;

import java.nio.file.Path;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.compiler.editor.EditorText;
import org.gpol.compiler.imports.Imports;

/**
 * One state of a document. The protocol counts lines and UTF-16 characters from 0, as Java does.
 */
final class Document {
  private final String uri;
  private final SourceFile file;
  private final EditorText editor;

  Document(String uri, String text, Imports imports) {
    this.uri = uri;
    this.file = new SourceFile(path(uri), text);
    this.editor = new EditorText(path(uri), text, imports);
  }

  /** The path of a file's URI; of another what it is called. */
  static String path(String uri) {
    try {
      return uri.startsWith("file:") ? Path.of(java.net.URI.create(uri)).toString() : uri;
    } catch (IllegalArgumentException e) {
      return uri;
    }
  }

  String uri() {
    return uri;
  }

  SourceFile file() {
    return file;
  }

  EditorText editor() {
    return editor;
  }

  /** The offset of a position; of one beyond a line its end. */
  int offset(Position position) {
    int line = Math.min(position.getLine(), file.lineCount() - 1);
    int start = file.lineStart(line + 1);
    int length = file.lineText(line + 1).length();
    return start + Math.min(position.getCharacter(), length);
  }

  static Range range(SourceSpan span) {
    return new Range(position(span.file(), span.start()), position(span.file(), span.end()));
  }

  private static Position position(SourceFile in, int offset) {
    int line = in.line(offset);
    return new Position(line - 1, offset - in.lineStart(line));
  }

  /** All of it. */
  Range whole() {
    return range(file.span(0, file.text().length()));
  }

  /** Whether a span is in this document and not in the prelude or an imported file. */
  boolean has(SourceSpan span) {
    return span.file().path().equals(file.path());
  }
}
