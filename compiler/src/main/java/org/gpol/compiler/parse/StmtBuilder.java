package org.gpol.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.ast.Stmt;
import org.gpol.compiler.ast.UnaryOp;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.grammar.GpolParser;
import org.gpol.grammar.GpolParser.AssignOpContext;
import org.gpol.grammar.GpolParser.BlockContext;
import org.gpol.grammar.GpolParser.ExprContext;
import org.gpol.grammar.GpolParser.IfBranchContext;
import org.gpol.grammar.GpolParser.IfStatementContext;
import org.gpol.grammar.GpolParser.MatchArmContext;
import org.gpol.grammar.GpolParser.NameContext;
import org.gpol.grammar.GpolParser.PatternContext;
import org.gpol.grammar.GpolParser.StatementContext;
import org.gpol.grammar.GpolParserBaseVisitor;

/** Makes the syntax tree of statements. */
final class StmtBuilder extends GpolParserBaseVisitor<Stmt> {
  private final Spans spans;
  private final ExprBuilder exprs;

  StmtBuilder(Spans spans, ExprBuilder exprs) {
    this.spans = spans;
    this.exprs = exprs;
  }

  Stmt.Block block(BlockContext block) {
    List<Stmt> statements = new ArrayList<>();
    for (StatementContext statement : block.statement()) {
      statements.add(visit(statement));
    }
    return new Stmt.Block(List.copyOf(statements), spans.of(block));
  }

  @Override
  public Stmt visitLetStmt(GpolParser.LetStmtContext c) {
    return new Stmt.Let(
        c.VAR() != null,
        exprs.name(c.name()),
        c.typeRef() == null ? null : exprs.type(c.typeRef()),
        exprs.expr(c.expr()),
        c.block() == null ? null : block(c.block()),
        spans.of(c));
  }

  @Override
  public Stmt visitZeroStmt(GpolParser.ZeroStmtContext c) {
    return new Stmt.Zero(exprs.name(c.name()), exprs.type(c.typeRef()), spans.of(c));
  }

  @Override
  public Stmt visitDiscardStmt(GpolParser.DiscardStmtContext c) {
    return new Stmt.Discard(exprs.expr(c.expr()), spans.of(c));
  }

  @Override
  public Stmt visitIfStmt(GpolParser.IfStmtContext c) {
    IfStatementContext chain = c.ifStatement();
    Stmt orElse = chain.block() == null ? null : block(chain.block());
    SourceSpan end = spans.of(chain);
    for (int i = chain.ifBranch().size() - 1; i >= 0; i--) {
      IfBranchContext branch = chain.ifBranch(i);
      SourceSpan span = spans.of(branch).to(end);
      Expr condition = exprs.expr(branch.expr());
      orElse =
          branch.LET() == null
              ? new Stmt.If(condition, block(branch.block()), orElse, span)
              : new Stmt.IfLet(
                  exprs.name(branch.name()), condition, block(branch.block()), orElse, span);
    }
    return orElse;
  }

  @Override
  public Stmt visitMatchStmt(GpolParser.MatchStmtContext c) {
    List<Stmt.Arm> arms = new ArrayList<>();
    for (MatchArmContext arm : c.matchArm()) {
      arms.add(arm(arm));
    }
    return new Stmt.Match(exprs.expr(c.expr()), List.copyOf(arms), spans.of(c));
  }

  private Stmt.Arm arm(MatchArmContext arm) {
    List<Expr> patterns = new ArrayList<>();
    SourceSpan span = spans.of(arm.pattern(0)).to(spans.of(arm.pattern(arm.pattern().size() - 1)));
    boolean wildcard = false;
    for (PatternContext pattern : arm.pattern()) {
      if (pattern.UNDERSCORE() != null) {
        wildcard = true;
      } else {
        patterns.add(pattern(pattern));
      }
    }
    Stmt body = visit(arm.armBody());
    Stmt.Block block =
        body instanceof Stmt.Block b ? b : new Stmt.Block(List.of(body), body.span());
    // `A, _` is `_`; saying A as well is harmless.
    return new Stmt.Arm(wildcard ? List.of() : List.copyOf(patterns), span, block);
  }

