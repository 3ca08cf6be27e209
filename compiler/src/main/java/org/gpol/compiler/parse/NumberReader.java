package org.gpol.compiler.parse;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceSpan;

/** Reads number words: {@code 42}, {@code 0xff}, {@code 0b101}, {@code 1_000}, {@code 50us}. */
final class NumberReader {
  private static final Map<String, Long> TIMES =
      Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L);
  private static final Map<String, Long> SIZES =
      new TreeMap<>(Map.of("KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30));
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(64);

  private NumberReader() {}

  static Expr.NumberLiteral read(String text, SourceSpan span, DiagnosticSink sink) {
    String word = text.replace("_", "");
    int radix = word.startsWith("0x") ? 16 : word.startsWith("0b") ? 2 : 10;
    int start = radix == 10 ? 0 : 2;
    int end = start;
    while (end < word.length() && Character.digit(word.charAt(end), radix) >= 0) {
      end++;
    }
    String digits = word.substring(start, end);
    String unit = word.substring(end);
    Long factor = unit.isEmpty() ? Long.valueOf(1) : TIMES.getOrDefault(unit, SIZES.get(unit));
    if (digits.isEmpty() || factor == null || (radix != 10 && !unit.isEmpty())) {
      Diagnostic wrong =
          Diagnostic.of(DiagnosticCode.BAD_NUMBER, span, "`" + text + "` is not a number");
      sink.report(
          wrong.hint("units are `ns`, `us`, `ms`, `s` for durations and `KiB`, `MiB`, `GiB`"));
      return new Expr.NumberLiteral(0, false, span);
    }
    BigInteger value = new BigInteger(digits, radix).multiply(BigInteger.valueOf(factor));
    boolean duration = TIMES.containsKey(unit);
    BigInteger limit = duration ? LIMIT.shiftRight(1) : LIMIT;
    if (value.compareTo(limit) >= 0) {
      sink.report(
          Diagnostic.of(
              DiagnosticCode.BAD_NUMBER, span, "`" + text + "` does not fit into 64 bits"));
      return new Expr.NumberLiteral(0, duration, span);
    }
    return new Expr.NumberLiteral(value.longValue(), duration, span);
  }
}
