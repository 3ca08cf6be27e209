package org.gpol.cli.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.text.Assembler;
import org.gpol.bpf.text.AssemblyException;
import org.gpol.cli.exec.BadProgram;
import org.gpol.cli.exec.HexText;
import org.gpol.vm.GenericPlatform;
import org.gpol.vm.UnverifiedProgram;
import org.gpol.vm.verifier.VerifierInput;

/**
 * A program in assembly, with comments that say what it runs in: {@code ; map tasks hash:8:16:100}
 * declares a map, {@code = HEX} behind it the content of a read-only one, and {@code ; context 64}
 * the bytes that R1 points at.
 */
public final class AssemblyFile {
  private static final int CONTEXT_BYTES = 64;
  private static final Pattern DIRECTIVE =
      Pattern.compile(
          "\\s*;\\s*(map|context)\\s+(\\S+)(?:\\s+(\\S+))?(?:\\s*=\\s*([0-9a-fA-F ]+))?");

  private final List<MapSpec> maps = new ArrayList<>();
  private final Map<Integer, byte[]> frozen = new HashMap<>();
  private int contextBytes = CONTEXT_BYTES;

  private AssemblyFile(List<MapSpec> maps) {
    this.maps.addAll(maps);
  }

  /**
   * The program that {@code text} says.
   *
   * @param maps that it may use besides those that it declares
   * @throws AssemblyException if it is not assembly
   * @throws BadProgram if it declares what there cannot be
   */
  public static UnverifiedProgram read(String path, String text, List<MapSpec> maps)
      throws AssemblyException, BadProgram {
    AssemblyFile file = new AssemblyFile(maps);
    for (String line : text.lines().toList()) {
      Matcher directive = DIRECTIVE.matcher(line);
      if (directive.matches()) {
        file.declare(directive);
      }
    }
    GenericPlatform platform = new GenericPlatform(file.contextBytes);
    Map<String, Integer> helpers =
        platform.helpers().bindings().stream()
            .collect(Collectors.toMap(b -> b.signature().name(), b -> b.signature().id()));
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; i < file.maps.size(); i++) {
      names.put(file.maps.get(i).name(), i);
    }
    Code code = Assembler.assemble(path, text, new Assembler.Names(helpers, names));
    return file.program(code, platform);
  }

  /** A program of bare instructions. */
  public static UnverifiedProgram of(Code code, List<MapSpec> maps, int contextBytes) {
    AssemblyFile file = new AssemblyFile(maps);
    return file.program(code, new GenericPlatform(contextBytes));
  }

  private UnverifiedProgram program(Code code, GenericPlatform platform) {
    Program program = new Program(code.functionAt(0).name(), "scalar", code);
    VerifierInput input =
        new VerifierInput(
            code, platform.programType("scalar").orElseThrow(), platform, maps, frozen);
    return new UnverifiedProgram(program, input, List.of(), BtfTable.EMPTY);
  }

  private void declare(Matcher directive) throws BadProgram {
    if (directive.group(1).equals("map")) {
      map(directive);
    } else if (directive.group(2).matches("\\d{1,4}")) {
      contextBytes = Integer.parseInt(directive.group(2));
    } else {
      throw new BadProgram("; context: `" + directive.group(2) + "` is not a number of bytes");
    }
  }

  private void map(Matcher directive) throws BadProgram {
    if (directive.group(3) == null) {
      throw new BadProgram("; map: write NAME KIND:KEY:VALUE:N, as in tasks hash:8:16:100");
    }
    MapSpec map = MapOption.parse(directive.group(2), directive.group(3));
    if (directive.group(4) != null) {
      byte[] content = HexText.bytes(directive.group(4));
      if (content.length != map.valueSize() || map.maxEntries() != 1) {
        throw new BadProgram("; map: the content of " + map.name() + " is not one value of it");
      }
      frozen.put(maps.size(), content);
    }
    maps.add(map);
  }
}
