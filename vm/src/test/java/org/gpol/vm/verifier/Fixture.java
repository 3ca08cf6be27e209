package org.gpol.vm.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
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
import org.gpol.vm.verifier.check.SafetyCheck;
import org.gpol.vm.verifier.transfer.Path;

/** A small platform, some maps, and short names for instructions. */
final class Fixture {
  static final int LOOKUP = 1;
  static final int UPDATE = 2;
  static final int NOW = 5;
  static final int PRINT = 6;
  static final int PUSH = 87;
  static final int POP = 88;
  static final int FILL = 500;

  static final int HASH = 0;
  static final int QUEUE = 1;
  static final int RODATA = 2;
  static final int QUEUES = 3;
  static final int DATA = 4;

  static final List<MapSpec> MAPS =
      List.of(
          MapSpec.hash("tasks", 8, 16, 100),
          MapSpec.queue("queue", 16, 100),
          MapSpec.array(".rodata", 16, 1),
          MapSpec.arrayOfMaps("queues", MapSpec.queue("inner", 16, 10), 4),
          MapSpec.array(".data", 64, 1));

  private static final ProgramType TYPE =
      new ProgramType("TEST", "test", new ContextLayout("test_ctx", 64, List.of()));

  private static final Map<Integer, HelperSignature> HELPERS =
      Map.of(
          LOOKUP,
          new HelperSignature(
              LOOKUP,
              "map_lookup_elem",
              List.of(ArgKind.CONST_MAP_PTR, ArgKind.MAP_KEY),
              ReturnKind.MAP_VALUE_OR_NULL,
              Set.of(MapType.HASH, MapType.ARRAY, MapType.ARRAY_OF_MAPS)),
          UPDATE,
          new HelperSignature(
              UPDATE,
              "map_update_elem",
              List.of(ArgKind.CONST_MAP_PTR, ArgKind.MAP_KEY, ArgKind.MAP_VALUE, ArgKind.SCALAR),
              ReturnKind.ERRNO,
              Set.of(MapType.HASH, MapType.ARRAY)),
          NOW,
          HelperSignature.of(NOW, "ktime_get_ns", ReturnKind.SCALAR),
          PRINT,
          HelperSignature.of(
              PRINT, "trace_printk", ReturnKind.ERRNO, ArgKind.MEM, ArgKind.CONST_SIZE),
          PUSH,
          new HelperSignature(
              PUSH,
              "map_push_elem",
              List.of(ArgKind.CONST_MAP_PTR, ArgKind.MAP_VALUE, ArgKind.SCALAR),
              ReturnKind.ERRNO,
              Set.of(MapType.QUEUE)),
          POP,
          new HelperSignature(
              POP,
              "map_pop_elem",
              List.of(ArgKind.CONST_MAP_PTR, ArgKind.UNINIT_MAP_VALUE),
              ReturnKind.ERRNO,
              Set.of(MapType.QUEUE)),
          FILL,
          HelperSignature.of(
              FILL,
              "fill",
              ReturnKind.ERRNO,
              ArgKind.UNINIT_MEM,
              ArgKind.CONST_SIZE_OR_ZERO,
              ArgKind.CONTEXT));

  private static final Platform PLATFORM =
      new Platform() {
        @Override
        public List<ProgramType> programTypes() {
          return List.of(TYPE);
        }

        @Override
        public Optional<HelperSignature> helper(ProgramType type, int id) {
          return Optional.ofNullable(HELPERS.get(id));
        }
      };

  private Fixture() {}

  /** What {@link #RODATA} holds: 8 bytes of 8, 4 bytes of -2, and zeros. */
  static byte[] frozen() {
    return ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(8).putInt(-2).array();
  }

  static VerificationResult verify(Code code) {
    return verify(code, path -> {});
  }

  static VerificationResult verify(Code code, Consumer<Path> observer) {
    return Verifier.verify(
        new VerifierInput(code, TYPE, PLATFORM, MAPS, Map.of(RODATA, frozen())), observer);
  }

  static void accepts(Insn... insns) {
    accepts(Code.of(List.of(insns)));
  }

  static void accepts(Code code) {
    VerificationResult result = verify(code);
    assertTrue(result.accepted(), () -> String.valueOf(result.rejection()));
  }

  static Rejection rejects(SafetyCheck check, int index, Insn... insns) {
    return rejects(check, index, Code.of(List.of(insns)));
  }

  static Rejection rejects(SafetyCheck check, int index, CodeBuilder code) {
    return rejects(check, index, code.build());
  }

  static Rejection rejects(SafetyCheck check, int index, Code code) {
    Rejection rejection = verify(code).rejection().orElseThrow();
    assertEquals(check, rejection.check(), rejection::toString);
    assertEquals(index, rejection.index(), rejection::toString);
    return rejection;
  }

  static Imm imm(int value) {
    return new Imm(value);
  }

  static Insn alu(AluOp op, Reg dst, Operand src) {
    return new Insn.Alu(op, Width.W64, dst, src);
  }

  static Insn alu32(AluOp op, Reg dst, Operand src) {
    return new Insn.Alu(op, Width.W32, dst, src);
  }

  static Insn mov(Reg dst, Operand src) {
    return alu(AluOp.MOV, dst, src);
  }

  static Insn mov(Reg dst, int value) {
    return alu(AluOp.MOV, dst, imm(value));
  }

  static Insn add(Reg dst, int value) {
    return alu(AluOp.ADD, dst, imm(value));
  }

  static Insn load(MemSize size, Reg dst, Reg base, int offset) {
    return new Insn.Load(size, false, dst, base, offset);
  }

  static Insn store(MemSize size, Reg base, int offset, Operand value) {
    return new Insn.Store(size, base, offset, value);
  }

  static Insn branch(JumpCond cond, Reg left, int right, int target) {
    return new Insn.Branch(cond, Width.W64, left, imm(right), target);
  }

  static Insn jump(int target) {
    return new Insn.Jump(target);
  }

  static Insn map(Reg dst, int map) {
    return new Insn.LoadRef(dst, RefKind.MAP, map, 0);
  }

  static Insn value(Reg dst, int map, int offset) {
    return new Insn.LoadRef(dst, RefKind.MAP_VALUE, map, offset);
  }

  static Insn call(int helper) {
    return new Insn.Call(helper);
  }

  static Insn callLocal(int target) {
    return new Insn.CallLocal(target);
  }

  static Insn exit() {
    return new Insn.Exit();
  }

  /** R0 = a value of the hash map or null; instructions 0 to 4. */
  static CodeBuilder lookup() {
    return new CodeBuilder()
        .add(store(MemSize.B8, Reg.R10, -8, imm(1)))
        .add(map(Reg.R1, HASH))
        .add(mov(Reg.R2, Reg.R10))
        .add(add(Reg.R2, -8))
        .add(call(LOOKUP));
  }

  static CodeBuilder with(CodeBuilder code, Insn... more) {
    for (Insn insn : more) {
      code.add(insn);
    }
    return code;
  }
}
