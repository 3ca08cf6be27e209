package org.gpol.kernel.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.ElfReader;
import org.gpol.bpf.platform.ContextField;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.vm.LoadOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that were compiled against other contexts find the model's. */
class ContextTypesTest {
  private static BpfObject read(String clang) throws Exception {
    Path file = Path.of("../bpf/src/test/resources/c/ghost_core." + clang + ".o");
    return ElfReader.read("core", Files.readAllBytes(file), ModelPlatform.INSTANCE);
  }

  /** Where a program reads its context, in the order of its instructions. */
  private static List<Integer> offsets(BpfObject object, int program) {
    return object.programs().get(program).code().insns().stream()
        .filter(insn -> insn instanceof Insn.Load load && load.base().equals(Reg.R1))
        .map(insn -> ((Insn.Load) insn).offset())
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void read_contextOfAnotherKernel_isAdapted(String clang) throws Exception {
    BpfObject object = read(clang);
    assertEquals(
        List.of(ContextCodec.PNT_MIGHT_YIELD, ContextCodec.PNT_NEXT_GTID), offsets(object, 0));
    assertEquals(List.of(ContextCodec.SELECT_RQ_TASK_CPU), offsets(object, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void load_memberThatTheModelLacks_isNeverReached(String clang) throws Exception {
    BpfPolicy policy = BpfPolicy.load(read(clang), LoadOptions.forCpus(2));
    assertEquals(2, policy.loaded().programs().size());
  }

  @Test
  void types_everyContext_isAStructureWithItsFields() {
    List<BtfType> types = ModelPlatform.INSTANCE.types().types();
    for (ProgramType program : ModelPlatform.INSTANCE.programTypes()) {
      BtfType.Struct struct =
          types.stream()
              .filter(type -> type.name().equals(program.context().name()))
              .map(BtfType.Struct.class::cast)
              .findFirst()
              .orElseThrow();
      assertEquals(program.context().size(), struct.bytes());
      assertEquals(
          program.context().fields().stream().map(ContextField::name).toList(),
          struct.members().stream().map(BtfType.Member::name).toList());
    }
  }
}
