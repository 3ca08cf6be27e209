package org.gpol.vm.verifier.transfer;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.bpf.platform.ArgKind;
import org.gpol.bpf.platform.ContextLayout;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.verifier.Verifier;
import org.gpol.vm.verifier.VerifierInput;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every kind of argument is one that the verifier knows, and none makes it fail. */
class CallArgumentsTest {
  private static final ProgramType TYPE =
      new ProgramType("TEST", "test", new ContextLayout("ctx", 8, List.of()));

  @TestFactory
  List<DynamicTest> everyKind_givenAnything_hasAVerdict() {
    return Arrays.stream(ArgKind.values())
        .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> verify(kind)))
        .toList();
  }

  private static void verify(ArgKind kind) {
    HelperSignature helper =
        new HelperSignature(
            1,
            "probe",
            List.of(ArgKind.CONST_MAP_PTR, kind, ArgKind.CONST_SIZE_OR_ZERO),
            ReturnKind.SCALAR,
            Set.of(MapType.ARRAY));
    for (Insn second :
        List.of(
            new Insn.Alu(AluOp.MOV, Width.W64, Reg.R2, new Imm(0)),
            new Insn.Alu(AluOp.MOV, Width.W64, Reg.R2, Reg.R10),
            new Insn.Alu(AluOp.MOV, Width.W64, Reg.R2, Reg.R1),
            new Insn.LoadRef(Reg.R2, RefKind.MAP_VALUE, 0, 0))) {
      Code code =
          Code.of(
              List.of(
                  second,
                  new Insn.LoadRef(Reg.R1, RefKind.MAP, 0, 0),
                  new Insn.Alu(AluOp.MOV, Width.W64, Reg.R3, new Imm(0)),
                  new Insn.Call(1),
                  new Insn.Exit()));
      List<MapSpec> maps = List.of(MapSpec.array("values", 16, 1));
      assertNotNull(
          Verifier.verify(new VerifierInput(code, TYPE, platform(helper), maps, Map.of())));
    }
  }

  private static Platform platform(HelperSignature helper) {
    return new Platform() {
      @Override
      public List<ProgramType> programTypes() {
        return List.of(TYPE);
      }

      @Override
      public Optional<HelperSignature> helper(ProgramType type, int id) {
        return Optional.of(helper);
      }
    };
  }
}
