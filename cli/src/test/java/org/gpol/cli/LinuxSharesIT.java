package org.gpol.cli;

import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same rt-app file, run by rt-app on this machine's Linux and by the model, gives tasks the
 * same shares of a CPU. All tasks are bound to one CPU, so that what else the machine does takes
 * from all of them alike.
 */
class LinuxSharesIT {
  /** Points of a hundred by which a task's share may differ. */
  private static final double TOLERANCE = 4;

  /** The first Linux whose fair class is EEVDF. */
  private static final double FIRST_EEVDF = 6.06;

  @TempDir Path dir;

  @BeforeEach
  void machineHasRtApp() {
    boolean present =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "rt-app")));
    assumeTrue(present, "skipped: no rt-app on this machine");
    assumeTrue(Files.isReadable(Path.of("/proc/self/schedstat")), "skipped: no schedstat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"weights", "sleepers"})
  void sameFile_onLinuxAndInTheModel_givesTheSameShares(String name) throws Exception {
    Path file = dir.resolve(name + ".json");
    try (var text = getClass().getResourceAsStream("linux/" + name + ".json")) {
      Files.copy(text, file);
    }

    Map<String, Double> linux = shares(onLinux(file, modelled(file).size()));
    Map<String, Double> model = shares(modelled(file));

    String both = String.format(Locale.ROOT, "%s: Linux %s, model %s", name, linux, model);
    System.out.println(both);
    assertEquals(model.keySet(), linux.keySet(), both);
    linux.forEach((task, share) -> assertEquals(share, model.get(task), TOLERANCE, both));
  }

  /** CPU time by task, as of the last moment at which all of them were there. */
  private Map<String, Double> onLinux(Path file, int tasks) throws Exception {
    Process process =
        new ProcessBuilder("rt-app", file.toString())
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("rt-app.log").toFile())
            .start();
    Map<String, Double> last = Map.of();
    try {
      while (!process.waitFor(10, TimeUnit.MILLISECONDS)) {
        Map<String, Double> now = threads(process.pid());
        last = now.size() == tasks ? now : last;
      }
    } finally {
      process.destroyForcibly();
    }
    assumeTrue(!last.isEmpty(), "skipped: rt-app does not run here: " + log());
    return last;
  }

  private String log() throws IOException {
    return Files.readString(dir.resolve("rt-app.log"));
  }

  /** What the process's threads, but the first, have executed; without those that just end. */
  private static Map<String, Double> threads(long pid) throws IOException {
    Map<String, Double> times = new TreeMap<>();
    Path all = Path.of("/proc/" + pid + "/task");
    String[] names = all.toFile().list();
    for (String tid : names == null ? new String[0] : names) {
      if (Long.parseLong(tid) == pid) {
        continue;
      }
      try {
        String comm = Files.readString(all.resolve(tid).resolve("comm")).strip();
        String time = Files.readString(all.resolve(tid).resolve("schedstat")).split(" ")[0];
        times.put(comm.replaceFirst("-\\d+$", ""), Double.parseDouble(time));
      } catch (IOException e) {
        // It has ended in between.
      }
    }
    return times;
  }

  private static Map<String, Double> modelled(Path file) throws IOException {
    Outcome outcome =
        gpol(
            "run",
            fairClass(),
            "--hz",
            "250",
            "--topology",
            "1",
            "--workload",
            file.toString(),
            "--json",
            "-");
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    Map<String, Double> times = new TreeMap<>();
    String name = null;
    try (JsonParser json = new JsonFactory().createParser(outcome.out())) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING && "name".equals(json.currentName())) {
          name = json.getText();
        } else if (token == JsonToken.VALUE_NUMBER_INT && "runtime".equals(json.currentName())) {
          times.put(name, json.getDoubleValue());
        }
      }
    }
    assertTrue(times.size() > 1, outcome.out());
    return times;
  }

  /** What the kernel of this machine has for its fair class. */
  private static String fairClass() {
    String[] version = System.getProperty("os.version").split("\\D+");
    double number = Integer.parseInt(version[0]) + Integer.parseInt(version[1]) / 100.0;
    return number >= FIRST_EEVDF ? "eevdf" : "cfs";
  }

  /** Of a hundred. */
  private static Map<String, Double> shares(Map<String, Double> times) {
    double all = times.values().stream().mapToDouble(Double::doubleValue).sum();
    Map<String, Double> shares = new TreeMap<>();
    times.forEach((task, time) -> shares.put(task, Math.round(1000 * time / all) / 10.0));
    return shares;
  }
}
