package org.gpol.vm.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gpol.bpf.btf.BtfTable;
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
import org.gpol.bpf.platform.ContextLayout;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.KernelVariable;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapField.Kind;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.vm.verifier.check.SafetyCheck;
import org.gpol.vm.verifier.reason.Explanation;
import org.gpol.vm.verifier.transfer.Path;

/** A small platform, some maps, and short names for instructions. */
public final class Fixture {
  public static final int LOOKUP = 1;
  public static final int UPDATE = 2;
  public static final int NOW = 5;
  public static final int PRINT = 6;
  public static final int PUSH = 87;
  public static final int POP = 88;
  public static final int FILL = 500;

  public static final int HASH = 0;
  public static final int QUEUE = 1;
  public static final int RODATA = 2;
  public static final int QUEUES = 3;
  public static final int DATA = 4;

  public static final List<MapSpec> MAPS =
      List.of(
          MapSpec.hash("tasks", 8, 16, 100),
          MapSpec.queue("queue", 16, 100),
          MapSpec.array(".rodata", 16, 1),
          MapSpec.arrayOfMaps("queues", MapSpec.queue("inner", 16, 10), 4),
          MapSpec.array(".data", 64, 1));

  public static final int RING = 5;
  public static final int LOCKED = 6;
  public static final int TIMERS = 7;
  public static final int PROGS = 8;
  public static final int KPTRS = 9;
  public static final int PERCPU = 10;
  public static final int LOCKED_ARRAY = 11;
  public static final int STORAGE = 12;

  /** The maps above and those of which values or the map itself are special. */
  public static final List<MapSpec> ALL_MAPS =
      Stream.concat(
              MAPS.stream(),
              Stream.of(
                  new MapSpec("ring", MapType.RINGBUF, 0, 0, 4096, null),
                  MapSpec.hash("locked", 8, 24, 100)
                      .withFields(List.of(new MapField(Kind.SPIN_LOCK, 0, ""))),
                  MapSpec.array("timers", 24, 1)
                      .withFields(List.of(new MapField(Kind.TIMER, 0, ""))),
                  new MapSpec("progs", MapType.PROG_ARRAY, 4, 4, 8, null),
                  MapSpec.array("kptrs", 16, 1)
                      .withFields(List.of(new MapField(Kind.KPTR, 0, "task_struct"))),
                  MapSpec.percpuArray("percpu", 8, 1),
                  MapSpec.array("locked_array", 16, 1)
                      .withFields(List.of(new MapField(Kind.SPIN_LOCK, 0, ""))),
                  new MapSpec("storage", MapType.TASK_STORAGE, 4, 8, 0, null).withFlags(1)))
          .toList();

  private static final ProgramType TYPE =
      new ProgramType("TEST", "test", new ContextLayout("test_ctx", 64, List.of()));

  private static final Platform PLATFORM =
      new Platform() {
        @Override
        public List<ProgramType> programTypes() {
          return List.of(TYPE);
        }

        @Override
        public List<KernelVariable> variables() {
          return List.of(
              new KernelVariable("jiffies", 8, false), new KernelVariable("runqueues", 32, true));
        }

        @Override
        public int objectBytes(String typeName) {
          return typeName.equals("task_struct") ? 128 : 0;
        }

        @Override
        public Optional<HelperSignature> helper(ProgramType type, int id) {
          return Optional.ofNullable(TestHelpers.BY_ID.get(id));
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
    return verify(code, ALL_MAPS, Map.of(RODATA, frozen()), observer);
  }

  static VerificationResult verify(Code code, Proof proof, Consumer<Path> observer) {
    VerifierInput input =
        new VerifierInput(code, TYPE, PLATFORM, ALL_MAPS, Map.of(RODATA, frozen()));
    return Verifier.verify(input, proof, observer);
  }

  static VerificationResult verify(
      Code code, List<MapSpec> maps, Map<Integer, byte[]> frozen, Consumer<Path> observer) {
    return Verifier.verify(new VerifierInput(code, TYPE, PLATFORM, maps, frozen), observer);
  }

  static Explanation explain(Code code) {
    return Verifier.explain(
        new VerifierInput(code, TYPE, PLATFORM, ALL_MAPS, Map.of(RODATA, frozen())),
        List.of(),
        BtfTable.EMPTY);
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

  /** The address of the function that starts at {@code start}. */
  static Insn function(Reg dst, int start) {
    return new Insn.LoadRef(dst, RefKind.CODE, start, 0);
  }

  /** The address of variable {@code index} of the platform. */
  static Insn variable(Reg dst, int index) {
    return new Insn.LoadRef(dst, RefKind.VARIABLE, index, 0);
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
