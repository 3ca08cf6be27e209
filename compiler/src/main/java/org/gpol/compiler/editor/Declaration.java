package org.gpol.compiler.editor;

import java.util.List;
import java.util.Optional;
import org.gpol.compiler.diagnostics.SourceSpan;

/**
 * Something that has a name, in a policy or in the prelude.
 *
 * @param detail its declaration on one line, without the body
 * @param doc the comment above it, lines joined by line ends; may be empty
 * @param nameSpan where the name is
 * @param span all of it, without its documentation
 * @param members fields, constants, fields of a context
 */
public record Declaration(
    Kind kind,
    String name,
    String detail,
    String doc,
    SourceSpan nameSpan,
    SourceSpan span,
    List<Declaration> members) {

  /** What it is. */
  public enum Kind {
    POLICY,
    PARAM,
    CONST,
    STRUCT,
    ENUM,
    TYPE,
    VAR,
    MAP,
    STAT,
    EVENT,
    FUNCTION,
    CONTRACT,
    /** A hook as the policy handles it. */
    HANDLER,
    /** A hook as the prelude declares it. */
    HOOK,
    /** A kind of program, of the prelude. */
    CONTEXT,
    FIELD,
    CONSTANT,
    PARAMETER,
    LOCAL
  }

  /** Copies the members. */
  public Declaration {
    members = List.copyOf(members);
  }

  Optional<Declaration> member(String wanted) {
    return members.stream().filter(m -> m.name.equals(wanted)).findFirst();
  }

  /** The type that is written after the colon; empty if there is none. */
  String writtenType() {
    int colon = detail.indexOf(':');
    String type = colon < 0 ? "" : detail.substring(colon + 1).strip();
    int end = 0;
    while (end < type.length() && Character.isJavaIdentifierPart(type.charAt(end))) {
      end++;
    }
    return type.substring(0, end);
  }
}
