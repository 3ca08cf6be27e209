package org.gpol.vm.agreement;

import static org.gpol.bpf.platform.ArgKind.ANYTHING;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.platform.ContextLayout;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.KernelVariable;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.call.GenericHelpers;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.verifier.Fixture;
import org.gpol.vm.verifier.VerificationResult;
import org.gpol.vm.verifier.Verifier;
import org.gpol.vm.verifier.VerifierInput;

/**
 * Where all programs run: the maps of the verifier's tests and one of each type that they lack, the
 * machine's own helpers, and one more that looks at all its arguments.
 */
final class Setting {
  static final int CONTEXT_BYTES = 64;
  static final int CPUS = 2;

  /** A helper that mixes its five arguments. */
  static final int MIX = 600;

  static final int ARRAY = Fixture.ALL_MAPS.size();
  static final int LRU = ARRAY + 1;
  static final int PERCPU_HASH = ARRAY + 2;
  static final int STACK = ARRAY + 3;
  static final int TRIE = ARRAY + 4;
  static final int BLOOM = ARRAY + 5;
  static final int SMALL = ARRAY + 6;
  static final int LRU_PERCPU = ARRAY + 7;
  static final int PERCPU_ARRAY = ARRAY + 8;

  private static final int NO_PREALLOC = 1;

  static final List<MapSpec> MAPS =
      Stream.concat(
              Fixture.ALL_MAPS.stream(),
              Stream.of(
                  MapSpec.array("array", 24, 5),
                  new MapSpec("lru", MapType.LRU_HASH, 8, 16, 4, null),
                  new MapSpec("percpu_hash", MapType.PERCPU_HASH, 8, 16, 8, null),
                  new MapSpec("stack", MapType.STACK, 0, 16, 3, null),
                  new MapSpec("trie", MapType.LPM_TRIE, 8, 16, 8, null).withFlags(NO_PREALLOC),
                  new MapSpec("bloom", MapType.BLOOM_FILTER, 0, 16, 8, null),
                  MapSpec.hash("small", 4, 8, 3),
                  new MapSpec("lru_percpu", MapType.LRU_PERCPU_HASH, 4, 8, 4, null),
                  MapSpec.percpuArray("percpu_array", 16, 3)))
          .toList();

  static final HelperTable HELPERS =
      GenericHelpers.table()
          .with(
              List.of(
                  new HelperBinding(
                      HelperSignature.of(
                          MIX,
                          "mix",
                          ReturnKind.SCALAR,
                          ANYTHING,
                          ANYTHING,
                          ANYTHING,
                          ANYTHING,
                          ANYTHING),
                      call ->
                          call.r1()
                              ^ call.r2() * 3
                              ^ call.r3() * 5
                              ^ call.r4() * 7
                              ^ call.r5() * 11)));

  static final ProgramType TYPE =
      new ProgramType("TEST", "test", new ContextLayout("test_ctx", CONTEXT_BYTES, List.of()));

  private static final Platform PLATFORM =
      new Platform() {
        @Override
        public List<ProgramType> programTypes() {
          return List.of(TYPE);
        }

        @Override
        public Optional<HelperSignature> helper(ProgramType type, int id) {
          return HELPERS.signature(id);
        }

        @Override
        public List<KernelVariable> variables() {
          return HELPERS.declaredVariables();
        }

        @Override
        public int objectBytes(String typeName) {
          return typeName.equals("task_struct") ? 128 : 0;
        }
      };

  private Setting() {}

  /** What the read-only array holds. */
  static byte[] frozen() {
    return ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(8).putInt(-2).array();
  }

  /** What the verifier says of a program here. */
  static VerificationResult verify(Code code) {
    return Verifier.verify(
        new VerifierInput(code, TYPE, PLATFORM, MAPS, Map.of(Fixture.RODATA, frozen())));
  }
}
