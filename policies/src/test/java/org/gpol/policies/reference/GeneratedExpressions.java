package org.gpol.policies.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes expressions of a given type, of what a scope has. */
final class GeneratedExpressions {
  static final List<String> INTEGERS =
      List.of("u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64");
  static final List<String> TYPES =
      List.of(
          "u8",
          "u16",
          "u32",
          "u64",
          "i8",
          "i16",
          "i32",
          "i64",
          "bool",
          "time",
          "duration",
          "gtid",
          "cpu",
          "Colour");
  private static final List<String> COLOURS = List.of("RED", "GREEN", "BLUE");

  private final Random random;
  private final GeneratedScope scope;

  GeneratedExpressions(Random random, GeneratedScope scope) {
    this.random = random;
    this.scope = scope;
  }

  <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  static boolean isInteger(String type) {
    return INTEGERS.contains(type);
  }

  static boolean isSigned(String type) {
    return type.startsWith("i");
  }

  static int bits(String type) {
    return Integer.parseInt(type.substring(1));
  }

  /** A literal, or a name of the scope. */
  String leaf(String type) {
    List<String> names = scope.names(type);
    if (!names.isEmpty() && chance(75)) {
      return any(names);
    }
    return literal(type);
  }

  String literal(String type) {
    return switch (type) {
      case "bool" -> chance(50) ? "true" : "false";
      case "time" -> chance(50) ? "now()" : "(" + random.nextInt(1 << 20) + " as time)";
      case "duration" -> any(List.of("5ns", "3us", "1ms", "0ns", "(-7 as duration)", "2s"));
      case "gtid" -> "(" + random.nextInt(7) + " as gtid)";
      case "cpu" -> chance(40) ? "this_cpu()" : "(" + random.nextInt(6) + " as cpu)";
      case "Colour" -> any(COLOURS);
      default -> integer(type);
    };
  }

  private String integer(String type) {
    if (type.equals("u32") && chance(10)) {
      return any(List.of("random()", "nr_cpus()"));
    }
    long value =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(4);
          case 1 -> random.nextInt(300);
          case 2 -> random.nextLong() >>> random.nextInt(64);
          default -> 1L << random.nextInt(bits(type));
        };
    if (isSigned(type)) {
      return "("
          + (chance(30) ? "-" + (value & 0xffff) : Long.toString(value & Long.MAX_VALUE))
          + " as "
          + type
          + ")";
    }
    return "(" + Long.toUnsignedString(value) + " as " + type + ")";
  }

  /** An expression of {@code type} with operators nested up to {@code depth}. */
  String of(String type, int depth) {
    if (depth == 0 || chance(20)) {
      return leaf(type);
    }
    return switch (type) {
      case "bool" -> truth(depth - 1);
      case "time" -> time(depth - 1);
      case "duration" -> duration(depth - 1);
      case "gtid" -> "(" + of("i64", depth - 1) + " as gtid)";
      case "cpu" -> "(" + of("u32", depth - 1) + " as cpu)";
      case "Colour" -> leaf(type);
      default -> arithmetic(type, depth - 1);
    };
  }

  private String arithmetic(String type, int depth) {
    List<String> calls = scope.functions(type);
    int choice = random.nextInt(calls.isEmpty() ? 9 : 11);
    if (choice < 5) {
      String op = any(List.of("+", "-", "*", "/", "%", "&", "|", "^"));
      return "(" + of(type, depth) + " " + op + " " + of(type, depth) + ")";
    }
    if (choice == 5) {
      String count =
          chance(50)
              ? "(" + random.nextInt(bits(type)) + " as u8)"
              : of(any(List.of("u8", "u32", "u64")), depth);
      return "("
          + of(type, depth)
          + " "
          + any(List.of("<<", ">>"))
          + " "
          + nonLiteral(count, type)
          + ")";
    }
    if (choice == 6) {
      return isSigned(type) && chance(50)
          ? "(-" + of(type, depth) + ")"
          : "(!" + of(type, depth) + ")";
    }
    if (choice < 9) {
      List<String> from = new ArrayList<>(TYPES);
      if (chance(60)) {
        from = INTEGERS;
      }
      return "(" + of(any(from), depth) + " as " + type + ")";
    }
    return call(any(calls), depth);
  }

  /** A count that the compiler could work out must be less than the bits of the type. */
  private String nonLiteral(String count, String type) {
    boolean known = count.matches("\\([0-9]+ as u[0-9]+\\)");
    return known
        ? "(" + random.nextInt(bits(type)) + " as u8)"
        : "(" + count + " + " + variableZero() + ")";
  }

  private String variableZero() {
    return "(zero as u64)";
  }

  /** A call of a function of the scope: its name, then the types of its parameters. */
  String call(String signature, int depth) {
    String[] words = signature.split(" ");
    List<String> arguments = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      arguments.add(
          words[i].startsWith("&")
              ? any(scope.structs(words[i].substring(1)))
              : of(words[i], Math.min(depth, 1)));
    }
    return words[0] + "(" + String.join(", ", arguments) + ")";
  }

  private String truth(int depth) {
    return switch (random.nextInt(6)) {
      case 0 -> "(" + of("bool", depth) + any(List.of(" && ", " || ")) + of("bool", depth) + ")";
      case 1 -> "(!" + of("bool", depth) + ")";
      case 2 -> comparison(any(TYPES), List.of(" == ", " != "), depth);
      case 3 ->
          any(
              List.of(
                  "line.is_empty()",
                  "numbers.is_empty()",
                  "line.contains(" + of("gtid", 1) + ")",
                  "tree.contains(" + of("gtid", 1) + ")"));
      default ->
          comparison(
              chance(70) ? any(INTEGERS) : any(List.of("time", "duration", "cpu")),
              List.of(" < ", " <= ", " > ", " >= "),
              depth);
    };
  }

  /** A struct, written out. */
  String box() {
    List<String> fields = new ArrayList<>();
    GeneratedPolicy.FIELDS.forEach((field, type) -> fields.add(field + ": " + of(type, 2)));
    return "Box { " + String.join(", ", fields) + " }";
  }

  private String comparison(String type, List<String> operators, int depth) {
    return "(" + of(type, depth) + any(operators) + of(type, depth) + ")";
  }

  private String time(int depth) {
    return switch (random.nextInt(3)) {
      case 0 -> "(" + of("time", depth) + any(List.of(" + ", " - ")) + of("duration", depth) + ")";
      case 1 -> "(" + of("u64", depth) + " as time)";
      default -> leaf("time");
    };
  }

  private String duration(int depth) {
    return switch (random.nextInt(5)) {
      case 0 -> "(" + of("time", depth) + " - " + of("time", depth) + ")";
      case 1 ->
          "("
              + of("duration", depth)
              + any(List.of(" + ", " - ", " % "))
              + of("duration", depth)
              + ")";
      case 2 -> "(" + of("duration", depth) + any(List.of(" * ", " / ")) + of("i64", depth) + ")";
      case 3 -> "(" + of("i64", depth) + " as duration)";
      default -> leaf("duration");
    };
  }
}
