package org.gpol.compiler.parse;

import java.util.List;
import org.antlr.v4.runtime.Token;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.ast.TypeRef;
import org.gpol.compiler.ast.UnaryOp;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.grammar.GpolParser;
import org.gpol.grammar.GpolParser.ArgumentsContext;
import org.gpol.grammar.GpolParser.ExprContext;
import org.gpol.grammar.GpolParser.FieldInitContext;
import org.gpol.grammar.GpolParser.NameContext;
import org.gpol.grammar.GpolParser.NamedTypeContext;
import org.gpol.grammar.GpolParser.OptionalTypeContext;
import org.gpol.grammar.GpolParser.ReferenceTypeContext;
import org.gpol.grammar.GpolParser.SizedTypeContext;
import org.gpol.grammar.GpolParser.TypeRefContext;
import org.gpol.grammar.GpolParserBaseVisitor;

/** Makes the syntax tree of expressions, types and names. */
final class ExprBuilder extends GpolParserBaseVisitor<Expr> {
  private final Spans spans;
  private final DiagnosticSink sink;

  ExprBuilder(Spans spans, DiagnosticSink sink) {
    this.spans = spans;
    this.sink = sink;
  }

  Expr expr(ExprContext context) {
    return visit(context);
  }

  Name name(NameContext name) {
    return new Name(name.getText(), spans.of(name));
  }

  TypeRef type(TypeRefContext type) {
    SourceSpan span = spans.of(type);
    if (type instanceof SizedTypeContext sized) {
      return new TypeRef.Sized(type(sized.typeRef()), expr(sized.expr()), span);
    }
    if (type instanceof OptionalTypeContext optional) {
      return new TypeRef.Optional(type(optional.typeRef()), span);
    }
    if (type instanceof ReferenceTypeContext reference) {
      return new TypeRef.Reference(type(reference.typeRef()), span);
    }
    NamedTypeContext named = (NamedTypeContext) type;
    List<TypeRef> arguments = named.typeRef().stream().map(this::type).toList();
    Name by = named.BY() == null ? null : name(named.name(1));
    return new TypeRef.Named(name(named.name(0)), arguments, by, span);
  }

  Expr.NumberLiteral number(Token token) {
    return NumberReader.read(token.getText(), spans.of(token), sink);
  }

  /** The value of a string token. */
  String string(Token token) {
    String text = token.getText();
    StringBuilder value = new StringBuilder();
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        value.append(c);
        continue;
      }
      char escaped = text.charAt(++i);
      switch (escaped) {
        case 'n' -> value.append('\n');
        case 't' -> value.append('\t');
        case '"', '\\' -> value.append(escaped);
        default -> {
          int at = spans.of(token).start() + i;
          sink.report(
              Diagnostic.of(
                      DiagnosticCode.BAD_TOKEN,
                      spans.file().span(at - 1, at + 1),
                      "`\\" + escaped + "` is not an escape")
                  .hint("the escapes are `\\n`, `\\t`, `\\\"` and `\\\\`"));
        }
      }
    }
    return value.toString();
  }

  List<Expr.FieldValue> fields(List<FieldInitContext> fields) {
    return fields.stream().map(f -> new Expr.FieldValue(name(f.name()), expr(f.expr()))).toList();
  }

  private List<Expr> arguments(ArgumentsContext arguments) {
    return arguments == null ? List.of() : arguments.expr().stream().map(this::expr).toList();
  }

  @Override
  public Expr visitMethodExpr(GpolParser.MethodExprContext c) {
    return new Expr.MethodCall(
        expr(c.expr()), name(c.name()), arguments(c.arguments()), spans.of(c));
  }

  @Override
  public Expr visitFieldExpr(GpolParser.FieldExprContext c) {
    return new Expr.Field(expr(c.expr()), name(c.name()), spans.of(c));
  }

  @Override
  public Expr visitIndexExpr(GpolParser.IndexExprContext c) {
    return new Expr.Index(expr(c.expr(0)), expr(c.expr(1)), spans.of(c));
  }

  @Override
  public Expr visitUnaryExpr(GpolParser.UnaryExprContext c) {
    UnaryOp op = c.MINUS() != null ? UnaryOp.NEGATE : UnaryOp.NOT;
    return new Expr.Unary(op, expr(c.expr()), spans.of(c));
  }

  @Override
  public Expr visitCastExpr(GpolParser.CastExprContext c) {
    Name name = name(c.name());
    TypeRef type = new TypeRef.Named(name, List.of(), null, name.span());
    return new Expr.Cast(expr(c.expr()), type, spans.of(c));
  }

  @Override
  public Expr visitBinaryExpr(GpolParser.BinaryExprContext c) {
    Token first = (Token) c.getChild(1).getPayload();
    String symbol = first.getText();
    if (c.GT().size() == 2) {
      symbol = ">>";
      SourceSpan left = spans.of(c.GT(0).getSymbol());
      SourceSpan right = spans.of(c.GT(1).getSymbol());
      if (left.end() != right.start()) {
        sink.report(
            Diagnostic.of(DiagnosticCode.SYNTAX, right, "expected an expression, found `>`"));
      }
    }
    return new Expr.Binary(BinaryOp.of(symbol), expr(c.expr(0)), expr(c.expr(1)), spans.of(c));
  }

  @Override
  public Expr visitCallExpr(GpolParser.CallExprContext c) {
    return new Expr.Call(name(c.name()), arguments(c.arguments()), spans.of(c));
  }

  @Override
  public Expr visitStructExpr(GpolParser.StructExprContext c) {
    return new Expr.StructLiteral(name(c.name()), fields(c.fieldInit()), spans.of(c));
  }

  @Override
  public Expr visitArrayExpr(GpolParser.ArrayExprContext c) {
    List<Expr> parts = c.expr().stream().map(this::expr).toList();
    return c.SEMICOLON() == null
        ? new Expr.ArrayLiteral(parts, null, spans.of(c))
        : new Expr.ArrayLiteral(parts.subList(0, 1), parts.get(1), spans.of(c));
  }

  @Override
  public Expr visitNameExpr(GpolParser.NameExprContext c) {
    return new Expr.Ref(name(c.name()));
  }

  @Override
  public Expr visitNumberExpr(GpolParser.NumberExprContext c) {
    return number(c.NUMBER().getSymbol());
  }

  @Override
  public Expr visitStringExpr(GpolParser.StringExprContext c) {
    return new Expr.TextLiteral(string(c.STRING().getSymbol()), spans.of(c));
  }

  @Override
  public Expr visitBoolExpr(GpolParser.BoolExprContext c) {
    return new Expr.BoolLiteral(c.TRUE() != null, spans.of(c));
  }

  @Override
  public Expr visitParenExpr(GpolParser.ParenExprContext c) {
    return expr(c.expr());
  }
}
