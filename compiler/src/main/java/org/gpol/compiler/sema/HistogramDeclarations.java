package org.gpol.compiler.sema;

import java.util.List;
import java.util.Map;
import org.gpol.bpf.object.HistogramLayout;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.ast.TypeRef;
import org.gpol.compiler.ast.Unit;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.prelude.ContainerLibrary;

/** Histograms: each is a map and a function of the library, which are added to the policy. */
final class HistogramDeclarations {
  private static final String KIND = "histogram";

  private final Globals globals;

  HistogramDeclarations(Globals globals) {
    this.globals = globals;
  }

  static boolean isHistogram(Decl.Stat stat) {
    return stat.kind() instanceof TypeRef.Named named && named.name().text().equals(KIND);
  }

  /** Adds what {@code stat} is made of and returns its meaning. */
  Entity declare(Decl.Stat stat) {
    TypeRef.Named kind = (TypeRef.Named) stat.kind();
    ScalarType value = value(kind);
    if (value == null) {
      return new Entity.Broken();
    }
    String name = stat.name().text();
    Map<String, String> blanks =
        Map.of(
            "name",
            name,
            "cells",
            Integer.toString(HistogramLayout.CELLS),
            "last",
            Integer.toString(HistogramLayout.SUM),
            "type",
            value.describe(),
            "clamp",
            value.signed() ? "if v > 0x7fff_ffff_ffff_ffff { v = 0; }" : "");
    Unit unit = ContainerLibrary.declarations(KIND, blanks);
    globals.containers.add(unit);
    Symbol.Histogram histogram =
        new Symbol.Histogram(
            value,
            (Symbol.Map) symbol(name + "__buckets"),
            (Symbol.Function) symbol(name + "__add"));
    return new Entity.Value(
        new Symbol.Stat(name, Symbol.StatKind.HISTOGRAM, histogram, stat.doc(), stat.span()));
  }

  /** What is counted; null if that is wrong and reported. */
  private ScalarType value(TypeRef.Named kind) {
    List<TypeRef> arguments = kind.arguments();
    Type type = arguments.size() == 1 ? globals.types.type(arguments.get(0)) : null;
    if (type instanceof ScalarType scalar && scalar != ScalarType.BOOL) {
      return scalar;
    }
    if (type != SpecialType.POISON) {
      globals.reporter.report(
          DiagnosticCode.NOT_THAT_KIND,
          kind.span(),
          "a histogram counts how often numbers of one type were seen",
          "as in `histogram<duration>` or `histogram<u64>`");
    }
    return null;
  }

  private Symbol symbol(String name) {
    return ((Entity.Value) globals.entity(name)).symbol();
  }
}
