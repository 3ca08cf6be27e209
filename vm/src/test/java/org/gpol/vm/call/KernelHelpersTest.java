package org.gpol.vm.call;

import static org.gpol.bpf.isa.Reg.R0;
import static org.gpol.bpf.isa.Reg.R1;
import static org.gpol.bpf.isa.Reg.R10;
import static org.gpol.bpf.isa.Reg.R2;
import static org.gpol.bpf.isa.Reg.R3;
import static org.gpol.bpf.isa.Reg.R4;
import static org.gpol.bpf.isa.Reg.R5;
import static org.gpol.bpf.isa.Reg.R6;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.call.KernelHelpers.Question;
import org.gpol.vm.engine.Bench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same random calls here and in the running Linux kernel, compared byte by byte. */
class KernelHelpersTest {
  private static final int STRTOL = 105;
  private static final int STRTOUL = 106;
  private static final int PROBE_READ = 113;
  private static final int PROBE_READ_STR = 115;
  private static final int SNPRINTF = 165;
  private static final int STRNCMP = 182;
  private static final int DYNPTR_FROM_MEM = 197;
  private static final int DYNPTR_READ = 201;
  private static final int DYNPTR_WRITE = 202;
  private static final int DYNPTR_DATA = 203;

  /** Where in map 0 the strings are that are arguments. */
  private static final int STRINGS = 1024;

  private static final String[] WORDS = {"", "x", "gpol", "two words", "%d", "caf\u00e9"};
  private static final long[] EDGES = {
    0,
    1,
    -1,
    7,
    8,
    9,
    10,
    15,
    99,
    255,
    -128,
    65535,
    1L << 31,
    (1L << 31) - 1,
    -(1L << 31),
    (1L << 32) - 1,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    0x1234_5678_9abc_def0L
  };

  @TempDir Path directory;

  private final long seed = 77;
  private final SplittableRandom random = new SplittableRandom(seed);

