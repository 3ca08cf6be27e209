package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run: what it holds. What browsers make of it: {@link HtmlReportInBrowserIT}. */
class HtmlReportIT {
  @TempDir Path dir;

  private Path report(String name, String workload) {
    Path page = dir.resolve(name);
    Outcome outcome =
        gpol(
            "run",
            file("policies/fifo.gpol"),
            "--workload",
            workload,
            "--topology",
            "2",
            "--duration",
            "50ms",
            "--quiet",
            "--report",
            page.toString());
    assertEquals("", outcome.err());
    assertEquals(ExitCode.OK, outcome.code());
    return page;
  }

  private Path pair() {
    return report("pair.html", file("workloads/pair.json"));
  }

  private static String data(Path page) throws IOException {
    String text = Files.readString(page);
    int from = text.indexOf("const D = ") + 10;
    return text.substring(from, text.indexOf(";\n", from));
  }

  /** The arrays of numbers of the page's data, by name. */
  private static Map<String, List<Double>> numbers(Path page) throws IOException {
    Map<String, List<Double>> arrays = new TreeMap<>();
    try (JsonParser json = new JsonFactory().createParser(data(page))) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          arrays.putIfAbsent(json.currentName(), new ArrayList<>());
        } else if (token.isNumeric()) {
          String name = json.currentName();
          String owner =
              name != null ? name : json.getParsingContext().getParent().getCurrentName();
          if (owner != null) {
            arrays.computeIfAbsent(owner, n -> new ArrayList<>()).add(json.getDoubleValue());
          }
        }
      }
    }
    return arrays;
  }

  @Test
  void page_ofARun_asksTheNetworkForNothing() throws IOException {
    String page = Files.readString(pair()).replace("http://www.w3.org/2000/svg", "");
    assertFalse(page.contains("http://") || page.contains("https://"));
    assertFalse(page.matches("(?s).*(<link|<img|<script src|@import|url\\().*"));
  }

  @Test
  void page_bars_lieInTheRunAndDoNotOverlapOnACpu() throws IOException {
    List<Double> bars = numbers(pair()).get("bars");
    double[] until = new double[2];
    assertTrue(bars.size() >= 4 * 8 && bars.size() % 4 == 0, "" + bars.size());
    for (int i = 0; i < bars.size(); i += 4) {
      int cpu = bars.get(i).intValue();
      assertTrue(bars.get(i + 1) >= 0 && bars.get(i + 1) < 3);
      assertTrue(bars.get(i + 2) >= until[cpu] && bars.get(i + 3) > bars.get(i + 2));
      until[cpu] = bars.get(i + 3);
      assertTrue(until[cpu] <= 50e6);
    }
  }

  @Test
  void page_valuesOverTime_areInTheirRanges() throws IOException {
    Map<String, List<Double>> numbers = numbers(pair());
    assertTrue(numbers.get("depth").stream().allMatch(d -> d >= 0 && d <= 3));
    assertTrue(numbers.get("fairness").stream().allMatch(f -> f > 0 && f <= 1));
    assertEquals(numbers.get("depth").size(), numbers.get("fairness").size());
    assertTrue(numbers.get("depth").size() > 30);
  }

  @Test
  void page_nameThatLooksLikeMarkup_cannotEndTheScript() throws IOException {
    String workload =
        CliHarness.write(
            dir, "w.json", "{\"tasks\": {\"</script><b>\": {\"run\": 100, \"sleep\": 100}}}");
    String page = Files.readString(report("hostile.html", workload));
    assertFalse(page.contains("</script><b>"));
    assertEquals(page.indexOf("</script>"), page.lastIndexOf("</script>"));
  }

  @Test
  void page_twice_isTheSame() throws IOException {
    byte[] first = Files.readAllBytes(pair());
    assertArrayEquals(first, Files.readAllBytes(pair()));
  }
}
