package org.gpol.compiler.imports;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.ast.Unit;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.parse.ParserFrontend;

/**
 * Adds to a policy what it imports, directly or not. The order of declarations means nothing, so
 * neither does that of files; one that is imported twice, or by what it imports itself, is there
 * once.
 */
public final class ImportResolver {
  /** Files that one policy is made of. */
  public static final int MOST_FILES = 64;

  private final Imports imports;
  private final DiagnosticSink sink;
  private final List<Decl> declarations = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private boolean complete = true;

  private ImportResolver(Imports imports, DiagnosticSink sink) {
    this.imports = imports;
    this.sink = sink;
  }

  /** {@code source} and all that it imports, unless there were errors, which are then in sink. */
  public static Optional<Unit> parse(SourceFile source, Imports imports, DiagnosticSink sink) {
    return parse(source, imports, null, sink);
  }

  /** As above, and what {@code tests} declares, unless that is null. */
  public static Optional<Unit> parse(
      SourceFile source, Imports imports, SourceFile tests, DiagnosticSink sink) {
    Optional<Unit> unit = ParserFrontend.parse(source, sink);
    if (unit.isEmpty()) {
      return unit;
    }
    ImportResolver resolver = new ImportResolver(imports, sink);
    resolver.known.add(normal(source.path()));
    resolver.add(unit.get());
    if (tests != null) {
      Optional<Unit> more = ParserFrontend.parse(tests, sink);
      resolver.complete &= more.isPresent();
      more.ifPresent(resolver::addLibrary);
    }
    return resolver.complete
        ? Optional.of(new Unit(source, List.copyOf(resolver.declarations)))
        : Optional.empty();
  }

  private static String normal(String path) {
    try {
      return Path.of(path).normalize().toString();
    } catch (InvalidPathException e) {
      return path;
    }
  }

  private void add(Unit unit) {
    List<Decl.Import> found = new ArrayList<>();
    for (Decl decl : unit.declarations()) {
      if (decl instanceof Decl.Import imported) {
        found.add(imported);
      } else {
        declarations.add(decl);
      }
    }
    found.forEach(imported -> add(unit.file(), imported));
  }

  private void add(SourceFile importing, Decl.Import imported) {
    String path;
    try {
      Path relative = Path.of(imported.path());
      if (relative.isAbsolute() || imported.path().isEmpty()) {
        refuse(imported, "it is not relative to the file that it stands in");
        return;
      }
      path = Path.of(importing.path()).resolveSibling(relative).normalize().toString();
    } catch (InvalidPathException e) {
      refuse(imported, "it is not the name of a file");
      return;
    }
    if (!known.add(path)) {
      return;
    }
    if (known.size() > MOST_FILES) {
      refuse(imported, "a policy is made of at most " + MOST_FILES + " files");
      return;
    }
    try {
      SourceFile source = new SourceFile(path, imports.read(path));
      Optional<Unit> unit = ParserFrontend.parse(source, sink);
      complete &= unit.isPresent();
      unit.ifPresent(this::addLibrary);
    } catch (IOException e) {
      refuse(imported, e.getMessage());
    }
  }

  private void addLibrary(Unit unit) {
    for (Decl decl : unit.declarations()) {
      if (decl instanceof Decl.Policy policy) {
        complete = false;
        sink.report(
            Diagnostic.of(
                    DiagnosticCode.POLICY_NAME,
                    policy.span(),
                    "a file that is imported is no policy of its own")
                .hint("move what both need into a third file without `policy`"));
      }
    }
    add(unit);
  }

  private void refuse(Decl.Import imported, String why) {
    complete = false;
    sink.report(
        Diagnostic.of(
            DiagnosticCode.IMPORT,
            imported.span(),
            "`" + imported.path() + "` cannot be imported: " + why));
  }
}
