package org.gpol.compiler.machine;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;

/**
 * Runs code one instruction at a time on big integers. Registers that a call leaves unreadable are
 * filled with rubbish and memory is checked for bounds, so that code which relies on luck fails.
 */
public final class TinyMachine {
  private static final long RUBBISH = 0xdead_beef_0bad_f00dL;
  private static final int FRAME = 512;

  /** A helper: arguments R1 to R5 to result. */
  public interface Helper extends Function<long[], Long> {}

  private record Frame(int returnTo, List<Long> saved) {}

  private record Region(long base, ByteBuffer bytes) {}

  private final Map<Integer, Helper> helpers = new LinkedHashMap<>();
  private final List<Region> regions = new ArrayList<>();
  private final Map<Integer, Long> mapValues = new LinkedHashMap<>();
  private long[] regs;
  private int pc;
  private int budget = 200_000;

  /** Binds a helper to its number. */
  public TinyMachine helper(int id, Helper helper) {
    helpers.put(id, helper);
    return this;
  }

  /** Makes memory addressable and returns its address. */
  public long memory(byte[] bytes) {
    long base = 0x1_0000_0000L * (regions.size() + 1);
    regions.add(new Region(base, ByteBuffer.wrap(bytes)));
    return base;
  }

  /** Makes {@code bytes} the value of the global-data map {@code map}. */
  public TinyMachine global(int map, byte[] bytes) {
    mapValues.put(map, memory(bytes));
    return this;
  }

  /** The number by which helpers see map {@code map}. */
  public static long mapHandle(int map) {
    return 0x7000_0000_0000_0000L + map;
  }

  /** Runs {@code code} from its start and returns R0. */
  public long run(Code code, long... arguments) {
    regs = new long[Reg.COUNT];
    Arrays.fill(regs, RUBBISH);
    System.arraycopy(arguments, 0, regs, 1, arguments.length);
    Deque<Frame> frames = new ArrayDeque<>();
    regs[10] = newFrame();
    pc = 0;
    while (true) {
      if (--budget < 0) {
        throw new IllegalStateException("does not end");
      }
      Insn insn = code.insn(pc++);
      if (insn instanceof Insn.Exit) {
        if (frames.isEmpty()) {
          return regs[0];
        }
        Frame frame = frames.pop();
        for (int i = 0; i < 5; i++) {
          regs[6 + i] = frame.saved().get(i);
        }
        Arrays.fill(regs, 1, 6, RUBBISH);
        pc = frame.returnTo();
      } else if (insn instanceof Insn.CallLocal call) {
        frames.push(new Frame(pc, Arrays.stream(regs, 6, 11).boxed().toList()));
        Arrays.fill(regs, 6, 10, RUBBISH);
        regs[0] = RUBBISH;
        regs[10] = newFrame();
        pc = call.target();
      } else {
        step(insn);
      }
    }
  }

  private long newFrame() {
    byte[] bytes = new byte[FRAME];
    Arrays.fill(bytes, (byte) 0xa5);
    return memory(bytes) + FRAME;
  }

  private void step(Insn insn) {
    if (insn instanceof Insn.Alu i) {
      set(i.dst(), alu(i.op(), i.width().bits(), get(i.dst()), get(i.src())));
    } else if (insn instanceof Insn.Unary i) {
      set(i.dst(), low(BigInteger.valueOf(get(i.dst())).negate(), i.width().bits()));
    } else if (insn instanceof Insn.LoadImm64 i) {
      set(i.dst(), i.value());
    } else if (insn instanceof Insn.LoadRef i) {
      set(
          i.dst(),
          switch (i.kind()) {
            case MAP -> mapHandle(i.index());
            case MAP_VALUE -> mapValues.get(i.index()) + i.offset();
            case CODE, VARIABLE, MAP_BY_INDEX, MAP_VALUE_BY_INDEX ->
                throw new IllegalStateException("the compiler makes no " + i.kind());
          });
    } else if (insn instanceof Insn.Load i) {
      set(i.dst(), load(get(i.base()) + i.offset(), i.size().bytes()));
    } else if (insn instanceof Insn.Store i) {
      store(get(i.base()) + i.offset(), i.size().bytes(), get(i.value()));
    } else if (insn instanceof Insn.Jump i) {
      pc = i.target();
    } else if (insn instanceof Insn.Branch i) {
      if (test(i.cond(), i.width(), get(i.left()), get(i.right()))) {
        pc = i.target();
      }
    } else if (insn instanceof Insn.Call i) {
      long result = helpers.get(i.id()).apply(Arrays.copyOfRange(regs, 1, 6));
      Arrays.fill(regs, 1, 6, RUBBISH);
      regs[0] = result;
    } else {
      throw new IllegalStateException("not supported: " + insn);
    }
  }

