package org.gpol.bpf.object;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gpol.bpf.binary.ObjectFormatException;
import org.gpol.bpf.btf.BtfExtReader;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.bpf.platform.Platform;

/**
 * Reads ELF64 objects of BPF by libbpf's conventions, as clang 12 and later write them with {@code
 * -target bpf -g -O2}. A file is believed nothing: what it asks for is limited by its size, and
 * whatever is wrong with it ends in an {@link ObjectFormatException}.
 */
public final class ElfReader {
  /**
   * The helper, which there is not, that a program calls where it needs a type or member that the
   * platform does not have: {@code 0xbad2310} reads "bad relo". As in libbpf that does no harm to a
   * program that never comes there.
   */
  public static final int MISSING_TYPE = 0xbad2310;

  private final ElfFile elf;
  private final Platform platform;

  private ElfReader(ElfFile elf, Platform platform) {
    this.elf = elf;
    this.platform = platform;
  }

  /** True if {@code file} begins like an ELF file. */
  public static boolean isElf(byte[] file) {
    return file.length >= 4
        && file[0] == 0x7f
        && file[1] == 'E'
        && file[2] == 'L'
        && file[3] == 'F';
  }

  /**
   * The object in {@code file}.
   *
   * @param name for an object that does not say its own
   * @param platform whose types CO-RE relocations are resolved against, and which decides whether a
   *     weak extern exists
   */
  public static BpfObject read(String name, byte[] file, Platform platform)
      throws ObjectFormatException {
    return new ElfReader(ElfFile.read(file), platform).object(name);
  }

  private BpfObject object(String name) throws ObjectFormatException {
    refuseUnsupported();
    RelocatedBtf btf = new RelocatedBtf(elf);
    BtfTable types = btf.types();
    Optional<BtfExtReader> ext = btf.ext();
    ObjectMaps maps = new ObjectMaps(elf, types);
    maps.read();
    FunctionSymbols functions = FunctionSymbols.read(elf);
    CodeSections code = new CodeSections(elf, types, platform.types());
    code.read(ext);
    SymbolReferences references = new SymbolReferences(elf, types, maps, functions, platform);
    ProgramLinker linker = new ProgramLinker(functions, code, references);
    List<Program> programs = new ArrayList<>();
    Map<FunctionSymbols.Body, Integer> numbers = new HashMap<>();
    for (FunctionSymbols.Body entry : functions.entries()) {
      numbers.put(entry, programs.size());
      programs.add(new Program(entry.name(), entry.section().name(), linker.link(entry)));
    }
    return tagged(
        new BpfObject(
            name,
            license(),
            programs,
            maps.specs(),
            maps.data(),
            maps.variables(),
            List.of(),
            Set.of(),
            entries(maps, functions, numbers),
            types));
  }

  /** The object with what its tags say of it, if it was written from a policy. */
  private static BpfObject tagged(BpfObject object) throws ObjectFormatException {
    if (!GpolTags.present(object.btf())) {
      return object;
    }
    try {
      return GpolTags.apply(object);
    } catch (IllegalArgumentException e) {
      throw new ObjectFormatException(0, e.getMessage());
    }
  }

  private void refuseUnsupported() throws ObjectFormatException {
    for (ElfFile.Section section : elf.sections()) {
      String name = section.name();
      if (section.type() != ElfFormat.SHT_PROGBITS) {
        continue;
      }
      if (name.equals("maps") || name.startsWith("maps/")) {
        throw section
            .content()
            .fail(
                0,
                "section `maps` with struct bpf_map_def is of the past: declare maps in"
                    + " SEC(\".maps\") with __uint and __type");
      }
      if (section.isOrUnder(".struct_ops")) {
        throw section.content().fail(0, "section `" + name + "` is not supported");
      }
    }
  }

  private String license() {
    byte[] text =
        elf.section(ElfFormat.LICENSE).map(section -> section.content().copy()).orElse(new byte[0]);
    int end = 0;
    while (end < text.length && end < 128 && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, java.nio.charset.StandardCharsets.UTF_8);
  }

  /** What the maps of maps and of programs hold from the start. */
  private List<MapEntry> entries(
      ObjectMaps maps, FunctionSymbols functions, Map<FunctionSymbols.Body, Integer> numbers)
      throws ObjectFormatException {
    List<MapEntry> entries = new ArrayList<>();
    Optional<ElfFile.Section> section = elf.section(ElfFormat.MAPS);
    if (section.isEmpty()) {
      return entries;
    }
    for (ElfFile.Relocation relocation : elf.relocations(section.get())) {
      MapEntry place =
          maps.entryAt(relocation.offset())
              .orElseThrow(() -> fail(relocation, "is put where no map has `values`"));
      MapSpec map = maps.specs().get(place.map());
      if (relocation.type() != ElfFormat.R_BPF_64_ABS64) {
        throw fail(relocation, "has a relocation of type " + relocation.type());
      }
      if (map.type().holdsMaps()) {
        entries.add(new MapEntry(place.map(), place.key(), inner(relocation, maps, section.get())));
      } else if (map.type() == MapType.PROG_ARRAY) {
        FunctionSymbols.Body body = function(relocation, functions);
        Integer program = numbers.get(body);
        if (program == null) {
          throw fail(relocation, "is in map " + map.name() + ", but is no program");
        }
        entries.add(new MapEntry(place.map(), place.key(), program));
      } else {
        throw fail(relocation, "is put into map " + map.name() + ", which holds no such thing");
      }
    }
    return entries;
  }

  private long target(ElfFile.Relocation relocation, ElfFile.Section within)
      throws ObjectFormatException {
    int at = (int) relocation.offset();
    return relocation.symbol().value() + within.content().s64(at);
  }

  private int inner(ElfFile.Relocation relocation, ObjectMaps maps, ElfFile.Section section)
      throws ObjectFormatException {
    ElfFile.Section in = elf.section(relocation.symbol().section()).orElse(null);
    long offset = target(relocation, section);
    return in == null
        ? refuse(relocation)
        : maps.declaredAt(in, offset).orElseThrow(() -> fail(relocation, "is no map"));
  }

  private static int refuse(ElfFile.Relocation relocation) throws ObjectFormatException {
    throw fail(relocation, "is no map of this object");
  }

  private FunctionSymbols.Body function(ElfFile.Relocation relocation, FunctionSymbols functions)
      throws ObjectFormatException {
    ElfFile.Section in = elf.section(relocation.symbol().section()).orElse(null);
    ElfFile.Section maps = elf.section(ElfFormat.MAPS).orElseThrow();
    return in == null ? null : functions.at(in, target(relocation, maps));
  }

  private static ObjectFormatException fail(ElfFile.Relocation relocation, String what) {
    return new ObjectFormatException(
        relocation.at(), "symbol `" + relocation.symbol().name() + "` " + what);
  }
}
