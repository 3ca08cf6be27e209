package org.gpol.compiler.lower;

import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.ast.UnaryOp;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.ir.IrFunctionBuilder;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.Register;
import org.gpol.compiler.lower.Arithmetic.Comparison;

/** Expressions that decide where control goes, without making a number of them first. */
final class Conditions {
  private final Frame frame;
  private final Expressions expressions;

  Conditions(Frame frame, Expressions expressions) {
    this.frame = frame;
    this.expressions = expressions;
  }

  /** Ends the block: to {@code then} if {@code condition} is true, else to {@code otherwise}. */
  void branch(TypedExpr condition, String then, String otherwise) {
    frame.at(condition.span(), () -> branchHere(condition, then, otherwise));
  }

  private void branchHere(TypedExpr condition, String then, String otherwise) {
    if (condition instanceof TypedExpr.Unary unary && unary.op() == UnaryOp.NOT) {
      branch(unary.operand(), /* then= */ otherwise, /* otherwise= */ then);
    } else if (condition instanceof TypedExpr.Binary binary && decides(binary.op())) {
      branchBinary(binary, then, otherwise);
    } else if (condition instanceof TypedExpr.IsEmpty empty) {
      IrValue result = expressions.containers().peek(empty.queue()).result();
      nonZero(result, then, otherwise);
    } else if (condition instanceof TypedExpr.Cast cast && cast.type() == ScalarType.BOOL) {
      nonZero(expressions.value(cast.operand()), then, otherwise);
    } else {
      nonZero(expressions.value(condition), then, otherwise);
    }
  }

  private void branchBinary(TypedExpr.Binary binary, String then, String otherwise) {
    IrFunctionBuilder code = frame.code;
    if (binary.op() == BinaryOp.AND_AND || binary.op() == BinaryOp.OR_OR) {
      boolean and = binary.op() == BinaryOp.AND_AND;
      String second = code.label(and ? "and" : "or");
      branch(binary.left(), and ? second : then, and ? otherwise : second);
      code.start(second);
      branch(binary.right(), then, otherwise);
      return;
    }
    IrValue left = expressions.value(binary.left());
    IrValue right = expressions.value(binary.right());
    frame.arithmetic.branch(comparison(binary.op()), left, right, then, otherwise);
  }

  void nonZero(IrValue value, String then, String otherwise) {
    Constant zero = new Constant(0, value.type());
    frame.arithmetic.branch(Comparison.NE, value, zero, then, otherwise);
  }

  /** True if the expression is best evaluated by a branch. */
  static boolean isCondition(TypedExpr expr) {
    return (expr instanceof TypedExpr.Binary binary && decides(binary.op()))
        || (expr instanceof TypedExpr.Unary unary
            && unary.op() == UnaryOp.NOT
            && unary.type() == ScalarType.BOOL)
        || expr instanceof TypedExpr.IsEmpty
        || (expr instanceof TypedExpr.Cast cast && cast.type() == ScalarType.BOOL);
  }

  /** A condition as the number 0 or 1. */
  IrValue materialise(TypedExpr condition) {
    IrFunctionBuilder code = frame.code;
    Register result = code.register(IrType.U8);
    String yes = code.label("true");
    String no = code.label("false");
    String end = code.label("bool");
    branch(condition, yes, no);
    code.start(yes);
    code.move(result, new Constant(1, IrType.U8));
    code.jump(end);
    code.start(no);
    code.move(result, new Constant(0, IrType.U8));
    code.jump(end);
    code.start(end);
    return result;
  }

  private static boolean decides(BinaryOp op) {
    return switch (op.kind()) {
      case EQUALITY, ORDER, LOGIC -> true;
      case ARITHMETIC, SHIFT, BITWISE -> false;
    };
  }

  private static Comparison comparison(BinaryOp op) {
    return switch (op) {
      case EQ -> Comparison.EQ;
      case NE -> Comparison.NE;
      case LT -> Comparison.LT;
      case LE -> Comparison.LE;
      case GT -> Comparison.GT;
      case GE -> Comparison.GE;
      case MUL, DIV, MOD, ADD, SUB, SHL, SHR, AND, XOR, OR, AND_AND, OR_OR ->
          throw new IllegalArgumentException(op.symbol());
    };
  }
}