  private long get(Operand operand) {
    return operand instanceof Reg reg ? regs[reg.number()] : ((Imm) operand).value();
  }

  private void set(Reg reg, long value) {
    if (reg == Reg.R10) {
      throw new IllegalStateException("R10 is read-only");
    }
    regs[reg.number()] = value;
  }

  /** Reads little-endian memory, zero-extended. */
  public long load(long address, int bytes) {
    Region region = region(address, bytes);
    int start = (int) (address - region.base());
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value * 256 + Byte.toUnsignedInt(region.bytes().get(start + i));
    }
    return value;
  }

  /** Writes little-endian memory. */
  public void store(long address, int bytes, long value) {
    Region region = region(address, bytes);
    int start = (int) (address - region.base());
    for (int i = 0; i < bytes; i++) {
      region.bytes().put(start + i, (byte) (value >> (8 * i)));
    }
  }

  private Region region(long address, int bytes) {
    for (Region region : regions) {
      if (address >= region.base()
          && address + bytes <= region.base() + region.bytes().capacity()) {
        if ((address - region.base()) % bytes != 0) {
          throw new IllegalStateException("misaligned access");
        }
        return region;
      }
    }
    throw new IllegalStateException("access of " + bytes + " at " + Long.toHexString(address));
  }

  private static BigInteger unsigned(long value, int bits) {
    return BigInteger.valueOf(value).mod(BigInteger.ONE.shiftLeft(bits));
  }

  private static BigInteger signed(long value, int bits) {
    BigInteger u = unsigned(value, bits);
    return u.testBit(bits - 1) ? u.subtract(BigInteger.ONE.shiftLeft(bits)) : u;
  }

  private static long low(BigInteger value, int bits) {
    return value.mod(BigInteger.ONE.shiftLeft(bits)).longValue();
  }

  private static long alu(AluOp op, int bits, long dst, long src) {
    BigInteger a = unsigned(dst, bits);
    BigInteger b = unsigned(src, bits);
    BigInteger sa = signed(dst, bits);
    BigInteger sb = signed(src, bits);
    int count = b.mod(BigInteger.valueOf(bits)).intValue();
    BigInteger result =
        switch (op) {
          case ADD -> a.add(b);
          case SUB -> a.subtract(b);
          case MUL -> a.multiply(b);
          case DIV -> b.signum() == 0 ? b : a.divide(b);
          case SDIV -> b.signum() == 0 ? b : sa.divide(sb);
          case OR -> a.or(b);
          case AND -> a.and(b);
          case LSH -> a.shiftLeft(count);
          case RSH -> a.shiftRight(count);
          case MOD -> b.signum() == 0 ? a : a.mod(b);
          case SMOD -> b.signum() == 0 ? a : sa.remainder(sb);
          case XOR -> a.xor(b);
          case MOV -> b;
          case MOVSX8 -> signed(src, 8);
          case MOVSX16 -> signed(src, 16);
          case MOVSX32 -> signed(src, 32);
          case ARSH -> sa.shiftRight(count);
        };
    return low(result, bits);
  }

  private static boolean test(JumpCond cond, Width width, long left, long right) {
    int bits = width.bits();
    int unsigned = unsigned(left, bits).compareTo(unsigned(right, bits));
    int signed = signed(left, bits).compareTo(signed(right, bits));
    return switch (cond) {
      case JEQ -> unsigned == 0;
      case JNE -> unsigned != 0;
      case JGT -> unsigned > 0;
      case JGE -> unsigned >= 0;
      case JLT -> unsigned < 0;
      case JLE -> unsigned <= 0;
      case JSGT -> signed > 0;
      case JSGE -> signed >= 0;
      case JSLT -> signed < 0;
      case JSLE -> signed <= 0;
      case JSET -> unsigned(left & right, bits).signum() != 0;
    };
  }
}
