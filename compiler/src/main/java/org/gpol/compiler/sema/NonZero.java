package org.gpol.compiler.sema;

import java.util.HashSet;
import java.util.Set;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.ast.UnaryOp;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.checked.TypedExpr;

/** Which locals a condition shows not to be zero. */
final class NonZero {
  private NonZero() {}

  /** Those that are not zero where {@code condition} is {@code truth}. */
  static Set<Local> where(TypedExpr condition, boolean truth) {
    if (condition instanceof TypedExpr.Unary unary && unary.op() == UnaryOp.NOT) {
      return where(unary.operand(), !truth);
    }
    if (!(condition instanceof TypedExpr.Binary binary)) {
      return Set.of();
    }
    if (binary.op() == (truth ? BinaryOp.AND_AND : BinaryOp.OR_OR)) {
      Set<Local> both = new HashSet<>(where(binary.left(), truth));
      both.addAll(where(binary.right(), truth));
      return both;
    }
    boolean apart = binary.op() == (truth ? BinaryOp.NE : BinaryOp.EQ);
    boolean above = binary.op() == (truth ? BinaryOp.GT : BinaryOp.LE) && isUnsigned(binary.left());
    boolean zero = binary.right() instanceof TypedExpr.Literal literal && literal.value() == 0;
    return zero && (apart || above) ? local(binary.left()) : Set.of();
  }

  private static boolean isUnsigned(TypedExpr e) {
    return e.type().isNumber() && !e.type().scalar().signed();
  }

  private static Set<Local> local(TypedExpr e) {
    return e instanceof TypedExpr.LocalRef ref && !ref.local().mutable()
        ? Set.of(ref.local())
        : Set.of();
  }
}
