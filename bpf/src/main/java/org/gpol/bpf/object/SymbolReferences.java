package org.gpol.bpf.object;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gpol.bpf.binary.ObjectFormatException;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.platform.KernelVariable;
import org.gpol.bpf.platform.Platform;

/** What the symbols that instructions refer to stand for. */
final class SymbolReferences {
  private static final int HELPER_BY_NUMBER = 0;
  private static final int FUNCTION_BY_TYPE = 2;

  /** What libbpf has a program call in place of a weak function that the kernel does not have. */
  private static final int NO_FUNCTION = 2_002_000_000;

  private static final String KCONFIG = ".kconfig";

  /**
   * What goes into an instruction.
   *
   * @param function a function of the object, to be called or pointed at; else null
   * @param source the source register field
   * @param number the immediate
   * @param offset the second immediate of a wide instruction
   */
  record Reference(FunctionSymbols.Body function, int source, int number, int offset) {}

  private final ElfFile elf;
  private final BtfTable types;
  private final ObjectMaps maps;
  private final FunctionSymbols functions;
  private final Platform platform;

  /** By name: what a section of types that is not in the file lists. */
  private final Map<String, Integer> externs = new HashMap<>();

  private final Map<String, Integer> settings = new HashMap<>();

  SymbolReferences(
      ElfFile elf, BtfTable types, ObjectMaps maps, FunctionSymbols functions, Platform platform) {
    this.elf = elf;
    this.types = types;
    this.maps = maps;
    this.functions = functions;
    this.platform = platform;
    for (BtfType type : types.types()) {
      if (type instanceof BtfType.DataSec section) {
        section.variables().forEach(variable -> extern(section.name(), variable.type()));
      }
    }
  }

  private void extern(String section, int id) {
    String name = types.type(id).orElseThrow().name();
    if (section.equals(ElfFormat.KSYMS)) {
      externs.put(name, id);
    } else if (section.equals(KCONFIG)) {
      settings.put(name, id);
    }
  }

  /** What a relocation of a call, or else of a wide load, refers to. */
  Reference of(ElfFile.Relocation relocation, boolean call, long addend)
      throws ObjectFormatException {
    ElfFile.Symbol symbol = relocation.symbol();
    if (symbol.undefined()) {
      return extern(relocation, call);
    }
    ElfFile.Section section =
        elf.section(symbol.section())
            .orElseThrow(() -> fail(relocation, "is in no section: define it in the object"));
    long offset = symbol.value() + addend;
    if (section.executable()) {
      FunctionSymbols.Body function = functions.at(section, offset);
      if (function == null) {
        throw fail(relocation, "plus " + addend + " is not the start of a function");
      }
      return new Reference(function, 0, 0, 0);
    }
    if (call) {
      throw fail(relocation, "is called, but is no function");
    }
    return data(relocation, section, offset);
  }

  private Reference data(ElfFile.Relocation relocation, ElfFile.Section section, long offset)
      throws ObjectFormatException {
    Optional<Integer> holding = maps.holding(section);
    if (holding.isPresent()) {
      if (offset < 0 || offset > section.size()) {
        throw fail(relocation, "lies " + offset + " bytes into " + section.name());
      }
      return new Reference(null, RefKind.MAP_VALUE.pseudoSource(), holding.get(), (int) offset);
    }
    if (section.name().equals(ElfFormat.MAPS)) {
      int map =
          maps.declaredAt(section, offset)
              .orElseThrow(() -> fail(relocation, "is not the start of a map"));
      return new Reference(null, RefKind.MAP.pseudoSource(), map, 0);
    }
    throw fail(relocation, "is in section `" + section.name() + "`, where programs see nothing");
  }

  private Reference extern(ElfFile.Relocation relocation, boolean call)
      throws ObjectFormatException {
    String name = relocation.symbol().name();
    if (settings.containsKey(name)) {
      throw fail(relocation, "is an extern of .kconfig, and there is no kernel configuration");
    }
    Integer id = externs.get(name);
    if (id == null) {
      throw fail(relocation, "is not defined: link all objects, or declare it `extern … __ksym`");
    }
    boolean weak = relocation.symbol().weak();
    boolean function = types.type(id).orElseThrow() instanceof BtfType.Func;
    if (call != function && call) {
      throw fail(relocation, "is called, but declared as a variable");
    }
    if (call) {
      boolean missing = weak && !platform.functions().contains(name);
      return missing
          ? new Reference(null, HELPER_BY_NUMBER, NO_FUNCTION, 0)
          : new Reference(null, FUNCTION_BY_TYPE, id, 0);
    }
    if (function) {
      // All that a program can do with the address of a kernel function is ask whether it is null.
      boolean there = !weak || platform.functions().contains(name);
      return new Reference(null, 0, there ? 1 : 0, 0);
    }
    List<KernelVariable> variables = platform.variables();
    boolean there = variables.stream().anyMatch(variable -> variable.name().equals(name));
    return weak && !there
        ? new Reference(null, 0, 0, 0)
        : new Reference(null, RefKind.VARIABLE.pseudoSource(), id, 0);
  }

  private static ObjectFormatException fail(ElfFile.Relocation relocation, String what) {
    return new ObjectFormatException(
        relocation.at(), "symbol `" + relocation.symbol().name() + "` " + what);
  }
}
