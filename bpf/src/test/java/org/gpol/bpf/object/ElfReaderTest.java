package org.gpol.bpf.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.gpol.bpf.binary.ObjectFormatException;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.platform.KernelVariable;
import org.gpol.bpf.platform.MapType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read of objects that clang wrote; the C programs are among the test's resources. */
class ElfReaderTest {
  static Stream<ClangObject> counters() throws IOException {
    return ClangObject.all("counters").stream();
  }

  static Stream<ClangObject> nested() throws IOException {
    return ClangObject.all("nested").stream();
  }

  static Stream<ClangObject> loop() throws IOException {
    return ClangObject.all("loop").stream();
  }

  static Stream<ClangObject> ksyms() throws IOException {
    return ClangObject.all("ksyms").stream();
  }

  static Stream<ClangObject> sections() throws IOException {
    return ClangObject.all("sections").stream();
  }

  private static BpfObject read(ClangObject object) throws ObjectFormatException {
    return ElfReader.read(object.program(), object.bytes(), NoPlatform.EMPTY);
  }

  private static Program program(BpfObject object, String name) {
    return object.programs().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<String> functions(BpfObject object, String program) {
    return program(object, program).code().functions().stream().map(Function::name).toList();
  }

  @ParameterizedTest
  @MethodSource("counters")
  void read_declaredMaps_haveWhatTheirMacrosSay(ClangObject file) throws ObjectFormatException {
    BpfObject object = read(file);
    assertEquals(
        "hash  name points  key 4B  value 16B  max_entries 16", object.maps().get(0).toString());
    assertEquals(
        "array  name slots  key 4B  value 8B  max_entries 3  flags 0x400",
        object.maps().get(1).toString());
    assertEquals("GPL", object.license());
    BtfTable types = object.btf();
    assertEquals("point", types.resolved(object.maps().get(0).valueType()).orElseThrow().name());
    assertEquals(4, types.bytes(object.maps().get(0).keyType()));
    assertEquals(0, object.maps().get(1).keyType());
  }

  @ParameterizedTest
  @MethodSource("counters")
  void read_globalVariables_haveKindPlaceAndInitialValue(ClangObject file)
      throws ObjectFormatException {
    BpfObject object = read(file);
    assertEquals("3", initial(object, "factor"));
    assertEquals("SLOW", initial(object, "mode"));
    assertEquals("false", initial(object, "negate"));
    assertEquals("-5", initial(object, "bias"));
    assertEquals("0", initial(object, "calls"));
    assertEquals("11", initial(object, "last_sum"));
    assertEquals("200", initial(object, "small"));
    assertEquals("77", initial(object, "table"));
    assertEquals(Variable.Kind.COMPOSITE, variable(object, "limits").kind());
    assertEquals(32, variable(object, "limits").bytes());
    assertTrue(section(object, "factor").readOnly());
    assertFalse(section(object, "calls").readOnly());
    assertEquals(".data.table", object.maps().get(variable(object, "table").map()).name());
  }

  private static Variable variable(BpfObject object, String name) {
    return object.variables().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
  }

  private static DataSection section(BpfObject object, String name) {
    int map = variable(object, name).map();
    return object.data().stream().filter(data -> data.map() == map).findFirst().orElseThrow();
  }

  private static String initial(BpfObject object, String name) {
    Variable variable = variable(object, name);
    return variable.text(section(object, name).read(variable));
  }

  @ParameterizedTest
  @MethodSource("counters")
  void read_subprograms_followInTheOrderOfTheirCalls(ClangObject file)
      throws ObjectFormatException {
    assertEquals(List.of("count", "sum_of", "scale"), functions(read(file), "count"));
  }

  @ParameterizedTest
  @MethodSource("counters")
  void read_lineInfo_tellsTheLineOfC(ClangObject file) throws ObjectFormatException {
    Code code = program(read(file), "count").code();
    // clang itself says of a few that they come from no line.
    long unknown = code.lines().stream().filter(line -> line == null).count();
    assertTrue(unknown <= code.size() / 10, unknown + " instructions without line");
    for (Function function : code.functions()) {
      assertNotNull(code.location(function.start()), function.name());
    }
    SourceLocation last = code.location(code.size() - 1);
    assertTrue(last.file().endsWith("counters.c"), last.file());
    assertEquals("  return value * factor + bias;", last.text());
  }

  @ParameterizedTest
  @MethodSource("nested")
  void read_initialisedMaps_holdMapsAndPrograms(ClangObject file) throws ObjectFormatException {
    BpfObject object = read(file);
    assertEquals(MapType.ARRAY_OF_MAPS, object.maps().get(2).type());
    assertEquals(2, object.maps().get(2).inner().maxEntries());
    assertEquals(MapType.PROG_ARRAY, object.maps().get(3).type());
    int tail = object.programs().indexOf(program(object, "tail"));
    assertEquals(
        List.of(new MapEntry(2, 0, 0), new MapEntry(2, 2, 1), new MapEntry(3, 1, tail)),
        object.entries());
  }

  @ParameterizedTest
  @MethodSource("loop")
  void read_addressOfStaticFunction_isIndexOfItsFirstInstruction(ClangObject file)
      throws ObjectFormatException {
    Code code = program(read(file), "total").code();
    Function add = code.functions().get(1);
    List<Insn.LoadRef> references =
        code.insns().stream()
            .filter(insn -> insn instanceof Insn.LoadRef ref && ref.kind() == RefKind.CODE)
            .map(Insn.LoadRef.class::cast)
            .toList();
    assertEquals("add", add.name());
    assertEquals(List.of(add.start()), references.stream().map(Insn.LoadRef::index).toList());
  }

  @ParameterizedTest
  @MethodSource("sections")
  void read_staticFunctionsAcrossSections_areFoundAndOthersLeftOut(ClangObject file)
      throws ObjectFormatException {
    BpfObject object = read(file);
    assertEquals(
        List.of("one", "two", "three"), object.programs().stream().map(Program::name).toList());
    assertEquals("test/pair", program(object, "two").section());
    assertEquals(List.of("one", "shared"), functions(object, "one"));
    assertEquals(List.of("two", "deep", "shared"), functions(object, "two"));
    assertEquals(List.of("three", "deep", "shared"), functions(object, "three"));
    assertEquals("Dual MIT/GPL", object.license());
  }

  @ParameterizedTest
  @MethodSource("ksyms")
  void read_weakExternsOfNobody_areNull(ClangObject file) throws ObjectFormatException {
    Code code = program(read(file), "ask").code();
    assertEquals(List.of("balance"), variables(read(file), code));
    assertEquals(List.of("twice"), called(read(file), code));
    assertTrue(code.insns().contains(new Insn.Call(2_002_000_000)), "never() is called by nobody");
  }

  @ParameterizedTest
  @MethodSource("ksyms")
  void read_weakExternsThatExist_areReferences(ClangObject file) throws ObjectFormatException {
    NoPlatform platform =
        new NoPlatform(
            BtfTable.EMPTY, List.of(new KernelVariable("missing", 4, false)), List.of("never"));
    BpfObject object = ElfReader.read("ksyms", file.bytes(), platform);
    Code code = program(object, "ask").code();
    assertEquals(List.of("balance", "missing"), variables(object, code));
    assertEquals(List.of("twice", "never"), called(object, code));
  }

  private static List<String> variables(BpfObject object, Code code) {
    return code.insns().stream()
        .filter(insn -> insn instanceof Insn.LoadRef ref && ref.kind() == RefKind.VARIABLE)
        .map(insn -> object.btf().type(((Insn.LoadRef) insn).index()).orElseThrow().name())
        .distinct()
        .toList();
  }

  private static List<String> called(BpfObject object, Code code) {
    return code.insns().stream()
        .filter(Insn.CallBtf.class::isInstance)
        .map(insn -> object.btf().type(((Insn.CallBtf) insn).id()).orElseThrow().name())
        .toList();
  }
}
