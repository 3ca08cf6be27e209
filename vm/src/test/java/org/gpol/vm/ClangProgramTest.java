package org.gpol.vm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.ElfReader;
import org.gpol.bpf.object.MapEntry;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.object.Variable;
import org.gpol.bpf.object.VariablePath;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C programs that clang compiled, verified and run: what C says is what happens. */
class ClangProgramTest {
  private static final Path OBJECTS = Path.of("../bpf/src/test/resources/c");

  /** A platform that has nothing but types. */
  private record Types(BtfTable types) implements Platform {
    @Override
    public List<ProgramType> programTypes() {
      return List.of();
    }

    @Override
    public Optional<HelperSignature> helper(ProgramType type, int id) {
      return Optional.empty();
    }
  }

  private static BpfObject read(String program, String clang, BtfTable kernel) throws Exception {
    byte[] file = Files.readAllBytes(OBJECTS.resolve(program + "." + clang + ".o"));
    return ElfReader.read(program, file, new Types(kernel));
  }

  private static LoadedObject load(BpfObject object, int context, Map<String, Long> variables)
      throws Exception {
    GenericPlatform platform = new GenericPlatform(context);
    LoadOptions options = LoadOptions.forCpus(1).withVariables(variables);
    return Loader.load(object, platform, platform.helpers(), options);
  }

  private static long run(LoadedObject loaded, String program, byte[] context) {
    return loaded.programs().stream()
        .filter(p -> p.program().name().equals(program))
        .findFirst()
        .orElseThrow()
        .run(context, StillWorld.INSTANCE);
  }

