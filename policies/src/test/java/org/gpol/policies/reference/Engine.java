package org.gpol.policies.reference;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.EventType;
import org.gpol.bpf.object.Variable;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.Symbol;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.kernel.platform.CpuTables;
import org.gpol.vm.EngineKind;
import org.gpol.vm.LoadException;
import org.gpol.vm.VerifierRejection;

/** A compiled policy on one of the machine's engines. */
final class Engine {
  /** What runs it. */
  enum Kind {
    INTERPRETER(EngineKind.INTERPRETER),
    JIT(EngineKind.JIT);

    private final EngineKind engine;

    Kind(EngineKind engine) {
      this.engine = engine;
    }
  }

  private final BpfObject object;
  private final Kind kind;
  private final BpfPolicy policy;
  private final ScriptedKernel kernel;

  Engine(BpfObject object, Kind kind, long seed) {
    this.object = object;
    this.kind = kind;
    this.kernel = new ScriptedKernel(seed);
    try {
      policy =
          BpfPolicy.load(
              object,
              CpuTables.options(Topology.flat(ScriptedKernel.CPUS)).withEngine(kind.engine));
    } catch (LoadException | VerifierRejection e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  Outcome run(HookPoint point, byte[] context, CheckedPolicy checked) {
    long returned = policy.program(point).run(context, kernel);
    List<String> events = new ArrayList<>();
    policy.drainEvents((type, values) -> events.add(text(type, values)));
    return new Outcome(
        returned,
        HexFormat.of().formatHex(context),
        kernel.takeTold(),
        events,
        policy.stats(),
        Outcome.globals(checked, name -> number(checked, name)));
  }

  private static String text(EventType type, long[] values) {
    StringBuilder text = new StringBuilder(type.name());
    for (int i = 0; i < values.length; i++) {
      text.append(' ').append(type.fields().get(i).name()).append('=').append(values[i]);
    }
    return text.toString();
  }

  private long number(CheckedPolicy checked, String name) {
    Variable variable =
        object.variables().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
    byte[] section = new byte[policy.loaded().map(variable.map()).valueSize()];
    policy.loaded().map(variable.map()).lookup(new byte[4], section, 0);
    for (Symbol.Global global : checked.globals()) {
      if (global.name().equals(name)) {
        return new Place(section, variable.offset()).load(global.type().scalar());
      }
    }
    throw new IllegalArgumentException(name);
  }

  @Override
  public String toString() {
    return kind.name();
  }
}
