package org.gpol.compiler.ast;

import java.util.List;
import org.gpol.compiler.diagnostics.SourceSpan;

/** A type or a kind of container as it was written. */
public sealed interface TypeRef {
  SourceSpan span();

  /**
   * {@code u32}, {@code queue<runnable>}, {@code heap<gtid, Entry by deadline>}.
   *
   * @param by the field that orders a heap, or null
   */
  record Named(Name name, List<TypeRef> arguments, Name by, SourceSpan span) implements TypeRef {}

  /** {@code T[N]}: a fixed array, or a container with room for N. */
  record Sized(TypeRef element, Expr size, SourceSpan span) implements TypeRef {}

  /** {@code T?}. */
  record Optional(TypeRef target, SourceSpan span) implements TypeRef {}

  /** {@code &T}. */
  record Reference(TypeRef target, SourceSpan span) implements TypeRef {}
}