  @Test
  void helpers_answerAsThoseOfTheKernel() throws Exception {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      questions.add(snprintf());
    }
    for (int i = 0; i < 500; i++) {
      questions.add(number());
      questions.add(compare());
      questions.add(probe());
      questions.add(dynptr());
    }
    List<String> answers = KernelHelpers.ask(directory, questions);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      String ours = here(questions.get(i));
      if (!same(answers.get(i), ours)) {
        differences.add(
            questions.get(i).name()
                + "\n  Linux: "
                + strip(answers.get(i))
                + "\n  here: "
                + strip(ours));
      }
    }
    assertTrue(
        differences.isEmpty(),
        () ->
            "seed "
                + seed
                + ", "
                + differences.size()
                + " differences\n"
                + String.join("\n", differences));
  }

  /** The kernel refuses at once the programs whose formats we refuse when they are used. */
  private static boolean same(String kernel, String ours) {
    return kernel.equals("load 22") ? ours.startsWith("eaffffffffffffff") : kernel.equals(ours);
  }

  private static String strip(String hex) {
    return hex.replaceAll("(00)+$", "");
  }

  private static String here(Question question) {
    Bench bench = new Bench(1, MapSpec.array("in", 2048, 1), MapSpec.array("out", 2048, 1));
    byte[] content = HexFormat.of().parseHex(question.content());
    System.arraycopy(content, 0, bench.maps.values(0).bytes(), 0, content.length);
    long unused = bench.run(bench.prepare(Code.of(question.insns())), new byte[8]);
    return HexFormat.of().formatHex(bench.maps.values(1).bytes());
  }

  private Question snprintf() {
    Content content = new Content();
    StringBuilder format = new StringBuilder();
    List<Insn> insns = start();
    int args = random.nextInt(5);
    int wanted = Math.max(0, args - random.nextInt(8) / 7 + random.nextInt(8) / 7);
    for (int i = 0; i < Math.max(wanted, args); i++) {
      String conversion = conversion();
      if (i < wanted) {
        format.append(literal()).append(conversion);
      }
      if (i < args) {
        insns.add(argument(conversion, content));
        insns.add(new Insn.Store(MemSize.B8, R10, -96 + 8 * i, R1));
      }
    }
    format.append(literal());
    content.put(0, format.toString());
    // Linux miscounts what it has rendered before when that lies beyond the end.
    boolean miscounted = format.toString().matches("(?s).*p[kiIB].*");
    int size = random.nextInt(4) == 0 && !miscounted ? random.nextInt(1, 12) : 1500;
    insns.add(mov(R1, R6));
    insns.add(add(R1, 16));
    insns.add(mov(R2, new Imm(size)));
    insns.add(in(R3, 0));
    insns.add(args == 0 ? mov(R4, new Imm(0)) : mov(R4, R10));
    if (args > 0) {
      insns.add(add(R4, -96));
    }
    insns.add(mov(R5, new Imm(8 * args)));
    return question("snprintf(" + size + ", \"" + format + "\", " + args, content, insns, SNPRINTF);
  }

  private String literal() {
    String[] texts = {"", "", " ", "a=", ", ", "%%", ":", "\n", "9", "Z", "caf\u00e9", "\u0001"};
    int weird = random.nextInt(40) == 0 ? 0 : 2;
    return texts[random.nextInt(texts.length - weird)];
  }

  private String conversion() {
    StringBuilder text = new StringBuilder("%");
    for (int i = random.nextInt(3); i > 0; i--) {
      text.append("0+- ".charAt(random.nextInt(4)));
    }
    text.append(random.nextInt(3) == 0 ? "" + random.nextInt(1, 40) : "");
    String[] kinds = {
      "d", "i", "u", "x", "X", "ld", "li", "lu", "lx", "lX", "lld", "llu", "llx", "llX", "c", "s",
      "s", "px", "ps", "pS", "pB", "pks", "pI4", "pi4", "pI6", "pi6", "f", "hd", ".3d", "#x", "p9"
    };
    int weird = random.nextInt(20) == 0 ? 0 : 5;
    return text.append(kinds[random.nextInt(kinds.length - weird)]).toString();
  }

  /** R1 = something that fits the conversion. */
  private Insn argument(String conversion, Content content) {
    boolean text = conversion.endsWith("s") && !conversion.endsWith("ps");
    boolean bytes = conversion.contains("pI") || conversion.contains("pi");
    if (text && random.nextInt(8) > 0) {
      return in(R1, content.add(word()));
    }
    if (bytes && random.nextInt(8) > 0) {
      return in(R1, content.add("0123456789abcdef"));
    }
    boolean symbol = conversion.matches(".*p[sSB]");
    long number = text || bytes ? 0 : symbol ? random.nextInt(1, 1 << 16) : edge();
    return new Insn.LoadImm64(R1, conversion.endsWith("c") ? (number & 0x7f) | 1 : number);
  }

  private String word() {
    return random.nextInt(10) == 0
        ? "long".repeat(random.nextInt(1, 80))
        : WORDS[random.nextInt(WORDS.length)];
  }

  private long edge() {
    return EDGES[random.nextInt(EDGES.length)];
  }

  private Question number() {
    StringBuilder text = new StringBuilder();
    text.append(" ".repeat(random.nextInt(3))).append(random.nextInt(3) == 0 ? "-" : "");
    String[] prefixes = {"", "", "0", "0x", "0X", "+", "00000000000000000000000000000000000000000"};
    text.append(prefixes[random.nextInt(prefixes.length)]);
    String digits = random.nextBoolean() ? Long.toHexString(edge()) : Long.toUnsignedString(edge());
    text.append(digits, 0, random.nextInt(digits.length() + 1));
    text.append(random.nextBoolean() ? "" : digits).append(random.nextInt(3) == 0 ? "z" : "");
    text.append(text.length() == 0 ? " " : "");
    Content content = new Content();
    content.put(0, text.toString());
    int[] bases = {0, 8, 10, 16, 7, 32};
    int base = bases[random.nextInt(random.nextInt(8) == 0 ? 6 : 4)];
    int length = random.nextInt(4) == 0 ? random.nextInt(1, text.length() + 1) : text.length();
    int helper = random.nextBoolean() ? STRTOL : STRTOUL;
    List<Insn> insns = start();
    insns.add(in(R1, 0));
    insns.add(mov(R2, new Imm(length)));
    insns.add(mov(R3, new Imm(base)));
    insns.add(mov(R4, R6));
    insns.add(add(R4, 8));
    String name = (helper == STRTOL ? "strtol" : "strtoul") + "(\"" + text + "\", " + length;
    return question(name + ", " + base, content, insns, helper);
  }

  private Question compare() {
    Content content = new Content();
    String left = word();
    String right = random.nextInt(3) == 0 ? left : word();
    content.put(0, left);
    int size = random.nextInt(1, left.length() + 3);
    List<Insn> insns = start();
    insns.add(in(R1, 0));
    insns.add(mov(R2, new Imm(size)));
    insns.add(in(R3, content.add(right)));
    return question("strncmp(" + left + ", " + size + ", " + right, content, insns, STRNCMP);
  }

  private Question probe() {
    Content content = new Content();
    String text = word();
    content.put(0, text);
    boolean string = random.nextBoolean();
    int size = random.nextInt(0, text.length() + 4);
    List<Insn> insns = start();
    insns.add(mov(R1, R6));
    insns.add(add(R1, 16));
    insns.add(mov(R2, new Imm(size)));
    insns.add(in(R3, random.nextInt(text.length() + 1)));
    String name = string ? "probe_read_kernel_str(" : "probe_read_kernel(";
    int helper = string ? PROBE_READ_STR : PROBE_READ;
    return question(name + size + ", " + text, content, insns, helper);
  }

  /** Makes a dynptr of bytes 512 to 1023 of map 1, writes to it, reads from it and asks for it. */
  private Question dynptr() {
    Content content = new Content();
    content.put(0, "the quick brown fox jumps over the lazy dog");
    int size = random.nextInt(40);
    int[] near = {0, 1, size - 1, size, size + 1, random.nextInt(40), -1, Integer.MAX_VALUE};
    int offset = near[random.nextInt(near.length)];
    int length = random.nextInt(6) == 0 ? size : random.nextInt(20);
    int made = random.nextInt(10) == 0 ? 1 : 0;
    int written = random.nextInt(10) == 0 ? 1 : 0;
    List<Insn> insns = start();
    insns.addAll(List.of(mov(R1, R6), add(R1, 512), mov(R2, new Imm(size))));
    insns.addAll(List.of(mov(R3, new Imm(made)), mov(R4, R10), add(R4, -16)));
    insns.addAll(List.of(new Insn.Call(DYNPTR_FROM_MEM), result(0)));
    insns.addAll(List.of(mov(R1, R10), add(R1, -16), mov(R2, new Imm(offset)), in(R3, 0)));
    insns.addAll(List.of(mov(R4, new Imm(length)), mov(R5, new Imm(written))));
    insns.addAll(List.of(new Insn.Call(DYNPTR_WRITE), result(8)));
    insns.addAll(List.of(mov(R1, R6), add(R1, 1024), mov(R2, new Imm(random.nextInt(20)))));
    insns.addAll(List.of(mov(R3, R10), add(R3, -16), mov(R4, new Imm(random.nextInt(40)))));
    insns.addAll(List.of(mov(R5, new Imm(0)), new Insn.Call(DYNPTR_READ), result(16)));
    insns.addAll(List.of(mov(R1, R10), add(R1, -16), mov(R2, new Imm(offset))));
    insns.addAll(List.of(mov(R3, new Imm(length)), new Insn.Call(DYNPTR_DATA)));
    int behind = insns.size() + 2;
    insns.add(new Insn.Branch(JumpCond.JEQ, Width.W64, R0, new Imm(0), behind));
    insns.addAll(List.of(mov(R0, new Imm(1)), result(24), mov(R0, new Imm(0)), new Insn.Exit()));
    String name = "dynptr of " + size + ", " + offset + ", " + length;
    return new Question(name, content.hex(), insns);
  }

  private static Insn result(int offset) {
    return new Insn.Store(MemSize.B8, R6, offset, R0);
  }

  /** R6 = the value of map 1. */
  private static List<Insn> start() {
    List<Insn> insns = new ArrayList<>();
    insns.add(new Insn.LoadRef(R6, RefKind.MAP_VALUE, 1, 0));
    return insns;
  }

  /** Calls the helper and stores its result. */
  private static Question question(String name, Content content, List<Insn> insns, int helper) {
    insns.add(new Insn.Call(helper));
    insns.add(new Insn.Store(MemSize.B8, R6, 0, R0));
    insns.add(mov(R0, new Imm(0)));
    insns.add(new Insn.Exit());
    return new Question(name + ")", content.hex(), insns);
  }

  private static Insn in(Reg dst, int offset) {
    return new Insn.LoadRef(dst, RefKind.MAP_VALUE, 0, offset);
  }

  private static Insn mov(Reg dst, Operand src) {
    return new Insn.Alu(AluOp.MOV, Width.W64, dst, src);
  }

  private static Insn add(Reg dst, int value) {
    return new Insn.Alu(AluOp.ADD, Width.W64, dst, new Imm(value));
  }

  /** What map 0 holds: a text at its beginning, and strings in its second half. */
  private static final class Content {
    private final byte[] bytes = new byte[KernelHelpers.BYTES];
    private int end = STRINGS;

    void put(int offset, String text) {
      byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
      System.arraycopy(latin, 0, bytes, offset, latin.length);
    }

    String hex() {
      return HexFormat.of().formatHex(bytes);
    }

    int add(String text) {
      int offset = end;
      put(offset, text);
      end += text.length() + 1;
      return offset;
    }
  }
}
