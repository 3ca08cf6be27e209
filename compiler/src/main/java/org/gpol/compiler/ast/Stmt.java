package org.gpol.compiler.ast;

import java.util.List;
import org.gpol.compiler.diagnostics.SourceSpan;

/** A statement as it was written. */
public sealed interface Stmt {
  SourceSpan span();

  /** Statements in braces. */
  record Block(List<Stmt> statements, SourceSpan span) implements Stmt {}

  /**
   * {@code let} or {@code var}.
   *
   * @param type null if it is not written
   * @param orElse what to do if the optional {@code value} is empty, or null
   */
  record Let(boolean mutable, Name name, TypeRef type, Expr value, Block orElse, SourceSpan span)
      implements Stmt {}

  /** {@code var name: type;}, which begins as zero. */
  record Zero(Name name, TypeRef type, SourceSpan span) implements Stmt {}

  /** {@code _ = value;}. */
  record Discard(Expr value, SourceSpan span) implements Stmt {}

  /**
   * {@code target = value;} or {@code target += value;}.
   *
   * @param op null for plain assignment
   */
  record Assign(Expr target, BinaryOp op, Expr value, SourceSpan span) implements Stmt {}

  /**
   * {@code if}.
   *
   * @param orElse an {@link If}, an {@link IfLet}, a {@link Block} or null
   */
  record If(Expr condition, Block then, Stmt orElse, SourceSpan span) implements Stmt {}

  /**
   * {@code if let name = value}.
   *
   * @param orElse as in {@link If}
   */
  record IfLet(Name name, Expr value, Block then, Stmt orElse, SourceSpan span) implements Stmt {}

  /** {@code match}. */
  record Match(Expr value, List<Arm> arms, SourceSpan span) implements Stmt {}

  /**
   * One arm of a {@code match}.
   *
   * @param patterns constants; empty for {@code _}
   */
  record Arm(List<Expr> patterns, SourceSpan patternSpan, Block body) {}

  /**
   * {@code for name in from..to limit N}.
   *
   * @param limit null if it is not written
   */
  record ForRange(Name name, Expr from, Expr to, Expr limit, Block body, SourceSpan span)
      implements Stmt {}

  /** {@code for name in set}. */
  record ForEach(Name name, Expr set, Expr limit, Block body, SourceSpan span) implements Stmt {}

  /**
   * {@code while condition limit N}.
   *
   * @param limit null if it is not written
   */
  record While(Expr condition, Expr limit, Block body, SourceSpan span) implements Stmt {}

  /** {@code break;}. */
  record Break(SourceSpan span) implements Stmt {}

  /** {@code continue;}. */
  record Continue(SourceSpan span) implements Stmt {}

  /**
   * {@code return value;}.
   *
   * @param value null if there is none
   */
  record Return(Expr value, SourceSpan span) implements Stmt {}

  /** {@code drop task;}. */
  record Drop(Expr task, SourceSpan span) implements Stmt {}

  /** {@code emit EVENT { … };}. */
  record Emit(Name event, List<Expr.FieldValue> fields, SourceSpan span) implements Stmt {}

  /**
   * {@code call else err { … }}.
   *
   * @param error the name of the error in the block, or null
   */
  record Fallible(Expr call, Name error, Block orElse, SourceSpan span) implements Stmt {}

  /** An expression for its effect. */
  record Expression(Expr value, SourceSpan span) implements Stmt {}
}
