package org.gpol.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.gpol.bpf.GpolBug;

/** {@code gpol new}: a directory with a policy that works, one that does not, and a workload. */
final class NewCommand implements Command {
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");
  private static final String RIGHT =
      "            _ => enqueue(t),                    // still leaving its last CPU: try again\n";
  private static final String WRONG =
      "            _ => drop t,                        // wrong: it may still be leaving its last CPU\n";

  @Override
  public String name() {
    return "new";
  }

  @Override
  public String summary() {
    return "start a policy: a directory with one that works, and how to test it";
  }

  @Override
  public String synopsis() {
    return "DIRECTORY";
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public List<String> examples() {
    return List.of("gpol new my_policy");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (line.getArgList().size() != 1) {
      throw CommandFailure.usage("new needs a directory, whose name is the policy's");
    }
    Path directory = directory(line.getArgList().get(0));
    String name = directory.getFileName().toString();
    if (!NAME.matcher(name).matches()) {
      throw CommandFailure.usage(
          "`" + name + "` cannot be a policy's name: small letters, digits and _ can");
    }
    if (Files.exists(directory)) {
      throw new CommandFailure(ExitCode.IO, directory + " is there already");
    }
    String policy = template("policy.gpol").replace("$name", name);
    Map<String, String> files = new LinkedHashMap<>();
    files.put(name + ".gpol", policy);
    files.put("broken.gpol", broken(policy, name));
    files.put("workload.json", template("workload.json"));
    files.put("README.md", template("README.md").replace("$name", name));
    files.put(
        "pom.xml",
        template("pom.xml").replace("$name", name).replace("$version", Version.current()));
    files.put("src/test/java/PolicyTest.java", template("PolicyTest.java").replace("$name", name));
    write(directory, files);
    files.keySet().forEach(file -> console.out().println(directory.resolve(file)));
    return ExitCode.OK;
  }

  private static Path directory(String text) throws CommandFailure {
    try {
      Path directory = Path.of(text).normalize();
      if (directory.getFileName() != null) {
        return directory;
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    throw CommandFailure.usage("`" + text + "` is no name of a directory");
  }

  private static String broken(String policy, String name) {
    if (!policy.contains(RIGHT)) {
      throw new GpolBug("the template has no line to break");
    }
    return policy.replace(RIGHT, WRONG).replace("policy " + name + ";", "policy broken;");
  }

  private static String template(String file) {
    try (InputStream in = NewCommand.class.getResourceAsStream("template/" + file)) {
      if (in == null) {
        throw new GpolBug("there is no template " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new GpolBug("the template " + file + " cannot be read", e);
    }
  }

  private static void write(Path directory, Map<String, String> files) throws CommandFailure {
    try {
      Files.createDirectories(directory);
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = directory.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.IO, "cannot write " + e.getMessage());
    }
  }
}
