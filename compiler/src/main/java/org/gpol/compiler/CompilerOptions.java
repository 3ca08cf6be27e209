package org.gpol.compiler;

/**
 * What a caller may ask of the compiler.
 *
 * @param optimise run the passes; without them the code follows the source more literally
 */
public record CompilerOptions(boolean optimise) {
  /** What is best for running a policy. */
  public static final CompilerOptions DEFAULT = new CompilerOptions(true);
}
