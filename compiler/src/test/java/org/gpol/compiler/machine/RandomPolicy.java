package org.gpol.compiler.machine;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random policy as text, and what its one handler returns by exact integer arithmetic: all
 * integer types and casts, conditions, {@code if}, {@code match}, both loops with their limits,
 * {@code break} and {@code continue}, globals, and a function.
 */
public final class RandomPolicy {
  private static final String[] OPERATORS = {"+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"};
  private static final String[] COMPARISONS = {"==", "!=", "<", "<=", ">", ">="};

  /** An integer type of the language. */
  private record Int(String name, int bits, boolean signed) {
    BigInteger wrap(BigInteger value) {
      BigInteger modulus = BigInteger.ONE.shiftLeft(bits);
      BigInteger low = value.mod(modulus);
      return signed && low.testBit(bits - 1) ? low.subtract(modulus) : low;
    }
  }

  private static final List<Int> TYPES =
      List.of(
          new Int("u8", 8, false),
          new Int("u16", 16, false),
          new Int("u32", 32, false),
          new Int("u64", 64, false),
          new Int("i8", 8, true),
          new Int("i16", 16, true),
          new Int("i32", 32, true),
          new Int("i64", 64, true));
  private static final Int U64 = TYPES.get(3);
  private static final Int I32 = TYPES.get(6);

  private interface Value {
    BigInteger eval(BigInteger[] vars);
  }

  private interface Test {
    boolean eval(BigInteger[] vars);
  }

  private enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  private interface Step {
    Flow run(BigInteger[] vars);
  }

  private record Expr(String text, Value value) {}

  private record Cond(String text, Test test) {}

  private record Stmt(String text, Step step) {}

  private final Random random;
  private final List<Int> types = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<BigInteger> initial = new ArrayList<>();
  private final StringBuilder globals = new StringBuilder();
  private final StringBuilder locals = new StringBuilder();
  private final List<Stmt> body = new ArrayList<>();
  private int loops;

  /** The policy number {@code seed} with about {@code size} statements. */
  public RandomPolicy(long seed, int size) {
    random = new Random(seed);
    int vars = 2 + random.nextInt(8);
    for (int i = 0; i < vars; i++) {
      Int type = pick(TYPES);
      boolean global = random.nextInt(4) == 0;
      types.add(type);
      names.add((global ? "g" : "v") + i);
      initial.add(type.wrap(BigInteger.valueOf(constant())));
      String declaration =
          "var %s: %s = %s;%n".formatted(names.get(i), type.name(), initial.get(i));
      (global ? globals : locals).append(declaration);
    }
    for (int i = 0; i < size; i++) {
      body.add(statement(2, false));
    }
  }

  /** The source. */
  public String text() {
    StringBuilder out = new StringBuilder("policy random;\n").append(globals);
    out.append("fn minus(a: u16, b: i32) -> i32 { return b - (a as i32); }\n");
    out.append("on select_task_rq(ctx) {\n").append(locals);
    body.forEach(stmt -> out.append(stmt.text()).append('\n'));
    out.append("var h: u64 = 0;\n");
    for (String name : names) {
      out.append("h = h * 131 + (").append(name).append(" as u64);\n");
    }
    return out.append("return (h ^ (h >> 32)) as cpu;\n}\n").toString();
  }

  /** What the handler returns. */
  public long expected() {
    BigInteger[] vars = initial.toArray(BigInteger[]::new);
    body.forEach(stmt -> stmt.step().run(vars));
    BigInteger h = BigInteger.ZERO;
    for (BigInteger var : vars) {
      h = U64.wrap(h.multiply(BigInteger.valueOf(131)).add(var));
    }
    return h.xor(h.shiftRight(32)).longValue() & 0xffff_ffffL;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }

