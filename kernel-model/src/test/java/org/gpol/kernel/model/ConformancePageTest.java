package org.gpol.kernel.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of conformance names tests that exist, and has every line. */
class ConformancePageTest {
  private static final Path PAGE = Path.of("..", "docs", "conformance.md");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
  private static final List<Class<?>> CLASSES =
      List.of(
          AgentConformanceTest.class,
          ApiConformanceTest.class,
          EnclaveConformanceTest.class,
          GhostConformanceTest.class,
          MessageQueueTest.class,
          TransactionConformanceTest.class);

  private static Method test(String className, String name) {
    return CLASSES.stream()
        .filter(type -> type.getSimpleName().equals(className))
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  @Test
  void page_namesTestsThatExist() throws IOException {
    Matcher matcher = TEST.matcher(Files.readString(PAGE));
    int found = 0;
    while (matcher.find()) {
      Method test = test(matcher.group(1), matcher.group(2));
      assertNotNull(test, matcher.group());
      assertNotNull(test.getAnnotation(Test.class), matcher.group());
      found++;
    }
    assertTrue(found > 70, found + " tests");
  }

  @Test
  void page_hasEveryLineFromTheKernelsCode() throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    for (int d = 1; d <= 26; d++) {
      String start = "| D" + d + " |";
      assertEquals(1, lines.stream().filter(line -> line.startsWith(start)).count(), start);
    }
  }

  @Test
  void testsNamedAfterALine_areOnThePage() throws IOException {
    String page = Files.readString(PAGE);
    TreeSet<String> missing = new TreeSet<>();
    for (Class<?> type : CLASSES) {
      for (Method method : type.getDeclaredMethods()) {
        boolean named = method.getName().matches("d[0-9]+_.*");
        if (named && !page.contains(type.getSimpleName() + "." + method.getName())) {
          missing.add(type.getSimpleName() + "." + method.getName());
        }
      }
    }
    assertEquals(new TreeSet<String>(), missing);
  }
}
