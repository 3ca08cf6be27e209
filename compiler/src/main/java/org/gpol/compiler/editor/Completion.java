package org.gpol.compiler.editor;

/**
 * A word that can stand at a place.
 *
 * @param text what to insert
 * @param detail how it is declared, or its parameters
 * @param doc may be empty
 */
public record Completion(Kind kind, String text, String detail, String doc) {
  /** What the word is. */
  public enum Kind {
    /** Something declared; its detail says what. */
    NAME,
    METHOD,
    TYPE,
    KEYWORD
  }

  static Completion of(Declaration declaration) {
    return new Completion(Kind.NAME, declaration.name(), declaration.detail(), declaration.doc());
  }

  static Completion method(String signature) {
    return new Completion(Kind.METHOD, signature.replaceFirst("\\(.*", ""), signature, "");
  }
}
