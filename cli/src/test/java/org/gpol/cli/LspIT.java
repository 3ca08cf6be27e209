package org.gpol.cli;

import static org.gpol.cli.CliHarness.gpolReading;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;

/** A conversation with the language server, message by message as the protocol frames them. */
class LspIT {
  private static final String URI = "file:///work/p.gpol";
  private static final String POLICY =
      "policy p;\\n/// How often.\\nvar total: u64;\\non cpu_busy(m) { totl += 1; log(\\\"{}\\\", m.cpu); }\\n";

  private final StringBuilder input = new StringBuilder();
  private int id;

  private void message(String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    input.append("Content-Length: ").append(length).append("\r\n\r\n").append(body);
  }

  private void request(String method, String params) {
    message(
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + ++id
            + ",\"method\":\""
            + method
            + "\",\"params\":"
            + params
            + "}");
  }

  private void notify(String method, String params) {
    message("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}");
  }

  private void open(String text) {
    request("initialize", "{\"capabilities\":{}}");
    notify("initialized", "{}");
    notify(
        "textDocument/didOpen",
        "{\"textDocument\":{\"uri\":\""
            + URI
            + "\",\"languageId\":\"gpol\",\"version\":1,\"text\":\""
            + text
            + "\"}}");
  }

  private static String at(int line, int character) {
    return "{\"textDocument\":{\"uri\":\""
        + URI
        + "\"},\"position\":{\"line\":"
        + line
        + ",\"character\":"
        + character
        + "}}";
  }

  /** Ends the conversation and returns what the server said, a message an element. */
  private List<String> answers() {
    request("shutdown", "null");
    notify("exit", "null");
    Outcome outcome = gpolReading(input.toString(), "lsp");
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    List<String> answers = new ArrayList<>();
    for (String part :
        outcome.out().split("Content-Length: [0-9]+\r\n(Content-Type: [^\r]*\r\n)?\r\n")) {
      if (!part.isBlank()) {
        answers.add(part);
      }
    }
    return answers;
  }

  private static String only(List<String> answers, String text) {
    List<String> found = answers.stream().filter(a -> a.contains(text)).toList();
    assertEquals(1, found.size(), answers.toString());
    return found.get(0);
  }

  @Test
  void open_policyWithAMistake_isToldWhereAndWhat() {
    open(POLICY);
    String published = only(answers(), "publishDiagnostics");
    assertTrue(published.contains("\"code\":\"E0101\""), published);
    assertTrue(published.contains("did you mean `total`?"), published);
    assertTrue(published.contains("\"start\":{\"line\":3,\"character\":17}"), published);
  }

  @Test
  void change_thatMendsIt_clearsTheProblems() {
    open(POLICY);
    notify(
        "textDocument/didChange",
        "{\"textDocument\":{\"uri\":\""
            + URI
            + "\",\"version\":2},\"contentChanges\":[{\"text\":\""
            + POLICY.replace("totl", "total")
            + "\"}]}");
    List<String> published =
        answers().stream().filter(a -> a.contains("publishDiagnostics")).toList();
    assertEquals(2, published.size());
    assertTrue(published.get(1).contains("\"diagnostics\":[]"), published.get(1));
  }

  @Test
  void codeAction_atTheMistake_offersTheFix() {
    open(POLICY);
    request(
        "textDocument/codeAction",
        "{\"textDocument\":{\"uri\":\""
            + URI
            + "\"},\"range\":{\"start\":{\"line\":3,\"character\":18},\"end\":{\"line\":3,\"character\":18}},\"context\":{\"diagnostics\":[]}}");
    String answer = only(answers(), "newText");
    assertTrue(answer.contains("\"newText\":\"total\""), answer);
  }

  @Test
  void hoverCompletionDefinitionAndSymbols_answer() {
    open(POLICY.replace("totl", "total"));
    request("textDocument/hover", at(3, 19));
    request("textDocument/completion", at(3, 41));
    request("textDocument/definition", at(3, 19));
    request("textDocument/documentSymbol", "{\"textDocument\":{\"uri\":\"" + URI + "\"}}");
    List<String> answers = answers();
    assertTrue(only(answers, "\"id\":2").contains("How often."), answers.toString());
    assertTrue(only(answers, "\"id\":3").contains("\"label\":\"cpu\""), answers.toString());
    assertTrue(
        only(answers, "\"id\":4").contains("\"start\":{\"line\":2,\"character\":4}"),
        answers.toString());
    assertTrue(only(answers, "\"id\":5").contains("\"name\":\"cpu_busy\""), answers.toString());
  }

  @Test
  void formatting_ofAPolicyOutOfShape_replacesIt() {
    open("policy p;\\non cpu_busy( m ){log(\\\"{}\\\",m.cpu);}\\n");
    request(
        "textDocument/formatting",
        "{\"textDocument\":{\"uri\":\""
            + URI
            + "\"},\"options\":{\"tabSize\":4,\"insertSpaces\":true}}");
    String answer = only(answers(), "newText");
    assertTrue(answer.contains("on cpu_busy(m) { log("), answer);
  }

  @Test
  void exit_withoutShutdown_isAFailure() {
    request("initialize", "{\"capabilities\":{}}");
    assertEquals(ExitCode.INPUT_ERRORS, gpolReading(input.toString(), "lsp").code());
  }
}
