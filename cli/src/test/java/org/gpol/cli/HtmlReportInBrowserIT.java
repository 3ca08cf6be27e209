package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run, drawn and used in a browser. */
class HtmlReportInBrowserIT {
  /** Errors of the page's scripts, gathered from before the first of them runs. */
  private static final String EAR =
      "<script>const errors = []; addEventListener('error', e => errors.push(e.message));</script>";

  /** What {@code probe("name", value)} is told stands in the page's elements at the end. */
  private static final String NOTEBOOK =
      "const probe = (name, value) => { const at = document.createElement('output');"
          + " at.id = 'probe-' + name; at.textContent = String(value); document.body.append(at); };";

  private static final Pattern PROBE =
      Pattern.compile("<output id=\"probe-(\\w+)\">(.*?)</output>", Pattern.DOTALL);

  /** The colours of the first two tasks. */
  private static final int FIRST_TASK = 0x4477aa;

  private static final int SECOND_TASK = 0xee6677;

  @TempDir Path dir;
  private Browser browser;
  private Path page;

  @BeforeEach
  void page() {
    browser = Browser.ofMachine(dir);
    page = dir.resolve("pair.html");
    assertEquals(
        ExitCode.OK,
        gpol(
                "run",
                file("policies/fifo.gpol"),
                "--workload",
                file("workloads/pair.json"),
                "--topology",
                "2",
                "--duration",
                "50ms",
                "--quiet",
                "--report",
                page.toString())
            .code());
  }

  /** What {@code script} tells its notebook after the page has been drawn. */
  private Map<String, String> probes(String script) throws IOException, InterruptedException {
    String text = Files.readString(page);
    Path copy = dir.resolve("probed.html");
    Files.writeString(
        copy,
        text.replace("<title>", EAR + "<title>")
            .replace("</body>", "<script>" + NOTEBOOK + script + "</script></body>"));
    Map<String, String> found = new TreeMap<>();
    Matcher matcher = PROBE.matcher(browser.elements(copy));
    while (matcher.find()) {
      found.put(matcher.group(1), matcher.group(2));
    }
    return found;
  }

  @Test
  void page_opened_hasItsTablesAndChartsAndNoErrors() throws Exception {
    Map<String, String> seen =
        probes(
            """
            probe("errors", errors.join(";"));
            probe("title", document.title);
            probe("charts", document.querySelectorAll("svg polyline").length >= 6);
            probe("latencies", document.querySelector("#latencies td").textContent);
            probe("tasks", [...document.querySelectorAll("#legend span")].map(s => s.textContent));
            probe("overflow", document.documentElement.scrollWidth - document.documentElement.clientWidth);
            """);

    assertEquals(
        Map.of(
            "errors", "",
            "title", "fifo, pair - gpol",
            "charts", "true",
            "latencies", "wakeup",
            "tasks", "producer,consumer,grinder",
            "overflow", "0"),
        seen);
  }

  @Test
  void timeline_keysWheelAndDrag_zoomAndMove() throws Exception {
    Map<String, String> seen =
        probes(
            """
            canvas.setPointerCapture = () => {};
            const key = k => canvas.dispatchEvent(new KeyboardEvent("keydown", {key: k}));
            const box = canvas.getBoundingClientRect();
            const pointer = (type, x) => canvas.dispatchEvent(new PointerEvent(type,
                {clientX: box.left + x, clientY: box.top + 10, pointerId: 1}));
            const shownNow = () => Math.round(from) + "-" + Math.round(to);
            probe("all", shownNow());
            key("+"); probe("in", shownNow());
            key("ArrowRight"); probe("right", shownNow());
            pointer("pointerdown", 600); pointer("pointermove", 700); pointer("pointerup", 700);
            probe("dragged", from < 18.75e6);
            key("0"); probe("again", shownNow());
            canvas.dispatchEvent(new WheelEvent("wheel", {deltaY: -200, clientX: box.left + 300, clientY: box.top + 10}));
            probe("wheeled", to - from < 50e6 && from > 0);
            probe("errors", errors.join(";"));
            """);

    assertEquals(
        Map.of(
            "all", "0-50000000",
            "in", "12500000-37500000",
            "right", "18750000-43750000",
            "dragged", "true",
            "again", "0-50000000",
            "wheeled", "true",
            "errors", ""),
        seen);
  }

  @Test
  void timeline_underThePointer_tellsWhoRuns() throws Exception {
    Map<String, String> seen =
        probes(
            """
            const box = canvas.getBoundingClientRect();
            canvas.dispatchEvent(new PointerEvent("pointermove", {clientX: box.left + 60, clientY: box.top + 10}));
            probe("hover", $("hover").textContent);
            probe("moves", moves.every(([task, end, left, start, cpu]) => left !== cpu && end <= start));
            """);

    assertTrue(seen.get("hover").matches("at .*: \\w+ on CPU 0 for .*, from .* to .*"), "" + seen);
    assertEquals("true", seen.get("moves"));
  }

  @Test
  void picture_ofThePage_hasTheColoursOfTasksInItsTimeline() throws Exception {
    BufferedImage picture = browser.picture(page, 1280, 900);

    assertTrue(pixels(picture, FIRST_TASK) > 200, "the producer is not drawn");
    assertTrue(pixels(picture, SECOND_TASK) > 200, "the consumer is not drawn");
  }

  @Test
  void page_onANarrowScreen_needsNoScrollingToTheSide() throws Exception {
    String sideways = "probe('over', document.querySelector('.grid').scrollWidth <= 360);";
    Files.writeString(
        page, Files.readString(page).replace("<body>", "<body style=\"width: 360px\">"));

    assertEquals(Map.of("over", "true"), probes(sideways));
  }

  private static long pixels(BufferedImage picture, int colour) {
    long found = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        found += (picture.getRGB(x, y) & 0xffffff) == colour ? 1 : 0;
      }
    }
    return found;
  }
}
