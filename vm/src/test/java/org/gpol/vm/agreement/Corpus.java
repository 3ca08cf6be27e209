package org.gpol.vm.agreement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.DecodeException;
import org.gpol.bpf.isa.InsnCodec;
import org.gpol.bpf.text.Disassembler;

/**
 * Trials as files, {@code *.trial}. Lines are {@code key value}; those that begin with {@code #}
 * are for readers. A program is the indices at which its functions start and its encoding in
 * hexadecimal:
 *
 * <pre>
 *   verified true
 *   budget 1000000
 *   seed -17
 *   program 0,12 b700000000000000...
 *   context 0000...
 * </pre>
 */
final class Corpus {
  private static final HexFormat HEX = HexFormat.of();
  private static final String SUFFIX = ".trial";

  private Corpus() {}

  /** A trial as text; {@code remark} says what it is about. */
  static String text(Trial trial, String remark) {
    StringBuilder out = new StringBuilder();
    remark.lines().forEach(line -> out.append("# ").append(line).append('\n'));
    out.append("verified ").append(trial.verified()).append('\n');
    out.append("budget ").append(trial.budget()).append('\n');
    out.append("seed ").append(trial.seed()).append('\n');
    for (Code code : trial.programs()) {
      listing(code).lines().forEach(line -> out.append("# ").append(line).append('\n'));
      String starts =
          code.functions().stream()
              .map(function -> String.valueOf(function.start()))
              .collect(Collectors.joining(","));
      out.append("program ").append(starts).append(' ');
      out.append(HEX.formatHex(InsnCodec.encode(code.insns()))).append('\n');
    }
    trial.contexts().forEach(c -> out.append("context ").append(HEX.formatHex(c)).append('\n'));
    return out.toString();
  }

  /** A program as people read it. */
  static String listing(Code code) {
    return Disassembler.text(
        code,
        id -> Setting.HELPERS.signature(id).map(s -> s.name()).orElse(null),
        map -> map >= 0 && map < Setting.MAPS.size() ? Setting.MAPS.get(map).name() : null);
  }

  /** The trial that {@code text} says. */
  static Trial parse(String text) {
    boolean verified = false;
    long budget = 0;
    long seed = 0;
    List<Code> programs = new ArrayList<>();
    List<byte[]> contexts = new ArrayList<>();
    for (String line : text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "verified" -> verified = Boolean.parseBoolean(words[1]);
        case "budget" -> budget = Long.parseLong(words[1]);
        case "seed" -> seed = Long.parseLong(words[1]);
        case "program" -> programs.add(program(words[1], words[2]));
        case "context" -> contexts.add(HEX.parseHex(words[1]));
        default -> throw new IllegalArgumentException("a line that begins with " + words[0]);
      }
    }
    return new Trial(programs, verified, budget, seed, contexts);
  }

  private static Code program(String starts, String hex) {
    try {
      List<Integer> indices = Stream.of(starts.split(",")).map(Integer::valueOf).toList();
      return CodeEdit.code(InsnCodec.decode(HEX.parseHex(hex)), indices);
    } catch (DecodeException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The files in {@code directory}, by name; none if it does not exist. */
  static List<Path> files(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a trial. */
  static Trial read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a trial, so that later builds begin with it. */
  static Path write(Path directory, String name, Trial trial, String remark) {
    try {
      Files.createDirectories(directory);
      return Files.writeString(directory.resolve(name + SUFFIX), text(trial, remark));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
