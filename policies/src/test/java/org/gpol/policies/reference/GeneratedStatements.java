package org.gpol.policies.reference;

import java.util.List;
import java.util.Random;

/** Writes statements. */
final class GeneratedStatements {
  private static final int MOST_NESTING = 3;

  private final Random random;
  private final GeneratedScope scope;
  private final GeneratedExpressions expressions;

  /** What {@code return} gives here; null for nothing. */
  private String result;

  /** Whether entries of hashes may come and go here: nobody holds a reference to one. */
  private boolean free;

  /** Whether other CPUs can be told something here. */
  private boolean asks;

  private final GeneratedContainers keyed;

  /** Whether this policy has sets of CPUs, which bring much code. */
  private final boolean masks;

  private int loops;
  private int nesting;

  GeneratedStatements(Random random, GeneratedScope scope, GeneratedExpressions expressions) {
    this.random = random;
    this.scope = scope;
    this.expressions = expressions;
    this.masks = expressions.chance(30);
    this.keyed = new GeneratedContainers(expressions);
  }

  /** The statements of a function or, where entries may come and go, a handler. */
  String body(int count, String returned, boolean handler) {
    result = returned;
    free = handler;
    asks = handler && returned == null;
    loops = 0;
    nesting = 0;
    return statements(count);
  }

