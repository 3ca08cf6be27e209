package org.gpol.compiler.ast;

import java.util.List;
import org.gpol.compiler.diagnostics.SourceFile;

/** One file of source. */
public record Unit(SourceFile file, List<Decl> declarations) {}
