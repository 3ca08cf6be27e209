package org.gpol.vm.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Numbers and prototypes are those of the Linux header, where one is installed. */
class LinuxHeaderTest {
  private static final Path HEADER = Path.of("/usr/include/linux/bpf.h");

  private static Map<String, String> prototypes(String header) {
    Map<String, String> prototypes = new TreeMap<>();
    Matcher lines = Pattern.compile("(?m)^ \\* (\\w.*\\bbpf_(\\w+)\\(.*\\))$").matcher(header);
    while (lines.find()) {
      String text = lines.group(1);
      prototypes.putIfAbsent(lines.group(2), text.replaceAll("\\s*\\.\\.\\.", " ..."));
    }
    return prototypes;
  }

  /** The names of the helpers in the order of their numbers. */
  private static List<String> names(String header) {
    List<String> names = new ArrayList<>();
    Matcher rows = Pattern.compile("\\bFN\\((\\w+)").matcher(header);
    while (rows.find()) {
      names.add(rows.group(1));
    }
    return names;
  }

  @Test
  void helpers_areThoseOfTheHeader() throws IOException {
    assumeTrue(Files.exists(HEADER), "no " + HEADER);
    String header = Files.readString(HEADER);
    List<String> names = names(header);
    Map<String, String> prototypes = prototypes(header);
    List<String> differences = new ArrayList<>();
    for (HelperBinding helper : GenericHelpers.table().bindings()) {
      int id = helper.signature().id();
      if (!helper.isKfunc() && id < names.size()) {
        String ours = id + " " + helper.signature().name() + ": " + helper.doc().prototype();
        String theirs = id + " " + names.get(id) + ": " + prototypes.get(names.get(id));
        if (!ours.equals(theirs)) {
          differences.add(ours + "\n  is in the header: " + theirs);
        }
      }
    }
    assertEquals(List.of(), differences);
  }
}
