package org.gpol.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.DataSection;
import org.gpol.bpf.object.ElfReader;
import org.gpol.bpf.object.ElfWriter;
import org.gpol.bpf.object.ObjectTypes;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.compiler.diagnostics.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an object file says of a policy is all that there is to say: nothing is lost in it. */
final class ElfRoundTripTest {
  private static final Path ROOT = Path.of(System.getProperty("gpol.root"));

  private static final Platform NO_PLATFORM =
      new Platform() {
        @Override
        public List<ProgramType> programTypes() {
          return List.of();
        }

        @Override
        public Optional<HelperSignature> helper(ProgramType type, int id) {
          return Optional.empty();
        }
      };

  @ParameterizedTest
  @ValueSource(strings = {"fifo", "percpu_fifo"})
  void policyWrittenAndRead_isTheSameObject(String name) throws Exception {
    BpfObject object = ObjectTypes.complete(compile(name));
    BpfObject read = ElfReader.read("other", ElfWriter.write(object), NO_PLATFORM);

    assertEquals(object.name(), read.name());
    assertEquals(object.license(), read.license());
    assertEquals(object.maps(), read.maps());
    assertEquals(object.programs(), read.programs());
    assertEquals(object.variables(), read.variables());
    assertEquals(object.statistics(), read.statistics());
    assertEquals(object.events(), read.events());
    assertEquals(object.hooks(), read.hooks());
    assertEquals(object.entries(), read.entries());
    assertEquals(object.btf(), read.btf());
    assertEquals(object.data().size(), read.data().size());
    for (int i = 0; i < read.data().size(); i++) {
      DataSection expected = object.data().get(i);
      assertEquals(expected.map(), read.data().get(i).map());
      assertEquals(expected.readOnly(), read.data().get(i).readOnly());
      assertArrayEquals(expected.bytes(), read.data().get(i).bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fifo", "percpu_fifo"})
  void policyWrittenTwice_isTheSameBytes(String name) throws Exception {
    byte[] once = ElfWriter.write(compile(name));
    assertArrayEquals(once, ElfWriter.write(compile(name)));
    assertArrayEquals(once, ElfWriter.write(ElfReader.read("other", once, NO_PLATFORM)));
  }

  @Test
  void eventsAndHistograms_writtenAndRead_areTheSame() throws Exception {
    String text =
        """
        policy tells;
        enum Why: u8 { NEW = 1, OLD = 2 }
        event came { task: gtid, why: Why, late: duration, first: bool }
        stat waits: histogram<duration>;
        stat sizes: histogram<u16>;
        on task_wakeup(m) {
            emit came { task: m.gtid, why: OLD, late: 5ms, first: false };
            waits.add(5ms);
            sizes.add(7);
            drop m.task;
        }
        """;
    BpfObject object =
        GpolCompiler.compile(new SourceFile("tells.gpol", text), CompilerOptions.DEFAULT)
            .object()
            .orElseThrow();
    BpfObject read = ElfReader.read("other", ElfWriter.write(object), NO_PLATFORM);
    assertEquals(1, read.events().size());
    assertEquals(object.events(), read.events());
    assertEquals(object.statistics(), read.statistics());
  }

  private static BpfObject compile(String name) throws Exception {
    String path = "policies/" + name + ".gpol";
    SourceFile source = new SourceFile(path, Files.readString(ROOT.resolve(path)));
    return GpolCompiler.compile(source, CompilerOptions.DEFAULT).object().orElseThrow();
  }
}
