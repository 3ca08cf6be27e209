package org.gpol.compiler.machine;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.MemSize;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrFunctionBuilder;
import org.gpol.compiler.ir.IrModule;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.Register;
import org.gpol.compiler.ir.IrValue.SlotAddress;
import org.gpol.compiler.lower.Arithmetic;
import org.gpol.compiler.lower.Arithmetic.Comparison;
import org.gpol.compiler.lower.Arithmetic.Operation;

/**
 * A random function in two forms: what the compiler is given, and what it means by exact integer
 * arithmetic. Variables of all integer types, expressions, branches, bounded loops, memory in the
 * frame, and calls of a helper and of a second function.
 */
public final class RandomFunction {
  private static final int HELPER = 77;
  private static final IrType[] TYPES = {
    IrType.U8, IrType.U16, IrType.U32, IrType.U64, IrType.S8, IrType.S16, IrType.S32, IrType.S64
  };

  private interface Expr {
    BigInteger eval(BigInteger[] vars);

    IrValue lower(Lowering to);
  }

  private interface Stmt {
    void eval(BigInteger[] vars);

    void lower(Lowering to);
  }

  private record Lowering(
      IrFunctionBuilder code, Arithmetic arithmetic, List<Register> vars, int slot) {}

  private final Random random;
  private final IrType[] varTypes;
  private final long[] initial;
  private final List<Stmt> body = new ArrayList<>();

  /** The function number {@code seed} with about {@code size} statements. */
  public RandomFunction(long seed, int size) {
    random = new Random(seed);
    int vars = 2 + random.nextInt(Math.min(size, 14) + 1);
    varTypes = new IrType[vars];
    initial = new long[vars];
    for (int i = 0; i < vars; i++) {
      varTypes[i] = type();
      initial[i] = constant();
    }
    for (int i = 0; i < size; i++) {
      body.add(statement(2));
    }
  }

  /** What helper number 77 does in both forms. */
  public static long helper(long a, long b) {
    return a * 31 + (b ^ 0x5555);
  }

  /** The machine that runs compiled functions. */
  public static TinyMachine machine() {
    return new TinyMachine().helper(HELPER, args -> helper(args[0], args[1]));
  }

  /** What the function returns: a mixture of all its variables. */
  public long expected() {
    BigInteger[] vars = new BigInteger[varTypes.length];
    for (int i = 0; i < vars.length; i++) {
      vars[i] = wrap(BigInteger.valueOf(initial[i]), varTypes[i]);
    }
    body.forEach(stmt -> stmt.eval(vars));
    BigInteger result = BigInteger.ZERO;
    for (BigInteger var : vars) {
      result = wrap(result.multiply(BigInteger.valueOf(131)).add(var), IrType.U64);
    }
    return result.longValue();
  }

  /** The function and the one that it calls. */
  public IrModule module() {
    return new IrModule(
        "random",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        java.util.Set.of(),
        List.of(main(), second()),
        List.of(new IrModule.IrProgram("p", "test", "main")));
  }

  private IrFunction main() {
    IrFunctionBuilder code = new IrFunctionBuilder("main", IrType.U64);
    code.at(new SourceLocation("random.gpol", 1, 1, ""));
    Register[] vars = new Register[varTypes.length];
    for (int i = 0; i < vars.length; i++) {
      vars[i] = code.register(varTypes[i]);
      code.move(vars[i], Constant.of(initial[i], varTypes[i]));
    }
    Lowering to =
        new Lowering(code, new Arithmetic(code), List.of(vars), code.slot("buffer", 16, 8));
    body.forEach(stmt -> stmt.lower(to));
    IrValue result = new Constant(0, IrType.U64);
    for (Register var : vars) {
      IrValue wide = to.arithmetic.cast(var, IrType.U64);
      IrValue product =
          to.arithmetic.binary(Operation.MUL, IrType.U64, result, new Constant(131, IrType.U64));
      result = to.arithmetic.binary(Operation.ADD, IrType.U64, product, wide);
    }
    code.ret(result);
    return code.build();
  }