  private String statements(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("    ".repeat(nesting + 1)).append(statement()).append('\n');
    }
    return text.toString();
  }

  private String block(int count) {
    nesting++;
    scope.enter();
    String text = "{\n" + statements(count) + "    ".repeat(nesting) + "}";
    scope.leave();
    nesting--;
    return text;
  }

  private String inner() {
    return block(1 + random.nextInt(2));
  }

  private String e(String type) {
    return expressions.of(type, 2);
  }

  /** An index that the compiler cannot know: it would know that it is too great. */
  private String index() {
    return "(" + e("u32") + " ^ (zero as u32))";
  }

  private String statement() {
    int choice = random.nextInt(nesting < MOST_NESTING ? 29 : 14);
    return switch (choice) {
      case 0, 1 -> let();
      case 2, 3, 4 -> assign();
      case 5 -> tell();
      case 6 -> log();
      case 7 -> stat();
      case 8 -> queue();
      case 9 -> "cells[" + random.nextInt(5) + "] " + op() + " " + e("u64") + ";";
      case 10 -> free ? comeOrGo() : assign();
      case 11 -> asks ? ask() : stat();
      case 12 -> "row[" + random.nextInt(6) + "] " + op() + " " + e("u32") + ";";
      case 13 -> struct();
      case 14, 15 ->
          "if " + e("bool") + " " + inner() + (expressions.chance(50) ? " else " + inner() : "");
      case 16 -> match();
      case 17, 18 -> forLoop();
      case 19 -> whileLoop();
      case 20 -> hash();
      case 21 -> "if let cell = cells[" + index() + "] { cell " + op() + " " + e("u64") + "; }";
      case 22 -> "if let part = row[" + index() + "] { part " + op() + " " + e("u32") + "; }";
      case 23 -> wide();
      case 24 -> leave();
      case 25 -> keyed.statement();
      case 26 -> array();
      case 27 -> asks && masks ? set() : array();
      default -> shorts();
    };
  }

  private String op() {
    return expressions.any(List.of("=", "+=", "-=", "*=", "&=", "|=", "^=", "/=", "%="));
  }

  private String let() {
    String type = expressions.any(GeneratedExpressions.TYPES);
    String name = scope.freshName("v");
    boolean mutable = expressions.chance(60);
    String text = (mutable ? "var " : "let ") + name + ": " + type + " = " + e(type) + ";";
    scope.declare(name, type, mutable);
    return text;
  }

  private String assign() {
    String type = expressions.any(GeneratedExpressions.TYPES);
    List<String> targets = scope.mutable(type);
    if (targets.isEmpty()) {
      return let();
    }
    String target = expressions.any(targets);
    if (GeneratedExpressions.isInteger(type)) {
      return target + " " + op() + " " + e(type) + ";";
    }
    if (type.equals("duration") && expressions.chance(50)) {
      return target + expressions.any(List.of(" += ", " -= ")) + e(type) + ";";
    }
    return target + " = " + e(type) + ";";
  }

  private String tell() {
    return "emit told { a: "
        + e("u64")
        + ", b: "
        + e("i64")
        + ", c: "
        + e("i32")
        + ", d: "
        + e("u16")
        + ", e: "
        + e("duration")
        + ", f: "
        + e("bool")
        + ", g: "
        + e("Colour")
        + ", h: "
        + e("time")
        + " };";
  }

  private String log() {
    String type = expressions.any(GeneratedExpressions.INTEGERS);
    return "log(\"100% {} and {}\", " + e(type) + ", " + e("duration") + ");";
  }

  private String stat() {
    return switch (random.nextInt(4)) {
      case 0 -> "counted.add(" + e("u64") + ");";
      case 1 -> "level.set(" + e("i64") + ");";
      case 2 -> "level.add(" + e("i64") + ");";
      default -> "spread.add(" + e("u32") + ");";
    };
  }

  private String queue() {
    return switch (random.nextInt(5)) {
      case 0 -> "_ = numbers.push(" + e("i32") + ");";
      case 1 -> "if let n = numbers.pop() { g_i64 += n; }";
      case 2 -> "if let n = numbers.peek() { g_i32 -= n; }";
      case 3 -> "pile.push(" + e("u64") + ") else err { g_u32 += err as u32; }";
      default -> "if let n = pile.pop() { g_u64 ^= n; }";
    };
  }

  private String box() {
    return expressions.box();
  }

  private String comeOrGo() {
    return switch (random.nextInt(5)) {
      case 0 -> "_ = boxes.set(" + e("u32") + " % 10, " + box() + ");";
      case 1 -> "boxes.insert(" + e("u32") + " % 10, box) else err { g_u32 ^= err as u32; }";
      case 2 -> "_ = boxes.remove(" + e("u32") + " % 10);";
      case 3 -> "_ = shorts.set(" + e("gtid") + ", " + e("u16") + ");";
      default -> "g_u32 += shorts.remove(" + e("gtid") + ") as u32;";
    };
  }

  private String ask() {
    return expressions.chance(50)
        ? "resched_cpu(" + e("cpu") + ", RESCHED_GHOST_CLASS | SET_MUST_RESCHED);"
        : "wake_agent(" + e("cpu") + ");";
  }

  private String struct() {
    if (expressions.chance(50)) {
      return "box = " + box() + ";";
    }
    if (expressions.chance(30)) {
      return local();
    }
    String name = scope.freshName("s");
    String text = "var " + name + " = " + (expressions.chance(50) ? "box" : box()) + ";";
    scope.declareStruct(name, "Box", true);
    return text;
  }

  /** Things that begin as zero. */
  private String local() {
    String name = scope.freshName("z");
    if (expressions.chance(40)) {
      String type = expressions.any(GeneratedExpressions.INTEGERS);
      scope.declare(name, type, true);
      return "var " + name + ": " + type + ";";
    }
    if (expressions.chance(50)) {
      String text = "var " + name + " = Bag { head: " + e("u32") + " };";
      scope.declare(name + ".rest[1]", "u16", true);
      scope.declare(name + ".head", "u32", true);
      return text;
    }
    scope.declare(name + "[0]", "i32", true);
    scope.declare(name + "[2]", "i32", true);
    return "var " + name + ": i32[3];";
  }

  /** Arrays that are written out, compared and told from one another. */
  private String array() {
    String name = scope.freshName("a");
    return switch (random.nextInt(4)) {
      case 0 -> {
        String text = "var " + name + ": i16[3] = [" + e("i16") + ", " + e("i16") + ", 3];";
        scope.declare(name + "[1]", "i16", true);
        yield text;
      }
      case 1 -> "level_of = [" + e("i16") + "; 5];";
      case 2 ->
          "if row "
              + expressions.any(List.of("==", "!="))
              + " [1, 2, 7, 4, 5, 0xffff_ffff] { "
              + "g_u8 += 1; row[5] = 0xffff_ffff; }";
      default ->
          "{ var "
              + name
              + " = bags[1]; "
              + name
              + ".rest = ["
              + e("u16")
              + "; 3]; bags[0] = "
              + name
              + "; g_u16 ^= bags[0].rest[2]; }";
    };
  }

  /** Sets of CPUs, and what the kernel knows of tasks. */
  private String set() {
    return switch (random.nextInt(8)) {
      case 0 -> "mask.set(" + e("cpu") + ");";
      case 1 -> "mask.clear(" + e("cpu") + ");";
      case 2 -> "g_bool = mask.has(" + e("cpu") + ");";
      case 3 -> nesting == 0 ? "g_cpu = mask.next(" + e("cpu") + ");" : "g_bool = mask.is_empty();";
      case 4 -> nesting == 0 ? "g_u32 += mask.count();" : "mask.clear_all();";
      case 5 -> "g_i64 += affinity(" + e("gtid") + ", mask);";
      case 6 ->
          "{ var seen = mask; if affinity("
              + e("gtid")
              + ", seen) > 0 { g_bool = seen.has("
              + e("cpu")
              + "); mask.copy(seen); } }";
      default ->
          "{ var n: u8[16]; if comm("
              + e("gtid")
              + ", n) == 0 { if n == called { g_u8 += 1; } else { called = n; } } }";
    };
  }

  private String match() {
    if (expressions.chance(50)) {
      return "match "
          + e("Colour")
          + " { RED => "
          + block(1)
          + " GREEN | BLUE => "
          + block(1)
          + " }";
    }
    return "match "
        + e("u8")
        + " % 5 { 0 => "
        + block(1)
        + " 1, 3 => "
        + block(1)
        + " _ => "
        + block(1)
        + " }";
  }

  private String forLoop() {
    String name = scope.freshName("i");
    boolean known = expressions.chance(60);
    String range =
        known ? "0.." + (1 + random.nextInt(5)) : e("u32") + ".." + e("u32") + " limit 3";
    scope.enter();
    scope.declare(name, "u32", false);
    loops++;
    String element = known ? " row[" + name + "] += 1;" : "";
    String text = "for " + name + " in " + range + " {" + element + " " + inner() + " }";
    loops--;
    scope.leave();
    return text;
  }

  private String whileLoop() {
    loops++;
    String text = "while " + e("bool") + " limit " + (1 + random.nextInt(4)) + " " + inner();
    loops--;
    return text;
  }

  private String held(String name, String struct, String open) {
    boolean before = free;
    free = false;
    scope.enter();
    scope.declareStruct(name, struct, true);
    String text = open + inner();
    scope.leave();
    free = before;
    return text;
  }

  private String hash() {
    String name = scope.freshName("r");
    return held(name, "Box", "if let " + name + " = boxes[" + e("u32") + " % 10] ")
        + " else "
        + inner();
  }

  private String wide() {
    String name = scope.freshName("w");
    return expressions.chance(50)
        ? held(name, "Box", "if let " + name + " = wide[" + index() + " % 4] ")
        : "{ let " + name + " = wide[1]; " + name + " = " + box() + "; g_u32 ^= " + name + ".c; }";
  }

  private String shorts() {
    return "if let n = shorts[" + e("gtid") + "] { n += 3; g_u16 ^= n; }";
  }

  private String leave() {
    String condition = "if " + e("bool");
    if (loops > 0 && expressions.chance(70)) {
      return condition + " { " + expressions.any(List.of("break;", "continue;")) + " }";
    }
    if (result == null) {
      // Leaving a handler that has a task would lose it.
      return assign();
    }
    return condition + " { return " + e(result) + "; }";
  }
}
