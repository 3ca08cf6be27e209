package org.gpol.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.gpol.grammar.GpolParser;

/** Sets of tokens in words: what people would say, not what the parser has in its tables. */
final class Expectation {
  private static final int MOST_WORDS = 4;

  /** What may always follow an expression; nobody who forgot a `;` wants to read it. */
  private static final Set<Integer> OPERATORS =
      Set.of(
          GpolParser.AS,
          GpolParser.DOT,
          GpolParser.LBRACKET,
          GpolParser.STAR,
          GpolParser.SLASH,
          GpolParser.PERCENT,
          GpolParser.PLUS,
          GpolParser.MINUS,
          GpolParser.SHL,
          GpolParser.GT,
          GpolParser.LT,
          GpolParser.LE,
          GpolParser.GE,
          GpolParser.EQ,
          GpolParser.NE,
          GpolParser.AMP,
          GpolParser.CARET,
          GpolParser.PIPE,
          GpolParser.AND_AND,
          GpolParser.OR_OR);

  private static final Set<Integer> ASSIGNMENTS =
      Set.of(
          GpolParser.ADD_ASSIGN,
          GpolParser.SUB_ASSIGN,
          GpolParser.MUL_ASSIGN,
          GpolParser.DIV_ASSIGN,
          GpolParser.MOD_ASSIGN,
          GpolParser.AND_ASSIGN,
          GpolParser.OR_ASSIGN,
          GpolParser.XOR_ASSIGN,
          GpolParser.SHL_ASSIGN,
          GpolParser.SHR_ASSIGN);

  private Expectation() {}

  /** The set as a list in words, or nothing if the list would say nothing. */
  static String describe(IntervalSet expected) {
    Set<Integer> types = new TreeSet<>(expected.toSet());
    types.remove(Token.EPSILON);
    List<String> words = new ArrayList<>();
    if (types.contains(GpolParser.LET) && types.contains(GpolParser.RETURN)) {
      return types.contains(GpolParser.RBRACE) ? "a statement or `}`" : "a statement";
    }
    if (types.contains(GpolParser.FN) && types.contains(GpolParser.STRUCT)) {
      return "a declaration";
    }
    if (types.contains(GpolParser.NUMBER) && types.contains(GpolParser.BANG)) {
      words.add("an expression");
      types.removeIf(Expectation::beginsExpression);
    } else if (types.contains(GpolParser.IDENT)) {
      words.add(types.contains(GpolParser.AMP) ? "a type" : "a name");
      types.removeIf(type -> isName(type) || type == GpolParser.AMP);
    }
    if (types.contains(GpolParser.PLUS) && types.contains(GpolParser.AND_AND)) {
      types.removeAll(OPERATORS);
    }
    if (types.containsAll(ASSIGNMENTS)) {
      types.removeAll(ASSIGNMENTS);
      types.remove(GpolParser.ASSIGN);
      types.remove(GpolParser.ELSE);
    }
    types.remove(GpolParser.DOC_COMMENT);
    for (int type : types) {
      words.add(word(type));
    }
    return words.size() > MOST_WORDS ? "" : join(words);
  }

  private static String join(List<String> words) {
    if (words.size() < 2) {
      return String.join("", words);
    }
    int last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  private static boolean beginsExpression(int type) {
    return isName(type)
        || type == GpolParser.NUMBER
        || type == GpolParser.STRING
        || type == GpolParser.TRUE
        || type == GpolParser.FALSE
        || type == GpolParser.LPAREN
        || type == GpolParser.LBRACKET
        || type == GpolParser.BANG
        || type == GpolParser.MINUS;
  }

  /** Names and the words that are names outside their clause. */
  private static boolean isName(int type) {
    return type == GpolParser.IDENT || (type >= GpolParser.BY && type <= GpolParser.UNSUPPORTED);
  }

  private static String word(int type) {
    String literal = GpolParser.VOCABULARY.getLiteralName(type);
    if (literal != null) {
      return "`" + literal.substring(1, literal.length() - 1) + "`";
    }
    return switch (type) {
      case Token.EOF -> "the end of the file";
      case GpolParser.NUMBER -> "a number";
      case GpolParser.STRING -> "a string";
      default -> "a name";
    };
  }
}
