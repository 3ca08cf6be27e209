package org.gpol.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.ast.TypeRef;
import org.gpol.compiler.ast.Unit;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.grammar.GpolParser.ConstDeclContext;
import org.gpol.grammar.GpolParser.ContractDeclContext;
import org.gpol.grammar.GpolParser.DeclarationContext;
import org.gpol.grammar.GpolParser.DocContext;
import org.gpol.grammar.GpolParser.EnumBodyContext;
import org.gpol.grammar.GpolParser.EnumConstantContext;
import org.gpol.grammar.GpolParser.FieldListContext;
import org.gpol.grammar.GpolParser.FunctionDeclContext;
import org.gpol.grammar.GpolParser.NameContext;
import org.gpol.grammar.GpolParser.ParamDeclContext;
import org.gpol.grammar.GpolParser.ParameterContext;
import org.gpol.grammar.GpolParser.TypeRefContext;
import org.gpol.grammar.GpolParser.UnitContext;

/** Makes the syntax tree of a parse tree that has no errors. */
final class AstBuilder {
  private final Spans spans;
  private final ExprBuilder exprs;
  private final StmtBuilder stmts;
  private final PreludeBuilder prelude;

  AstBuilder(Spans spans, DiagnosticSink sink) {
    this.spans = spans;
    this.exprs = new ExprBuilder(spans, sink);
    this.stmts = new StmtBuilder(spans, exprs);
    this.prelude = new PreludeBuilder(exprs, this);
  }

  Unit unit(UnitContext tree) {
    List<Decl> declarations = new ArrayList<>();
    for (DeclarationContext declaration : tree.declaration()) {
      declarations.add(declaration(declaration));
    }
    return new Unit(spans.file(), List.copyOf(declarations));
  }

  private Decl declaration(DeclarationContext c) {
    String doc = doc(c.doc());
    SourceSpan span = spans.of(c.getChild(ParserRuleContext.class, c.doc() == null ? 0 : 1));
    if (c.policyDecl() != null) {
      return new Decl.Policy(doc, name(c.policyDecl().name()), span);
    }
    if (c.importDecl() != null) {
      return new Decl.Import(exprs.string(c.importDecl().STRING().getSymbol()), span);
    }
    if (c.paramDecl() != null) {
      return param(doc, c.paramDecl(), span);
    }
    if (c.constDecl() != null) {
      ConstDeclContext d = c.constDecl();
      return new Decl.Const(
          doc, name(d.name()), typeOrNull(d.typeRef()), exprs.expr(d.expr()), span);
    }
    if (c.structDecl() != null) {
      return new Decl.Struct(
          doc, name(c.structDecl().name()), fields(c.structDecl().fieldList()), span);
    }
    if (c.enumDecl() != null) {
      return new Decl.Enumeration(
          doc,
          name(c.enumDecl().name()),
          exprs.type(c.enumDecl().typeRef()),
          constants(c.enumDecl().enumBody()),
          span);
    }
    if (c.typeDecl() != null) {
      return new Decl.Alias(
          doc, name(c.typeDecl().name()), exprs.type(c.typeDecl().typeRef()), span);
    }
    if (c.varDecl() != null) {
      return new Decl.Var(
          doc,
          name(c.varDecl().name()),
          exprs.type(c.varDecl().typeRef()),
          c.varDecl().expr() == null ? null : exprs.expr(c.varDecl().expr()),
          span);
    }
    return container(c, doc, span);
  }

