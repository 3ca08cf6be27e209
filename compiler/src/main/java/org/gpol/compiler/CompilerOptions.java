package org.gpol.compiler;

import org.gpol.compiler.imports.Imports;

/**
 * What a caller may ask of the compiler.
 *
 * @param optimise run the passes; without them the code follows the source more literally
 * @param imports where imported files come from
 */
public record CompilerOptions(boolean optimise, Imports imports) {
  /** What is best for running a policy that imports nothing. */
  public static final CompilerOptions DEFAULT = new CompilerOptions(true);

  /** What is best for running a policy that is in a file. */
  public static final CompilerOptions FILES = new CompilerOptions(true, Imports.FILES);

  /** Without imports. */
  public CompilerOptions(boolean optimise) {
    this(optimise, Imports.NONE);
  }
}
