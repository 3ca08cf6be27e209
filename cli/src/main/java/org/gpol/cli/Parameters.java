package org.gpol.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.DataSection;
import org.gpol.bpf.object.UnknownVariableException;
import org.gpol.bpf.object.Variable;
import org.gpol.bpf.object.VariablePath;

/** The option {@code -D NAME=VALUE}: values for variables of an object. */
final class Parameters {
  private Parameters() {}

  /** The option for a command's list. */
  static Option option() {
    return Option.builder("D")
        .argName("NAME=VALUE")
        .hasArgs()
        .numberOfArgs(2)
        .valueSeparator()
        .desc("set a parameter, as -D slice=5ms; in an object any global\nvariable, as -D a[2].b=1")
        .build();
  }

  /** What was typed, by name. */
  static Map<String, String> typed(CommandLine line) throws CommandFailure {
    Map<String, String> set = new TreeMap<>();
    String[] values = line.getOptionValues("D");
    if (values != null && values.length % 2 != 0) {
      throw CommandFailure.usage("-D: write NAME=VALUE, as in -D slice=5ms");
    }
    Properties properties = line.getOptionProperties("D");
    for (String name : properties.stringPropertyNames()) {
      set.put(name, properties.getProperty(name));
    }
    return set;
  }

  /** The numbers that were typed, by what the object says of its variables. */
  static Map<String, Long> values(BpfObject object, Map<String, String> typed)
      throws CommandFailure {
    Map<String, Long> values = new HashMap<>();
    for (Map.Entry<String, String> entry : typed.entrySet()) {
      try {
        Variable variable = VariablePath.find(object, entry.getKey());
        values.put(entry.getKey(), value(variable, entry.getValue()));
      } catch (UnknownVariableException e) {
        // What the object does not have is left for the loader, which says so.
        values.put(entry.getKey(), 0L);
      }
    }
    return values;
  }

  private static long value(Variable variable, String text) throws CommandFailure {
    return variable
        .parse(text)
        .orElseThrow(
            () ->
                CommandFailure.usage(
                    "-D " + variable.name() + ": cannot read the value `" + text + "`"));
  }

  /** For reports: all constants of the object, and whatever else was set. */
  static Map<String, String> shown(BpfObject object, Map<String, Long> set) {
    Map<String, String> shown = new TreeMap<>();
    for (Variable variable : object.variables()) {
      DataSection section = section(object, variable);
      if (variable.parameter() && section.readOnly()) {
        shown.put(variable.name(), variable.text(section.read(variable)));
      }
    }
    set.forEach((name, value) -> shown.put(name, text(object, name, value)));
    return shown;
  }

  private static String text(BpfObject object, String name, long value) {
    try {
      return VariablePath.find(object, name).text(value);
    } catch (UnknownVariableException e) {
      throw new IllegalStateException("the loader took a variable that is not there", e);
    }
  }

  private static DataSection section(BpfObject object, Variable variable) {
    return object.data().stream()
        .filter(section -> section.map() == variable.map())
        .findFirst()
        .orElseThrow();
  }
}
