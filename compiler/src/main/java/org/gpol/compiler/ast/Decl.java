package org.gpol.compiler.ast;

import java.util.List;
import org.gpol.compiler.diagnostics.SourceSpan;

/**
 * A declaration of a policy as it was written. Where a record has a {@code doc}, it is the text of
 * the documentation comments before it, without their slashes, lines joined by line ends; empty if
 * there are none.
 */
public sealed interface Decl
    permits Decl.Extern, Decl.Named, Decl.Import, Decl.Contract, Decl.Test, Decl.Handler {
  SourceSpan span();

  /** A declaration that gives something a name. */
  sealed interface Named extends Decl {
    Name name();

    String doc();
  }

  /** {@code policy name;}. */
  record Policy(String doc, Name name, SourceSpan span) implements Named {}

  /** {@code import "path";}. */
  record Import(String path, SourceSpan span) implements Decl {}

  /**
   * {@code param}.
   *
   * @param low null, together with {@code high}, if there is no range
   */
  record Param(
      String doc, Name name, TypeRef type, Expr value, Expr low, Expr high, SourceSpan span)
      implements Named {}

  /**
   * {@code const}.
   *
   * @param type null if it is not written
   */
  record Const(String doc, Name name, TypeRef type, Expr value, SourceSpan span) implements Named {}

  /** {@code struct}. */
  record Struct(String doc, Name name, List<Field> fields, SourceSpan span) implements Named {}

  /** A field of a struct or an event, or a parameter of a function. */
  record Field(String doc, Name name, TypeRef type) {}

  /** {@code enum}. */
  record Enumeration(
      String doc, Name name, TypeRef repr, List<EnumConstant> constants, SourceSpan span)
      implements Named {}

  /**
   * One constant of an enum.
   *
   * @param value null for one more than the constant before
   * @param unsupported why a policy may not use it, or null
   */
  record EnumConstant(String doc, Name name, Expr value, String unsupported) {}

  /** {@code type name = type;}. */
  record Alias(String doc, Name name, TypeRef type, SourceSpan span) implements Named {}

  /**
   * {@code var}.
   *
   * @param value null for zero
   */
  record Var(String doc, Name name, TypeRef type, Expr value, SourceSpan span) implements Named {}

  /** {@code map}. */
  record Map(String doc, Name name, TypeRef type, SourceSpan span) implements Named {}

  /** {@code stat}. */
  record Stat(String doc, Name name, TypeRef kind, SourceSpan span) implements Named {}

  /** {@code event}. */
  record Event(String doc, Name name, List<Field> fields, SourceSpan span) implements Named {}

  /**
   * {@code fn}.
   *
   * @param result null if it returns nothing
   */
  record Fn(
      String doc,
      boolean inline,
      Name name,
      List<Field> parameters,
      TypeRef result,
      Stmt.Block body,
      SourceSpan span)
      implements Named {}

  /**
   * {@code contract}.
   *
   * @param words of its statement, each where it was written; at least one
   * @param text of its statement
   */
  record Contract(String doc, Name name, List<Name> words, String text, SourceSpan span)
      implements Decl {}

  /**
   * {@code test}.
   *
   * @param words of its body without the outer braces, each where it was written
   */
  record Test(String title, List<Name> words, SourceSpan span) implements Decl {}

  /** {@code on hook(context) { … }}. */
  record Handler(String doc, Name hook, Name context, Stmt.Block body, SourceSpan span)
      implements Decl {}

  /** What only a prelude declares. */
  sealed interface Extern extends Decl {
    Name name();

    String doc();
  }

  /** {@code extern context}: a kind of program and what it is given. */
  record ExternContext(
      String doc,
      Name name,
      String section,
      Expr size,
      List<ContextMember> members,
      SourceSpan span)
      implements Extern {}

  /** What a context has. */
  sealed interface ContextMember {
    Name name();
  }

  /** A field at an offset. */
  record ContextField(
      String doc, Name name, TypeRef type, boolean writable, boolean selector, Expr offset)
      implements ContextMember {}

  /**
   * A task made of two fields; an optional one is there if a field of type {@code presenceType} at
   * {@code presenceOffset} is not zero.
   */
  record ContextTask(
      String doc,
      Name name,
      TypeRef type,
      Name gtid,
      Name barrier,
      TypeRef presenceType,
      Expr presenceOffset)
      implements ContextMember {}

  /**
   * {@code extern hook}.
   *
   * @param context null only if {@code unsupported} is not
   * @param number the value of the context's selector that means this hook, or null
   * @param result null if what it returns is ignored
   * @param defaultResult what a hook returns that says nothing, or null
   */
  record ExternHook(
      String doc,
      Name name,
      Name context,
      Expr number,
      TypeRef result,
      Expr defaultResult,
      String unsupported,
      List<ContextMember> members,
      SourceSpan span)
      implements Extern {}

  /**
   * {@code extern fn}.
   *
   * @param variadic takes any further arguments
   * @param result null if it returns nothing
   * @param ignorable its result may be ignored
   * @param binding the number of the helper or the name of a variable that it reads; null only if
   *     {@code unsupported} is not
   * @param contexts of the programs that may call it; empty for all
   */
  record ExternFn(
      String doc,
      Name name,
      List<Field> parameters,
      boolean variadic,
      TypeRef result,
      boolean ignorable,
      Expr binding,
      List<Name> contexts,
      String unsupported,
      SourceSpan span)
      implements Extern {}

  /**
   * {@code extern enum} or {@code extern flags}.
   *
   * @param flags constants may be joined by {@code |}
   */
  record ExternEnum(
      String doc,
      boolean flags,
      Name name,
      TypeRef repr,
      List<EnumConstant> constants,
      SourceSpan span)
      implements Extern {}

  /** {@code extern const}. */
  record ExternConst(String doc, Name name, TypeRef type, Expr value, SourceSpan span)
      implements Extern {}

  /**
   * {@code extern var}: read-only data that the loader fills in, a number from low to high, or an
   * array, for which both are null.
   */
  record ExternVar(String doc, Name name, TypeRef type, Expr low, Expr high, SourceSpan span)
      implements Extern {}
}
