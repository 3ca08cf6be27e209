package org.gpol.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.gpol.bpf.isa.InsnCodec;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.ElfWriter;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.text.Disassembler;
import org.gpol.bpf.text.Spelling;
import org.gpol.cli.output.OutputFile;
import org.gpol.compiler.ir.IrPrinter;
import org.gpol.kernel.platform.ModelPlatform;

/** {@code gpol build}: compiles a policy and writes what it has become. */
final class BuildCommand implements Command {
  private static final String SUFFIX = ".bpf.o";

  /** What can be written, each to a file of its own. */
  private static final List<String> KINDS = List.of("elf", "asm", "ir", "raw");

  @Override
  public String name() {
    return "build";
  }

  @Override
  public String summary() {
    return "compile a policy to a BPF object file";
  }

  @Override
  public String synopsis() {
    return "FILE [-o OUT.bpf.o] [OPTIONS]";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(
            Option.builder("o")
                .hasArg()
                .argName("FILE")
                .desc("where to write the object; `-` is standard output (default: POLICY.bpf.o)")
                .build())
        .addOption(
            Option.builder()
                .longOpt("emit")
                .hasArg()
                .argName("KINDS")
                .desc(
                    """
                    elf, asm, ir or raw, or several with commas (default: elf); beside OUT.bpf.o,
                    asm is OUT.s, ir is OUT.ir (what code is made of, optimised), and raw is
                    OUT.PROGRAM.raw with the instructions alone""")
                .build());
  }

  @Override
  public List<String> examples() {
    return List.of(
        "gpol build policies/fifo.gpol -o fifo.bpf.o",
        "gpol build policies/fifo.gpol -o fifo.bpf.o --emit elf,asm",
        "gpol build policies/fifo.gpol --emit asm -o -",
        "gpol build policies/fifo.gpol --emit ir -o -");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (line.getArgList().size() != 1) {
      throw CommandFailure.usage("build needs one file; see `gpol help build`");
    }
    Set<String> kinds = kinds(line.getOptionValue("emit", "elf"));
    String input = line.getArgList().get(0);
    PolicyFile.Read policy = PolicyFile.read(input, ModelPlatform.INSTANCE, console);
    if (kinds.contains("ir") && policy.ir().isEmpty()) {
      throw CommandFailure.usage("--emit ir: " + input + " is an object, compiled already");
    }
    BpfObject object = policy.object();
    String out = line.getOptionValue("o", object.name() + SUFFIX);
    try {
      if (out.equals("-")) {
        toStandardOutput(policy, kinds, console);
      } else {
        for (Map.Entry<String, byte[]> file : files(policy, kinds, out).entrySet()) {
          write(file.getKey(), file.getValue());
        }
      }
    } catch (IOException e) {
      String file = e instanceof FileSystemException ? "" : out + ": ";
      throw new CommandFailure(ExitCode.IO, "cannot write " + file + e.getMessage());
    }
    return ExitCode.OK;
  }

  private static Set<String> kinds(String list) throws CommandFailure {
    Set<String> kinds = new LinkedHashSet<>(Arrays.asList(list.split(",", -1)));
    for (String kind : kinds) {
      if (!KINDS.contains(kind)) {
        throw CommandFailure.usage(
            "--emit: there is no `"
                + kind
                + "`"
                + Spelling.didYouMean(kind, KINDS)
                + "; there are elf, asm, ir and raw");
      }
    }
    return kinds;
  }

  private static void toStandardOutput(PolicyFile.Read policy, Set<String> kinds, Console console)
      throws CommandFailure {
    if (kinds.size() != 1 || kinds.contains("raw")) {
      throw CommandFailure.usage("-o -: standard output takes one of elf, asm and ir");
    }
    byte[] content =
        switch (kinds.iterator().next()) {
          case "elf" -> ElfWriter.write(policy.object());
          case "asm" -> assembly(policy.object());
          default -> ir(policy);
        };
    console.out().write(content, 0, content.length);
  }

  /** What to write, by file. */
  private static Map<String, byte[]> files(PolicyFile.Read policy, Set<String> kinds, String out) {
    BpfObject object = policy.object();
    Map<String, byte[]> files = new LinkedHashMap<>();
    String stem = stem(out);
    if (kinds.contains("elf")) {
      files.put(out, ElfWriter.write(object));
    }
    if (kinds.contains("asm")) {
      files.put(stem + ".s", assembly(object));
    }
    if (kinds.contains("ir")) {
      files.put(stem + ".ir", ir(policy));
    }
    if (kinds.contains("raw")) {
      for (Program program : object.programs()) {
        files.put(stem + "." + program.name() + ".raw", InsnCodec.encode(program.code().insns()));
      }
    }
    return files;
  }

  private static byte[] ir(PolicyFile.Read policy) {
    return IrPrinter.listing(policy.ir().orElseThrow()).getBytes(StandardCharsets.UTF_8);
  }

  private static String stem(String out) {
    for (String suffix : List.of(SUFFIX, ".o", ".s", ".raw")) {
      if (out.endsWith(suffix) && out.length() > suffix.length()) {
        return out.substring(0, out.length() - suffix.length());
      }
    }
    return out;
  }

  private static void write(String path, byte[] content) throws IOException, CommandFailure {
    try (OutputFile file = new OutputFile(Path.of(path))) {
      file.stream().write(content);
      file.complete();
    } catch (InvalidPathException e) {
      throw CommandFailure.usage("-o " + path + ": " + e.getReason());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** All programs in the notation of the disassembler, each under its section. */
  private static byte[] assembly(BpfObject object) {
    StringBuilder text = new StringBuilder();
    for (Program program : object.programs()) {
      text.append(text.length() == 0 ? "" : "\n");
      text.append("; section ").append(program.section()).append('\n');
      text.append(
          Disassembler.text(
              program.code(), id -> helper(program, id), map -> object.maps().get(map).name()));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String helper(Program program, int id) {
    Platform platform = ModelPlatform.INSTANCE;
    return platform
        .programType(program.section())
        .flatMap(type -> platform.helper(type, id))
        .map(HelperSignature::name)
        .orElse(null);
  }
}
