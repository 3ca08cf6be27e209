package org.gpol.cli;

import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code gpol new} makes works, and what it makes to fail fails. */
class NewIT {
  @TempDir Path dir;

  private String at(String file) {
    return dir.resolve("mine").resolve(file).toString();
  }

  private void makeNew() {
    Outcome outcome = gpol("new", dir.resolve("mine").toString());
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertEquals(6, outcome.out().lines().count(), outcome.out());
  }

  @Test
  void policy_asMade_isCheckedRunAndFormatted() {
    makeNew();
    Outcome checked = gpol("check", at("mine.gpol"));
    assertEquals(ExitCode.OK, checked.code());
    assertEquals("", checked.err());
    assertEquals(ExitCode.OK, gpol("fmt", "--check", at("mine.gpol"), at("broken.gpol")).code());
    Outcome run =
        gpol("run", at("mine.gpol"), "--workload", at("workload.json"), "--topology", "2");
    assertEquals(ExitCode.OK, run.code(), run.err());
    assertTrue(run.out().startsWith("mine on 2 CPUs"), run.out());
  }

  @Test
  void policy_asMade_standsTheFuzzer() {
    makeNew();
    String out = dir.resolve("found").toString();
    Outcome fine = gpol("fuzz", at("mine.gpol"), "--runs", "30", "--out", out);
    assertEquals(ExitCode.OK, fine.code(), fine.err());
  }

  @Test
  void brokenPolicy_fuzzed_failsAsTheReadmeSays() throws IOException {
    makeNew();
    Outcome found = gpol("fuzz", at("broken.gpol"), "--out", dir.resolve("found").toString());
    assertEquals(ExitCode.POLICY_FAILED, found.code(), found.out() + found.err());
    List<String> right = Files.readAllLines(Path.of(at("mine.gpol")));
    List<String> wrong = Files.readAllLines(Path.of(at("broken.gpol")));
    long differ = 0;
    for (int i = 0; i < right.size(); i++) {
      differ += right.get(i).equals(wrong.get(i)) ? 0 : 1;
    }
    assertEquals(2, differ, "the policy's name and one line");
  }

  @Test
  void directory_thatIsThereOrHasNoName_isRefused() {
    makeNew();
    assertEquals(ExitCode.IO, gpol("new", dir.resolve("mine").toString()).code());
    assertEquals(ExitCode.USAGE, gpol("new").code());
    assertEquals(ExitCode.USAGE, gpol("new", dir.resolve("My-Policy").toString()).code());
    assertEquals(ExitCode.USAGE, gpol("new", "/").code());
  }

  /** Methods of the project's test class, compiled here as Maven would. */
  private Object testClass() throws Exception {
    Path classes = Files.createDirectories(dir.resolve("classes"));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                at("src/test/java/PolicyTest.java"));
    assertEquals(0, result, "the test class does not compile");
    System.setProperty("policy.dir", dir.resolve("mine").toString());
    URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
    Constructor<?> constructor = loader.loadClass("PolicyTest").getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  private static void call(Object test, String method) throws Throwable {
    Method found = test.getClass().getDeclaredMethod(method);
    found.setAccessible(true);
    try {
      found.invoke(test);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void project_tested_hasOneFailureAsItsReadmeSays() throws Throwable {
    makeNew();
    Object test = testClass();

    call(test, "policy_underAnyWorkload_keepsItsContracts");
    AssertionError failure =
        assertThrows(
            AssertionError.class,
            () -> call(test, "brokenPolicy_underAnyWorkload_keepsItsContracts"));

    assertTrue(failure.getMessage().startsWith("STALL on 1 CPUs under\n"), failure.getMessage());
    String replay = failure.getMessage().split("replay: gpol ")[1];
    assertEquals(ExitCode.POLICY_FAILED, gpol(replay.split(" ")).code(), replay);
    assertTrue(Files.size(Path.of(at("target/failures/broken-stall.pftrace"))) > 0);
  }

  @Test
  void project_asMade_hasTheVersionsOfThisBuild() throws IOException {
    makeNew();
    String pom = Files.readString(Path.of(at("pom.xml")));
    String ours = Files.readString(CliHarness.ROOT.resolve("pom.xml"));
    for (String library : List.of("junit", "jqwik")) {
      Matcher version = Pattern.compile("<" + library + "\\.version>(.*?)</").matcher(ours);
      assertTrue(version.find(), library);
      assertTrue(pom.contains("<version>" + version.group(1) + "</version>"), pom);
    }
  }
}