  private long constant() {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt(3) - 1;
      case 1 -> random.nextInt(300);
      case 2 -> 1L << random.nextInt(64);
      case 3 -> (1L << random.nextInt(64)) - 1;
      default -> random.nextLong();
    };
  }

  private Expr expression(Int type, int depth) {
    int kind = depth == 0 ? random.nextInt(2) : random.nextInt(7);
    return switch (kind) {
      case 0 -> literal(type);
      case 1, 2 -> variable(type);
      case 3 -> unary(type, depth);
      default -> operation(type, depth);
    };
  }

  private Expr literal(Int type) {
    BigInteger value = type.wrap(BigInteger.valueOf(constant()));
    return new Expr("(%s as %s)".formatted(value, type.name()), vars -> value);
  }

  private Expr variable(Int type) {
    int index = random.nextInt(names.size());
    Value value = vars -> type.wrap(vars[index]);
    if (types.get(index).equals(type)) {
      return new Expr(names.get(index), value);
    }
    return new Expr("(%s as %s)".formatted(names.get(index), type.name()), value);
  }

  private Expr unary(Int type, int depth) {
    Expr operand = expression(type, depth - 1);
    if (type.signed()) {
      return new Expr(
          "(-" + operand.text() + ")", vars -> type.wrap(operand.value().eval(vars).negate()));
    }
    return new Expr(
        "(!" + operand.text() + ")", vars -> type.wrap(operand.value().eval(vars).not()));
  }

  private Expr operation(Int type, int depth) {
    String op = pick(OPERATORS);
    Expr left = expression(type, depth - 1);
    Expr right = right(op, type, depth - 1);
    return new Expr(
        "(" + left.text() + " " + op + " " + right.text() + ")",
        vars -> type.wrap(exact(op, left.value().eval(vars), right.value().eval(vars), type)));
  }

  /** Constants that the compiler refuses, such as a count beyond the width, do not come up. */
  private Expr right(String op, Int type, int depth) {
    if (op.equals("<<") || op.equals(">>")) {
      Int countType = TYPES.get(random.nextInt(4));
      int count = random.nextInt(type.bits());
      return random.nextBoolean()
          ? variable(countType)
          : new Expr(
              "(%d as %s)".formatted(count, countType.name()), vars -> BigInteger.valueOf(count));
    }
    if (op.equals("/") || op.equals("%")) {
      return variable(type);
    }
    return expression(type, depth);
  }

  private static BigInteger exact(String op, BigInteger l, BigInteger r, Int type) {
    int count = r.mod(BigInteger.valueOf(type.bits())).intValue();
    return switch (op) {
      case "+" -> l.add(r);
      case "-" -> l.subtract(r);
      case "*" -> l.multiply(r);
      case "/" -> r.signum() == 0 ? r : l.divide(r);
      case "%" -> r.signum() == 0 ? l : l.remainder(r);
      case "&" -> l.and(r);
      case "|" -> l.or(r);
      case "^" -> l.xor(r);
      case "<<" -> l.shiftLeft(count);
      case ">>" -> l.shiftRight(count);
      default -> throw new IllegalArgumentException(op);
    };
  }

  private Cond condition(int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      Cond left = condition(depth - 1);
      Cond right = condition(depth - 1);
      return switch (random.nextInt(3)) {
        case 0 ->
            new Cond(
                "(" + left.text() + " && " + right.text() + ")",
                vars -> left.test().eval(vars) && right.test().eval(vars));
        case 1 ->
            new Cond(
                "(" + left.text() + " || " + right.text() + ")",
                vars -> left.test().eval(vars) || right.test().eval(vars));
        default -> new Cond("(!" + left.text() + ")", vars -> !left.test().eval(vars));
      };
    }
    Int type = pick(TYPES);
    String op = pick(COMPARISONS);
    Expr left = expression(type, 1);
    Expr right = expression(type, 1);
    return new Cond(
        "(" + left.text() + " " + op + " " + right.text() + ")",
        vars -> holds(op, left.value().eval(vars).compareTo(right.value().eval(vars))));
  }

  private static boolean holds(String op, int order) {
    return switch (op) {
      case "==" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> throw new IllegalArgumentException(op);
    };
  }

  private Stmt statement(int depth, boolean inLoop) {
    if (inLoop && random.nextInt(5) == 0) {
      return leave();
    }
    return switch (depth == 0 ? random.nextInt(4) : random.nextInt(9)) {
      case 0, 1 -> assign();
      case 2 -> compound();
      case 3 -> call();
      case 4, 5 -> branch(depth, inLoop);
      case 6 -> match(depth, inLoop);
      case 7 -> forLoop(depth);
      default -> whileLoop(depth);
    };
  }

  private Stmt leave() {
    Cond condition = condition(0);
    boolean stop = random.nextBoolean();
    Flow flow = stop ? Flow.BREAK : Flow.CONTINUE;
    return new Stmt(
        "if " + condition.text() + " { " + (stop ? "break" : "continue") + "; }",
        vars -> condition.test().eval(vars) ? flow : Flow.NEXT);
  }

  private Stmt assign() {
    int index = random.nextInt(names.size());
    Expr value = expression(types.get(index), 3);
    return new Stmt(
        names.get(index) + " = " + value.text() + ";",
        vars -> {
          vars[index] = value.value().eval(vars);
          return Flow.NEXT;
        });
  }

  private Stmt compound() {
    int index = random.nextInt(names.size());
    Int type = types.get(index);
    String op = pick(OPERATORS);
    Expr value = right(op, type, 1);
    return new Stmt(
        names.get(index) + " " + op + "= " + value.text() + ";",
        vars -> {
          vars[index] = type.wrap(exact(op, vars[index], value.value().eval(vars), type));
          return Flow.NEXT;
        });
  }

  private Stmt call() {
    int index = random.nextInt(names.size());
    Int type = types.get(index);
    Expr a = expression(TYPES.get(1), 1);
    Expr b = expression(I32, 1);
    return new Stmt(
        "%s = minus(%s, %s) as %s;".formatted(names.get(index), a.text(), b.text(), type.name()),
        vars -> {
          BigInteger result = I32.wrap(b.value().eval(vars).subtract(a.value().eval(vars)));
          vars[index] = type.wrap(result);
          return Flow.NEXT;
        });
  }

  private Stmt branch(int depth, boolean inLoop) {
    Cond condition = condition(2);
    Stmt then = statement(depth - 1, inLoop);
    Stmt otherwise = statement(depth - 1, inLoop);
    return new Stmt(
        "if %s { %s } else { %s }".formatted(condition.text(), then.text(), otherwise.text()),
        vars -> (condition.test().eval(vars) ? then : otherwise).step().run(vars));
  }

  private Stmt match(int depth, boolean inLoop) {
    Int type = pick(TYPES);
    Expr value = expression(type, 1);
    BigInteger first = type.wrap(BigInteger.valueOf(constant()));
    BigInteger second = type.wrap(first.add(BigInteger.ONE));
    Stmt then = statement(depth - 1, inLoop);
    Stmt otherwise = statement(depth - 1, inLoop);
    return new Stmt(
        "match %s { %s, %s => { %s } _ => { %s } }"
            .formatted(value.text(), first, second, then.text(), otherwise.text()),
        vars -> {
          BigInteger v = value.value().eval(vars);
          return (v.equals(first) || v.equals(second) ? then : otherwise).step().run(vars);
        });
  }

  private Stmt forLoop(int depth) {
    int from = random.nextInt(4);
    int to = random.nextInt(7);
    int limit = 1 + random.nextInt(4);
    Stmt inner = statement(depth - 1, true);
    String name = "k" + loops++;
    boolean dynamic = random.nextBoolean();
    Expr bound = dynamic ? expression(U64, 1) : new Expr("" + to, vars -> BigInteger.valueOf(to));
    return new Stmt(
        "for %s in %d..%s limit %d { %s }".formatted(name, from, bound.text(), limit, inner.text()),
        vars -> {
          BigInteger end = bound.value().eval(vars);
          for (int i = from; i < from + limit && BigInteger.valueOf(i).compareTo(end) < 0; i++) {
            if (inner.step().run(vars) == Flow.BREAK) {
              break;
            }
          }
          return Flow.NEXT;
        });
  }

  private Stmt whileLoop(int depth) {
    Cond condition = condition(1);
    int limit = 1 + random.nextInt(4);
    Stmt inner = statement(depth - 1, true);
    return new Stmt(
        "while %s limit %d { %s }".formatted(condition.text(), limit, inner.text()),
        vars -> {
          for (int i = 0; i < limit && condition.test().eval(vars); i++) {
            if (inner.step().run(vars) == Flow.BREAK) {
              break;
            }
          }
          return Flow.NEXT;
        });
  }
}
