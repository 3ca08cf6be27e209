package org.gpol.compiler;

import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.imports.Imports;

/**
 * What a caller may ask of the compiler.
 *
 * @param optimise run the passes; without them the code follows the source more literally
 * @param imports where imported files come from
 * @param tests a file with tests of the policy beside those in its own, or null
 * @param coverage count which lines and branches are executed; nothing is optimised then
 */
public record CompilerOptions(
    boolean optimise, Imports imports, SourceFile tests, boolean coverage) {
  /** What is best for running a policy that imports nothing. */
  public static final CompilerOptions DEFAULT = new CompilerOptions(true);

  /** What is best for running a policy that is in a file. */
  public static final CompilerOptions FILES = new CompilerOptions(true, Imports.FILES);

  /** Without imports. */
  public CompilerOptions(boolean optimise) {
    this(optimise, Imports.NONE);
  }

  /** Without tests of another file and without coverage. */
  public CompilerOptions(boolean optimise, Imports imports) {
    this(optimise, imports, null, false);
  }

  /** With the tests of another file too. */
  public CompilerOptions withTests(SourceFile file) {
    return new CompilerOptions(optimise, imports, file, coverage);
  }

  /** With counters. */
  public CompilerOptions withCoverage() {
    return new CompilerOptions(optimise, imports, tests, true);
  }
}
