package org.gpol.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.ast.TypeRef;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.grammar.GpolParser.ContextBodyContext;
import org.gpol.grammar.GpolParser.ContextFieldContext;
import org.gpol.grammar.GpolParser.ExprContext;
import org.gpol.grammar.GpolParser.ExternContextContext;
import org.gpol.grammar.GpolParser.ExternDeclContext;
import org.gpol.grammar.GpolParser.ExternFnContext;
import org.gpol.grammar.GpolParser.ExternHookContext;
import org.gpol.grammar.GpolParser.PlaceOffsetContext;
import org.gpol.grammar.GpolParser.PlaceTaskContext;
import org.gpol.grammar.GpolParser.TypeRefContext;
import org.gpol.grammar.GpolParser.UnsupportedClauseContext;

/** Makes the syntax tree of {@code extern} declarations. */
final class PreludeBuilder {
  private final ExprBuilder exprs;
  private final AstBuilder declarations;

  PreludeBuilder(ExprBuilder exprs, AstBuilder declarations) {
    this.exprs = exprs;
    this.declarations = declarations;
  }

  Decl extern(String doc, ExternDeclContext d, SourceSpan span) {
    if (d.externContext() != null) {
      ExternContextContext c = d.externContext();
      return new Decl.ExternContext(
          doc,
          exprs.name(c.name()),
          exprs.string(c.STRING().getSymbol()),
          exprs.expr(c.expr()),
          members(c.contextBody()),
          span);
    }
    if (d.externHook() != null) {
      return hook(doc, d.externHook(), span);
    }
    if (d.externFn() != null) {
      return function(doc, d.externFn(), span);
    }
    if (d.externEnum() != null) {
      return new Decl.ExternEnum(
          doc,
          d.externEnum().FLAGS() != null,
          exprs.name(d.externEnum().name()),
          exprs.type(d.externEnum().typeRef()),
          declarations.constants(d.externEnum().enumBody()),
          span);
    }
    if (d.externConst() != null) {
      return new Decl.ExternConst(
          doc,
          exprs.name(d.externConst().name()),
          type(d.externConst().typeRef()),
          exprs.expr(d.externConst().expr()),
          span);
    }
    boolean range = d.externVar().IN() != null;
    return new Decl.ExternVar(
        doc,
        exprs.name(d.externVar().name()),
        exprs.type(d.externVar().typeRef()),
        range ? exprs.expr(d.externVar().expr(0)) : null,
        range ? exprs.expr(d.externVar().expr(1)) : null,
        span);
  }

  private Decl hook(String doc, ExternHookContext h, SourceSpan span) {
    int next = 0;
    Expr number = h.EQ() == null ? null : exprs.expr(h.expr(next++));
    Expr defaultResult = h.DEFAULT() == null ? null : exprs.expr(h.expr(next));
    return new Decl.ExternHook(
        doc,
        exprs.name(h.name(0)),
        h.name().size() > 1 ? exprs.name(h.name(1)) : null,
        number,
        type(h.typeRef()),
        defaultResult,
        unsupported(h.unsupportedClause()),
        h.contextBody() == null ? List.of() : members(h.contextBody()),
        span);
  }

  private Decl function(String doc, ExternFnContext f, SourceSpan span) {
    return new Decl.ExternFn(
        doc,
        exprs.name(f.name()),
        declarations.parameters(f.parameter()),
        f.ELLIPSIS() != null,
        type(f.typeRef()),
        f.IGNORABLE() != null,
        expr(f.expr()),
        f.contextNames() == null
            ? List.of()
            : f.contextNames().name().stream().map(exprs::name).toList(),
        unsupported(f.unsupportedClause()),
        span);
  }

  private List<Decl.ContextMember> members(ContextBodyContext body) {
    List<Decl.ContextMember> members = new ArrayList<>();
    for (ContextFieldContext field : body.contextField()) {
      String doc = AstBuilder.doc(field.doc());
      Name name = exprs.name(field.name());
      TypeRef type = exprs.type(field.typeRef());
      if (field.contextPlace() instanceof PlaceOffsetContext place) {
        members.add(
            new Decl.ContextField(
                doc,
                name,
                type,
                field.VAR() != null,
                field.SELECTOR() != null,
                exprs.expr(place.expr())));
      } else {
        PlaceTaskContext place = (PlaceTaskContext) field.contextPlace();
        members.add(
            new Decl.ContextTask(
                doc,
                name,
                type,
                exprs.name(place.name(1)),
                exprs.name(place.name(2)),
                type(place.typeRef()),
                expr(place.expr())));
      }
    }
    return List.copyOf(members);
  }

  /** The reason in the clause, or null if there is no clause. */
  String unsupported(UnsupportedClauseContext clause) {
    return clause == null ? null : exprs.string(clause.STRING().getSymbol());
  }

  private TypeRef type(TypeRefContext type) {
    return type == null ? null : exprs.type(type);
  }

  private Expr expr(ExprContext expr) {
    return expr == null ? null : exprs.expr(expr);
  }
}