  private Decl container(DeclarationContext c, String doc, SourceSpan span) {
    if (c.mapDecl() != null) {
      return new Decl.Map(doc, name(c.mapDecl().name()), exprs.type(c.mapDecl().typeRef()), span);
    }
    if (c.statDecl() != null) {
      return new Decl.Stat(
          doc, name(c.statDecl().name()), exprs.type(c.statDecl().typeRef()), span);
    }
    if (c.eventDecl() != null) {
      return new Decl.Event(
          doc, name(c.eventDecl().name()), fields(c.eventDecl().fieldList()), span);
    }
    if (c.functionDecl() != null) {
      return function(doc, c.functionDecl(), span);
    }
    if (c.contractDecl() != null) {
      ContractDeclContext d = c.contractDecl();
      List<Name> words =
          d.looseToken().stream().map(t -> new Name(t.getText(), spans.of(t))).toList();
      SourceSpan text = words.get(0).span().to(words.get(words.size() - 1).span());
      return new Decl.Contract(doc, name(d.name()), words, text.text(), span);
    }
    if (c.testDecl() != null) {
      return new Decl.Test(
          exprs.string(c.testDecl().STRING().getSymbol()), words(c.testDecl().looseBlock()), span);
    }
    if (c.handlerDecl() != null) {
      return new Decl.Handler(
          doc,
          name(c.handlerDecl().name(0)),
          name(c.handlerDecl().name(1)),
          stmts.block(c.handlerDecl().block()),
          span);
    }
    return prelude.extern(doc, c.externDecl(), span);
  }

  /** The words between the braces of a block. */
  private List<Name> words(ParserRuleContext block) {
    List<Name> words = new ArrayList<>();
    for (int i = 1; i < block.getChildCount() - 1; i++) {
      collect(block.getChild(i), words);
    }
    return words;
  }

  private void collect(ParseTree tree, List<Name> words) {
    if (tree instanceof TerminalNode word) {
      words.add(new Name(word.getText(), spans.of(word.getSymbol())));
    }
    for (int i = 0; i < tree.getChildCount(); i++) {
      collect(tree.getChild(i), words);
    }
  }

  private Decl param(String doc, ParamDeclContext d, SourceSpan span) {
    boolean range = d.expr().size() > 1;
    return new Decl.Param(
        doc,
        name(d.name()),
        exprs.type(d.typeRef()),
        exprs.expr(d.expr(0)),
        range ? exprs.expr(d.expr(1)) : null,
        range ? exprs.expr(d.expr(2)) : null,
        span);
  }

  private Decl function(String doc, FunctionDeclContext d, SourceSpan span) {
    return new Decl.Fn(
        doc,
        d.INLINE() != null,
        name(d.name()),
        parameters(d.parameter()),
        typeOrNull(d.typeRef()),
        stmts.block(d.block()),
        span);
  }

  List<Decl.Field> parameters(List<ParameterContext> parameters) {
    return parameters.stream()
        .map(p -> new Decl.Field("", name(p.name()), exprs.type(p.typeRef())))
        .toList();
  }

  private List<Decl.Field> fields(FieldListContext list) {
    return list.field().stream()
        .map(f -> new Decl.Field(doc(f.doc()), name(f.name()), exprs.type(f.typeRef())))
        .toList();
  }

  List<Decl.EnumConstant> constants(EnumBodyContext body) {
    List<Decl.EnumConstant> constants = new ArrayList<>();
    for (EnumConstantContext c : body.enumConstant()) {
      constants.add(
          new Decl.EnumConstant(
              doc(c.doc()),
              name(c.name()),
              c.expr() == null ? null : exprs.expr(c.expr()),
              prelude.unsupported(c.unsupportedClause())));
    }
    return List.copyOf(constants);
  }

  private TypeRef typeOrNull(TypeRefContext type) {
    return type == null ? null : exprs.type(type);
  }

  private Name name(NameContext name) {
    return exprs.name(name);
  }

  static String doc(DocContext doc) {
    if (doc == null) {
      return "";
    }
    List<String> lines = new ArrayList<>();
    for (TerminalNode comment : doc.DOC_COMMENT()) {
      String line = comment.getText().substring(3);
      lines.add((line.startsWith(" ") ? line.substring(1) : line).stripTrailing());
    }
    return String.join("\n", lines);
  }
}
