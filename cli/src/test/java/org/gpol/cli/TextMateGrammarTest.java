package org.gpol.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Vocabulary;
import org.gpol.grammar.GpolLexer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The highlighting knows the language's words. Its patterns are of the kind that Java and the
 * editors' engine read alike; they are tried in their order at each place, as editors do.
 */
class TextMateGrammarTest {
  private static final Path EDITORS = CliHarness.ROOT.resolve("editors");

  /** A pattern, and what its groups are called. */
  private record Rule(Pattern pattern, Map<Integer, String> names) {
    static Rule of(JsonObject json) {
      Map<Integer, String> names = new TreeMap<>();
      if (json.has("name")) {
        names.put(0, json.get("name").getAsString());
      }
      if (json.has("captures")) {
        json.getAsJsonObject("captures")
            .asMap()
            .forEach(
                (group, name) ->
                    names.put(
                        Integer.parseInt(group), name.getAsJsonObject().get("name").getAsString()));
      }
      String pattern = json.get(json.has("match") ? "match" : "begin").getAsString();
      return new Rule(Pattern.compile(pattern), names);
    }
  }

  /** In the order in which an editor tries them. */
  private static final List<Rule> RULES = new ArrayList<>();

  @BeforeAll
  static void readGrammar() throws IOException {
    String text = Files.readString(EDITORS.resolve("vscode/syntaxes/gpol.tmLanguage.json"));
    JsonObject grammar = JsonParser.parseString(text).getAsJsonObject();
    for (JsonElement included : grammar.getAsJsonArray("patterns")) {
      String name = included.getAsJsonObject().get("include").getAsString().substring(1);
      grammar
          .getAsJsonObject("repository")
          .getAsJsonObject(name)
          .getAsJsonArray("patterns")
          .forEach(rule -> RULES.add(Rule.of(rule.getAsJsonObject())));
    }
  }

  /** Each word of {@code line} with the first part of what it is called. */
  private static String classified(String line) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      int next = at;
      for (Rule rule : RULES) {
        Matcher matcher =
            rule.pattern().matcher(line).useTransparentBounds(true).region(at, line.length());
        if (matcher.lookingAt() && matcher.end() > at) {
          rule.names()
              .forEach((group, name) -> words.add(matcher.group(group) + ":" + plain(name)));
          next = matcher.end();
          break;
        }
      }
      at = next > at ? next : at + 1;
    }
    return String.join(" ", words);
  }

  private static String plain(String name) {
    return name.replace(".gpol", "");
  }

  @Test
  void keywords_ofTheLanguage_areHighlighted() {
    assertTrue(RULES.size() > 15, RULES.size() + " rules");
    Vocabulary vocabulary = GpolLexer.VOCABULARY;
    for (int type = GpolLexer.AS; type <= GpolLexer.UNSUPPORTED; type++) {
      String word = vocabulary.getLiteralName(type).replace("'", "");
      String found = classified(word);
      assertTrue(
          found.startsWith(word + ":keyword") || found.startsWith(word + ":constant"), found);
    }
  }

  @Test
  void lines_ofPolicies_areWhatTheyLookLike() {
    assertEquals(
        "param:keyword.declaration slice:entity.name.variable duration:storage.type"
            + " =:keyword.operator 10ms:constant.numeric in:keyword.control"
            + " 100us:constant.numeric ..:keyword.operator 1s:constant.numeric",
        classified("param slice: duration = 10ms in 100us..1s;"));
    assertEquals(
        "on:keyword.declaration task_wakeup:entity.name.function.hook m:variable.other"
            + " enqueue:entity.name.function.call m:variable.other task:variable.other",
        classified("on task_wakeup(m) { enqueue(m.task); }"));
    assertEquals(
        "map:keyword.declaration runq:entity.name.variable heap:storage.type.container"
            + " <:keyword.operator runnable:storage.type by:keyword.operator.word"
            + " u64:storage.type >:keyword.operator MAX_TASKS:variable.other.constant",
        classified("map runq: heap<runnable by u64>[MAX_TASKS];"));
    assertEquals(
        "log:entity.name.function.call \"a // b\":string.quoted.double"
            + " // c:comment.line.double-slash",
        classified("log(\"a // b\"); // c"));
    assertEquals(
        "emit:keyword.control.task late:variable.other by:keyword.operator.word"
            + " 0x1f:constant.numeric",
        classified("emit late { by: 0x1f };"));
  }

  @Test
  void extension_namesFiles_thatAreThere() throws IOException {
    String manifest = Files.readString(EDITORS.resolve("vscode/package.json"));
    Matcher paths = Pattern.compile("\"(\\./[^\"]+)\"").matcher(manifest);
    int found = 0;
    while (paths.find()) {
      assertTrue(Files.isRegularFile(EDITORS.resolve("vscode").resolve(paths.group(1))));
      found++;
    }
    assertEquals(2, found);
  }
}
