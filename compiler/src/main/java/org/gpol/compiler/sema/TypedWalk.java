package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.checked.TypedStmt;

/** The children of typed nodes, in the order of evaluation. */
final class TypedWalk {
  private TypedWalk() {}

  /** Gives every expression in {@code s} to {@code action}, inner ones first. */
  static void expressions(TypedStmt s, Consumer<TypedExpr> action) {
    for (TypedExpr e : expressionsOf(s)) {
      deep(e, action);
    }
    for (TypedStmt child : blocksOf(s)) {
      expressions(child, action);
    }
  }

  private static void deep(TypedExpr e, Consumer<TypedExpr> action) {
    for (TypedExpr child : operands(e)) {
      deep(child, action);
    }
    action.accept(e);
  }

  /** The operands of {@code e}, first evaluated first. */
  static List<TypedExpr> operands(TypedExpr e) {
    if (e instanceof TypedExpr.Binary n) {
      return List.of(n.left(), n.right());
    }
    if (e instanceof TypedExpr.Unary n) {
      return List.of(n.operand());
    }
    if (e instanceof TypedExpr.Cast n) {
      return List.of(n.operand());
    }
    if (e instanceof TypedExpr.FieldRef n) {
      return List.of(n.base());
    }
    if (e instanceof TypedExpr.ElementRef n) {
      return List.of(n.base(), n.index());
    }
    if (e instanceof TypedExpr.Borrow n) {
      return List.of(n.place());
    }
    if (e instanceof TypedExpr.Deref n) {
      return List.of(n.reference());
    }
    if (e instanceof TypedExpr.TaskGtid n) {
      return List.of(n.task());
    }
    if (e instanceof TypedExpr.TaskBarrier n) {
      return List.of(n.task());
    }
    if (e instanceof TypedExpr.StructValue n) {
      return n.values();
    }
    if (e instanceof TypedExpr.ArrayValue n) {
      return n.values();
    }
    if (e instanceof TypedExpr.Call n) {
      return n.arguments();
    }
    if (e instanceof TypedExpr.HelperCall n) {
      return n.arguments();
    }
    return containerOperands(e);
  }

  private static List<TypedExpr> containerOperands(TypedExpr e) {
    if (e instanceof TypedExpr.Lookup n) {
      return List.of(n.key());
    }
    if (e instanceof TypedExpr.Store n) {
      return List.of(n.key(), n.value());
    }
    if (e instanceof TypedExpr.Remove n) {
      return List.of(n.key());
    }
    if (e instanceof TypedExpr.Push n) {
      return List.of(n.queue(), n.value());
    }
    if (e instanceof TypedExpr.Pop n) {
      return List.of(n.queue());
    }
    if (e instanceof TypedExpr.Peek n) {
      return List.of(n.queue());
    }
    if (e instanceof TypedExpr.ExternElement n) {
      return List.of(n.index());
    }
    if (e instanceof TypedExpr.CheckedElement n) {
      return List.of(n.base(), n.index());
    }
    if (e instanceof TypedExpr.ContainerRef n) {
      return List.of(n.lane());
    }
    if (e instanceof TypedExpr.ContainerPush n) {
      return n.arguments();
    }
    if (e instanceof TypedExpr.ContainerTake n) {
      return n.arguments();
    }
    if (e instanceof TypedExpr.IsEmpty n) {
      return List.of(n.queue());
    }
    return List.of();
  }

  /** The expressions that {@code s} itself evaluates. */
  static List<TypedExpr> expressionsOf(TypedStmt s) {
    if (s instanceof TypedStmt.Let n) {
      return List.of(n.value());
    }
    if (s instanceof TypedStmt.IfLet n) {
      return List.of(n.value());
    }
    if (s instanceof TypedStmt.LetElse n) {
      return List.of(n.value());
    }
    if (s instanceof TypedStmt.Assign n) {
      return List.of(n.target(), n.value());
    }
    if (s instanceof TypedStmt.If n) {
      return List.of(n.condition());
    }
    if (s instanceof TypedStmt.Match n) {
      return List.of(n.value());
    }
    if (s instanceof TypedStmt.ForRange n) {
      return List.of(n.from(), n.to());
    }
    if (s instanceof TypedStmt.While n) {
      return List.of(n.condition());
    }
    if (s instanceof TypedStmt.Return n) {
      return n.value() == null ? List.of() : List.of(n.value());
    }
    if (s instanceof TypedStmt.Drop n) {
      return List.of(n.task());
    }
    if (s instanceof TypedStmt.Attempt n) {
      return List.of(n.call());
    }
    if (s instanceof TypedStmt.Evaluate n) {
      return List.of(n.value());
    }
    if (s instanceof TypedStmt.Log n) {
      return n.arguments();
    }
    if (s instanceof TypedStmt.Emit n) {
      return List.of(n.value());
    }
    return s instanceof TypedStmt.UpdateStat n ? List.of(n.value()) : List.of();
  }

  private static List<? extends TypedStmt> blocksOf(TypedStmt s) {
    if (s instanceof TypedStmt.Block n) {
      return n.statements();
    }
    if (s instanceof TypedStmt.IfLet n) {
      return List.of(n.then(), n.orElse());
    }
    if (s instanceof TypedStmt.LetElse n) {
      return List.of(n.orElse());
    }
    if (s instanceof TypedStmt.If n) {
      return List.of(n.then(), n.orElse());
    }
    if (s instanceof TypedStmt.Match n) {
      List<TypedStmt> blocks = new ArrayList<>();
      n.arms().forEach(arm -> blocks.add(arm.body()));
      if (n.orElse() != null) {
        blocks.add(n.orElse());
      }
      return blocks;
    }
    if (s instanceof TypedStmt.ForRange n) {
      return List.of(n.body());
    }
    if (s instanceof TypedStmt.While n) {
      return List.of(n.body());
    }
    return s instanceof TypedStmt.Attempt n ? List.of(n.orElse()) : List.of();
  }
}