  /** {@code second(a: u16, b: s32) = b - a} as an s32. */
  private static IrFunction second() {
    IrFunctionBuilder code = new IrFunctionBuilder("second", IrType.S32);
    Register a = code.param(IrType.U16);
    Register b = code.param(IrType.S32);
    Arithmetic arithmetic = new Arithmetic(code);
    IrValue wide = arithmetic.cast(a, IrType.S32);
    code.ret(arithmetic.binary(Operation.SUB, IrType.S32, b, wide));
    return code.build();
  }

  private IrType type() {
    return pick(TYPES);
  }

  private <T> T pick(T[] from) {
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

  private static BigInteger wrap(BigInteger value, IrType type) {
    BigInteger modulus = BigInteger.ONE.shiftLeft(type.bits());
    BigInteger low = value.mod(modulus);
    return type.signed() && low.testBit(type.bits() - 1) ? low.subtract(modulus) : low;
  }

  private Expr expression(IrType type, int depth) {
    int kind = depth == 0 ? random.nextInt(2) : random.nextInt(6);
    return switch (kind) {
      case 0 -> literal(type);
      case 1, 2 -> variable(type);
      default -> operation(type, depth);
    };
  }

  private Expr literal(IrType type) {
    long value = constant();
    return new Expr() {
      @Override
      public BigInteger eval(BigInteger[] vars) {
        return wrap(BigInteger.valueOf(value), type);
      }

      @Override
      public IrValue lower(Lowering to) {
        return Constant.of(value, type);
      }
    };
  }

  private Expr variable(IrType type) {
    int index = random.nextInt(varTypes.length);
    return new Expr() {
      @Override
      public BigInteger eval(BigInteger[] vars) {
        return wrap(vars[index], type);
      }

      @Override
      public IrValue lower(Lowering to) {
        return to.arithmetic.cast(to.vars.get(index), type);
      }
    };
  }

  private Expr operation(IrType type, int depth) {
    Operation op = pick(Operation.values());
    Expr left = expression(type, depth - 1);
    boolean shift = op == Operation.SHL || op == Operation.SHR;
    Expr right = expression(shift ? IrType.U64 : type, depth - 1);
    return new Expr() {
      @Override
      public BigInteger eval(BigInteger[] vars) {
        return wrap(exact(op, left.eval(vars), right.eval(vars), type), type);
      }

      @Override
      public IrValue lower(Lowering to) {
        IrValue l = left.lower(to);
        return to.arithmetic.binary(op, type, l, right.lower(to));
      }
    };
  }

  private static BigInteger exact(Operation op, BigInteger l, BigInteger r, IrType type) {
    int count = r.mod(BigInteger.valueOf(type.bits())).intValue();
    return switch (op) {
      case ADD -> l.add(r);
      case SUB -> l.subtract(r);
      case MUL -> l.multiply(r);
      case DIV -> r.signum() == 0 ? r : l.divide(r);
      case MOD -> r.signum() == 0 ? l : l.remainder(r);
      case AND -> l.and(r);
      case OR -> l.or(r);
      case XOR -> l.xor(r);
      case SHL -> l.shiftLeft(count);
      case SHR -> l.shiftRight(count);
    };
  }

  private Stmt statement(int depth) {
    return switch (depth == 0 ? random.nextInt(5) : random.nextInt(8)) {
      case 0, 1 -> assign();
      case 2 -> helperCall();
      case 3 -> secondCall();
      case 4 -> throughMemory();
      case 5, 6 -> branch(depth);
      default -> loop(depth);
    };
  }

  private Stmt assign() {
    int index = random.nextInt(varTypes.length);
    Expr value = expression(varTypes[index], 3);
    return new Stmt() {
      @Override
      public void eval(BigInteger[] vars) {
        vars[index] = value.eval(vars);
      }

      @Override
      public void lower(Lowering to) {
        to.code.move(to.vars.get(index), value.lower(to));
      }
    };
  }

  private Stmt helperCall() {
    int index = random.nextInt(varTypes.length);
    Expr a = expression(IrType.U64, 1);
    Expr b = expression(IrType.S64, 1);
    return new Stmt() {
      @Override
      public void eval(BigInteger[] vars) {
        long result = helper(a.eval(vars).longValue(), b.eval(vars).longValue());
        vars[index] = wrap(BigInteger.valueOf(result), varTypes[index]);
      }

      @Override
      public void lower(Lowering to) {
        IrValue first = a.lower(to);
        IrValue result = to.code.helper(IrType.U64, HELPER, "mix", List.of(first, b.lower(to)));
        to.code.move(to.vars.get(index), to.arithmetic.cast(result, varTypes[index]));
      }
    };
  }

  private Stmt secondCall() {
    int index = random.nextInt(varTypes.length);
    Expr a = expression(IrType.U16, 1);
    Expr b = expression(IrType.S32, 1);
    return new Stmt() {
      @Override
      public void eval(BigInteger[] vars) {
        BigInteger result = wrap(b.eval(vars).subtract(a.eval(vars)), IrType.S32);
        vars[index] = wrap(result, varTypes[index]);
      }

      @Override
      public void lower(Lowering to) {
        IrValue first = a.lower(to);
        IrValue result = to.code.call(IrType.S32, "second", List.of(first, b.lower(to)));
        to.code.move(to.vars.get(index), to.arithmetic.cast(result, varTypes[index]));
      }
    };
  }

  /** Stores a value, changes the variable, and reads the value back. */
  private Stmt throughMemory() {
    int from = random.nextInt(varTypes.length);
    int into = random.nextInt(varTypes.length);
    IrType type = varTypes[from];
    return new Stmt() {
      @Override
      public void eval(BigInteger[] vars) {
        vars[into] = wrap(vars[from], varTypes[into]);
      }

      @Override
      public void lower(Lowering to) {
        SlotAddress slot = new SlotAddress(to.slot, 8);
        to.code.store(MemSize.ofBytes(type.bytes()), slot, 0, to.vars.get(from));
        IrValue loaded = to.arithmetic.load(type, slot, 0);
        to.code.move(to.vars.get(into), to.arithmetic.cast(loaded, varTypes[into]));
      }
    };
  }

  private Stmt branch(int depth) {
    IrType type = type();
    Comparison comparison = pick(Comparison.values());
    Expr left = expression(type, 1);
    Expr right = expression(type, 1);
    Stmt then = statement(depth - 1);
    Stmt otherwise = statement(depth - 1);
    return new Stmt() {
      @Override
      public void eval(BigInteger[] vars) {
        int order = left.eval(vars).compareTo(right.eval(vars));
        (holds(comparison, order) ? then : otherwise).eval(vars);
      }

      @Override
      public void lower(Lowering to) {
        String t = to.code.label("then");
        String e = to.code.label("else");
        String end = to.code.label("end");
        IrValue l = left.lower(to);
        to.arithmetic.branch(comparison, l, right.lower(to), t, e);
        to.code.start(t);
        then.lower(to);
        to.code.jump(end);
        to.code.start(e);
        otherwise.lower(to);
        to.code.jump(end);
        to.code.start(end);
      }
    };
  }

  private static boolean holds(Comparison comparison, int order) {
    return switch (comparison) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT -> order < 0;
      case LE -> order <= 0;
      case GT -> order > 0;
      case GE -> order >= 0;
    };
  }

  private Stmt loop(int depth) {
    int count = random.nextInt(4);
    Stmt inner = statement(depth - 1);
    return new Stmt() {
      @Override
      public void eval(BigInteger[] vars) {
        for (int i = 0; i < count; i++) {
          inner.eval(vars);
        }
      }

      @Override
      public void lower(Lowering to) {
        Register counter = to.code.register(IrType.U64);
        to.code.move(counter, new Constant(0, IrType.U64));
        String head = to.code.label("head");
        String again = to.code.label("body");
        String end = to.code.label("end");
        to.code.jump(head);
        to.code.start(head);
        Constant bound = new Constant(count, IrType.U64);
        to.arithmetic.branch(Comparison.LT, counter, bound, again, end);
        to.code.start(again);
        inner.lower(to);
        Constant one = new Constant(1, IrType.U64);
        to.code.move(counter, to.arithmetic.binary(Operation.ADD, IrType.U64, counter, one));
        to.code.jump(head);
        to.code.start(end);
      }
    };
  }
}
