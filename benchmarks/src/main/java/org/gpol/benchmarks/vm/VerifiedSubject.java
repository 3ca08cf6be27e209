package org.gpol.benchmarks.vm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.EngineKind;
import org.gpol.vm.GenericPlatform;
import org.gpol.vm.LoadException;
import org.gpol.vm.LoadOptions;
import org.gpol.vm.LoadedObject;
import org.gpol.vm.LoadedProgram;
import org.gpol.vm.Loader;
import org.gpol.vm.StillWorld;
import org.gpol.vm.VerifierRejection;
import org.gpol.vm.map.BpfMap;

/** A program that the verifier accepted, loaded and called as users do. */
public final class VerifiedSubject implements JvmEngine.Subject {
  /** Where the memory is: the value of an array, as for the kernel. */
  private static final int MEMORY = 0;

  private static final int QUEUE = 2;
  private static final byte[] FIRST = new byte[4];
  private static final byte[] NO_CONTEXT = new byte[0];

  private final LoadedObject object;
  private final LoadedProgram program;
  private final int size;

  /** The program of {@code workload} on an engine. */
  public VerifiedSubject(Workload workload, EngineKind engine) {
    size = workload.memory().length;
    object = load(workload, engine);
    program = object.programs().get(0);
    if (engine == EngineKind.JIT && !program.engineUse().compiled()) {
      throw new IllegalStateException(workload.name() + ": " + program.engineUse().reason());
    }
    require(object.map(MEMORY).update(FIRST, workload.memory(), BpfMap.BPF_ANY));
    for (int i = 0; i < Workload.QUEUED; i++) {
      byte[] item = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, i).array();
      require(object.map(QUEUE).update(null, item, BpfMap.BPF_ANY));
    }
  }

  private static void require(int result) {
    if (result != 0) {
      throw new IllegalStateException("a map answers " + result);
    }
  }

  private static LoadedObject load(Workload workload, EngineKind engine) {
    List<MapSpec> maps = new ArrayList<>();
    maps.add(MapSpec.array("memory", workload.memory().length, 1));
    maps.addAll(Workload.MAPS);
    Program program = new Program(workload.name(), "program", BareCode.withMemoryInMap(workload));
    BpfObject object =
        new BpfObject(
            workload.name(),
            "GPL",
            List.of(program),
            maps,
            List.of(),
            List.of(),
            List.of(),
            Set.of());
    GenericPlatform platform = new GenericPlatform(NO_CONTEXT.length);
    LoadOptions options = new LoadOptions(1, Map.of(), LoadOptions.DEFAULT_BUDGET, engine);
    try {
      return Loader.load(object, platform, platform.helpers(), options);
    } catch (LoadException | VerifierRejection e) {
      throw new IllegalStateException(workload.name(), e);
    }
  }

  @Override
  public long run() {
    return program.run(NO_CONTEXT, StillWorld.INSTANCE);
  }

  @Override
  public byte[] memory() {
    byte[] memory = new byte[size];
    require(object.map(MEMORY).lookup(FIRST, memory, 0));
    return memory;
  }

  @Override
  public long instructions() {
    return program.executed();
  }
}
