package org.gpol.compiler.sema;

import java.math.BigInteger;
import java.util.List;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;

/** What a name at the top of a file can mean. */
sealed interface Entity {
  /** A constant without a type of its own: it takes the type that is asked for. */
  record Untyped(BigInteger value) implements Entity {}

  /** A constant with a type. */
  record Constant(long value, Type type) implements Entity {}

  /** A type. */
  record TypeName(Type type) implements Entity {}

  /** A symbol: parameter, global, map, statistic, function or helper. */
  record Value(Symbol symbol) implements Entity {}

  /** A helper that takes a format and numbers. */
  record Printer(Symbol.Helper helper) implements Entity {}

  /**
   * A function that reads data of the loader.
   *
   * @param parameters none, or the index if the data is an array
   */
  record Reader(Symbol.ExternVar variable, List<Type> parameters) implements Entity {}

  /**
   * A helper that a function of the library stands for.
   *
   * @param text what the library calls the text that has it
   * @param function its name
   */
  record Library(String text, String function) implements Entity {}

  /** Something that exists but not in this version. */
  record NotYet(String reason) implements Entity {}

  /** Something whose declaration is wrong and has been reported. */
  record Broken() implements Entity {}
}