  private Expr pattern(PatternContext p) {
    SourceSpan span = spans.of(p);
    if (p.NUMBER() != null) {
      Expr number = exprs.number(p.NUMBER().getSymbol());
      return p.MINUS() == null ? number : new Expr.Unary(UnaryOp.NEGATE, number, span);
    }
    if (p.TRUE() != null || p.FALSE() != null) {
      return new Expr.BoolLiteral(p.TRUE() != null, span);
    }
    Expr name = new Expr.Ref(exprs.name(p.name(0)));
    return p.name().size() == 1 ? name : new Expr.Field(name, exprs.name(p.name(1)), span);
  }

  @Override
  public Stmt visitArmBlock(GpolParser.ArmBlockContext c) {
    return block(c.block());
  }

  @Override
  public Stmt visitArmDrop(GpolParser.ArmDropContext c) {
    return new Stmt.Drop(exprs.expr(c.expr()), spans.of(c));
  }

  @Override
  public Stmt visitArmReturn(GpolParser.ArmReturnContext c) {
    return new Stmt.Return(c.expr() == null ? null : exprs.expr(c.expr()), spans.of(c));
  }

  @Override
  public Stmt visitArmBreak(GpolParser.ArmBreakContext c) {
    return new Stmt.Break(spans.of(c.BREAK().getSymbol()));
  }

  @Override
  public Stmt visitArmContinue(GpolParser.ArmContinueContext c) {
    return new Stmt.Continue(spans.of(c.CONTINUE().getSymbol()));
  }

  @Override
  public Stmt visitArmDiscard(GpolParser.ArmDiscardContext c) {
    return new Stmt.Discard(exprs.expr(c.expr()), spans.of(c));
  }

  @Override
  public Stmt visitArmExpr(GpolParser.ArmExprContext c) {
    return effect(c.expr(), c.assignOp(), c.ELSE() != null, c.name(), c.block(), spans.of(c));
  }

  @Override
  public Stmt visitExprStmt(GpolParser.ExprStmtContext c) {
    return effect(c.expr(), c.assignOp(), c.ELSE() != null, c.name(), c.block(), spans.of(c));
  }

  private Stmt effect(
      List<ExprContext> parts,
      AssignOpContext op,
      boolean fallible,
      NameContext error,
      BlockContext orElse,
      SourceSpan span) {
    Expr first = exprs.expr(parts.get(0));
    if (op != null) {
      String symbol = op.getText();
      BinaryOp binary = BinaryOp.of(symbol.substring(0, symbol.length() - 1));
      return new Stmt.Assign(first, binary, exprs.expr(parts.get(1)), span);
    }
    if (fallible) {
      Name name = error == null ? null : exprs.name(error);
      return new Stmt.Fallible(first, name, block(orElse), span);
    }
    return new Stmt.Expression(first, span);
  }

  @Override
  public Stmt visitForStmt(GpolParser.ForStmtContext c) {
    Expr first = exprs.expr(c.expr(0));
    Expr limit = c.LIMIT() == null ? null : exprs.expr(c.expr(c.expr().size() - 1));
    Name name = exprs.name(c.name());
    if (c.RANGE() == null) {
      return new Stmt.ForEach(name, first, limit, block(c.block()), spans.of(c));
    }
    Expr to = exprs.expr(c.expr(1));
    return new Stmt.ForRange(name, first, to, limit, block(c.block()), spans.of(c));
  }

  @Override
  public Stmt visitWhileStmt(GpolParser.WhileStmtContext c) {
    Expr limit = c.LIMIT() == null ? null : exprs.expr(c.expr(1));
    return new Stmt.While(exprs.expr(c.expr(0)), limit, block(c.block()), spans.of(c));
  }

  @Override
  public Stmt visitBreakStmt(GpolParser.BreakStmtContext c) {
    return new Stmt.Break(spans.of(c));
  }

  @Override
  public Stmt visitContinueStmt(GpolParser.ContinueStmtContext c) {
    return new Stmt.Continue(spans.of(c));
  }

  @Override
  public Stmt visitReturnStmt(GpolParser.ReturnStmtContext c) {
    return new Stmt.Return(c.expr() == null ? null : exprs.expr(c.expr()), spans.of(c));
  }

  @Override
  public Stmt visitDropStmt(GpolParser.DropStmtContext c) {
    return new Stmt.Drop(exprs.expr(c.expr()), spans.of(c));
  }

  @Override
  public Stmt visitEmitStmt(GpolParser.EmitStmtContext c) {
    return new Stmt.Emit(exprs.name(c.name()), exprs.fields(c.fieldInit()), spans.of(c));
  }

  @Override
  public Stmt visitBlockStmt(GpolParser.BlockStmtContext c) {
    return block(c.block());
  }
}