  private static byte[] words(int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      bytes.putInt(word);
    }
    return bytes.array();
  }

  private static long variable(LoadedObject loaded, String path) throws Exception {
    BpfObject object = loaded.object();
    Variable variable = VariablePath.find(object, path);
    byte[] value = new byte[object.maps().get(variable.map()).valueSize()];
    assertEquals(0, loaded.map(variable.map()).lookup(new byte[4], value, 0));
    ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    return variable.bytes() == 4
        ? bytes.getInt(variable.offset())
        : bytes.getLong(variable.offset());
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void run_mapsGlobalsAndSubprograms_doWhatCSays(String clang) throws Exception {
    LoadedObject loaded = load(read("counters", clang, BtfTable.EMPTY), 8, Map.of());
    assertEquals((1 + 2) * 3 - 5, run(loaded, "count", words(1, 2)));
    assertEquals((5 + 6) * 3 - 5, run(loaded, "count", words(5, 6)));
    assertEquals(2, variable(loaded, "calls"));
    assertEquals(11 + 3 + 11, variable(loaded, "last_sum"));
    // The first call made the point from shape.corners[1].x and table, the second counted y.
    byte[] point = new byte[16];
    assertEquals(0, loaded.map(0).lookup(words(1), point, 0));
    assertArrayEquals(words(3, 0, 78, 0), point);
    byte[] slot = new byte[8];
    assertEquals(0, loaded.map(1).lookup(words(1), slot, 0));
    assertArrayEquals(words(2 + 2, 0), slot);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void run_variablesSetBeforeLoad_areSeenInEverySection(String clang) throws Exception {
    Map<String, Long> set =
        Map.of("factor", 10L, "mode", 7L, "negate", 1L, "bias", -1L, "limits[1]", 50L, "calls", 5L);
    LoadedObject loaded = load(read("counters", clang, BtfTable.EMPTY), 8, set);
    assertEquals(-((1 + 2) * 10 - 1 + 1000), run(loaded, "count", words(1, 2)));
    assertEquals(6, variable(loaded, "calls"));
    byte[] slot = new byte[8];
    assertEquals(0, loaded.map(1).lookup(words(1), slot, 0));
    assertArrayEquals(words(50, 0), slot);
  }

  @ParameterizedTest
  @CsvSource({
    "fctor, 1, did you mean `factor`?",
    "shape.corners[3].x, 1, has elements 0 to 2",
    "small, 256, must be between 0 and 255",
  })
  void load_variableThatCannotBeSet_isRefused(String path, long value, String reason)
      throws Exception {
    BpfObject object = read("counters", "clang-19", BtfTable.EMPTY);
    LoadException failure =
        assertThrows(LoadException.class, () -> load(object, 8, Map.of(path, value)));
    assertTrue(failure.getMessage().contains(reason), failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void run_mapsInMapsAndTailCalls_findWhatTheObjectPutThere(String clang) throws Exception {
    LoadedObject loaded = load(read("nested", clang, BtfTable.EMPTY), 8, Map.of());
    assertEquals(5, run(loaded, "put", new byte[8]));
    assertEquals(10, run(loaded, "put", new byte[8]));
    assertEquals(99, run(loaded, "jump", new byte[8]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void run_loopWithStaticCallback_stopsWhereItSays(String clang) throws Exception {
    LoadedObject loaded = load(read("loop", clang, BtfTable.EMPTY), 8, Map.of());
    assertEquals(36, run(loaded, "total", new byte[8]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void run_functionsAcrossSections_callTheRightOnes(String clang) throws Exception {
    LoadedObject loaded = load(read("sections", clang, BtfTable.EMPTY), 8, Map.of());
    assertEquals(1 + 1, run(loaded, "one", new byte[8]));
    assertEquals(2 + 12 + 1, run(loaded, "two", new byte[8]));
    assertEquals(3 + 123 + 1 + 4 + 1234, run(loaded, "three", new byte[8]));
  }

  /** Fills the kernel's task_struct as kernel.c lays it out. */
  private static byte[] task() {
    ByteBuffer task = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
    task.putInt(8, 4); // moved
    task.putLong(16, 2); // weight
    task.putInt(24 + 16 + 12, 3); // home[1].column
    task.putLong(56, 0x1_0000_0007L); // resized
    task.putInt(72, 1); // pid
    return task.array();
  }

  private static LoadedObject onKernel(String program, String clang) throws Exception {
    BtfTable kernel = read("kernel", clang, BtfTable.EMPTY).btf();
    return load(only(read("core", clang, kernel), program), 80, Map.of());
  }

  private static BpfObject only(BpfObject object, String program) {
    List<Program> kept = new ArrayList<>(object.programs());
    kept.removeIf(p -> !p.name().equals(program));
    List<MapEntry> entries = List.of();
    return new BpfObject(
        object.name(),
        object.license(),
        kept,
        object.maps(),
        object.data(),
        object.variables(),
        object.statistics(),
        object.hooks(),
        entries,
        object.btf());
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void run_fieldsOfAnotherKernel_areFoundWhereTheyMoved(String clang) throws Exception {
    assertEquals(
        1 + 10 * 2 + 100 * 3 + 1000 * 4,
        run(onKernel("read_fields", clang), "read_fields", task()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void run_fieldOfAnotherSize_isLoadedWhole(String clang) throws Exception {
    long resized = run(onKernel("read_resized", clang), "read_resized", task());
    assertEquals(0x1_0000_0007L, resized);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void run_questionsAboutFields_areAnsweredFromTheKernel(String clang) throws Exception {
    long bits = run(onKernel("infos", clang), "infos", new byte[80]);
    // narrow has 7 bits from bit 553: a load of 4 bytes at 68 has 16 bits above its last.
    long expected = 8; // offset of moved
    expected = (expected << 8) | 32; // size of home
    expected = (expected << 4) | 1; // moved exists
    expected = expected << 4; // gone does not
    expected = (expected << 4) | 1; // tone is signed
    expected = expected << 4; // pid is not
    expected = (expected << 8) | (64 - 16);
    expected = (expected << 8) | (64 - 7);
    assertEquals(Long.toHexString(expected), Long.toHexString(bits));
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void run_questionsAboutTypes_areAnsweredFromTheKernel(String clang) throws Exception {
    long expected = 1L; // task_struct exists
    expected = expected << 4; // missing does not
    expected = (expected << 8) | 80; // size of task_struct
    expected = (expected << 4) | 1; // GREEN exists
    expected = (expected << 8) | 9; // and is 9
    assertEquals(
        Long.toHexString(expected),
        Long.toHexString(run(onKernel("types", clang), "types", new byte[80])));
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void run_missingFieldBehindItsQuestion_doesNoHarm(String clang) throws Exception {
    assertEquals(42, run(onKernel("guarded", clang), "guarded", new byte[80]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void load_missingFieldThatIsRead_isRejected(String clang) throws Exception {
    BpfObject object = only(read("core", clang, BtfTable.EMPTY), "read_fields");
    VerifierRejection rejected =
        assertThrows(VerifierRejection.class, () -> load(object, 80, Map.of()));
    assertTrue(rejected.rejection().message().endsWith(" " + ElfReader.MISSING_TYPE));
    assertEquals(
        "core.c", Path.of(rejected.rejection().location().file()).getFileName().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void load_externsThatThePlatformLacks_areRefusedByName(String clang) throws Exception {
    BpfObject object = read("ksyms", clang, BtfTable.EMPTY);
    LoadException failure = assertThrows(LoadException.class, () -> load(object, 8, Map.of()));
    assertTrue(failure.getMessage().contains("variable `balance`"), failure.getMessage());
  }
}
