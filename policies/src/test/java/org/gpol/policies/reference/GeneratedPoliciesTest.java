package org.gpol.policies.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.gpol.bpf.object.BpfObject;
import org.gpol.compiler.CompilationResult;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.FrontEnd;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.imports.Imports;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.MessageType;
import org.junit.jupiter.api.Test;

/**
 * A policy that compiles is accepted by the verifier, and does on every engine, optimised or not,
 * what its text says.
 */
class GeneratedPoliciesTest {
  private static final int RUNS = 40;
  private static final Set<DiagnosticCode> LIMITS =
      Set.of(DiagnosticCode.STACK_TOO_LARGE, DiagnosticCode.CALLS_TOO_DEEP);
  private static final AtomicInteger TOO_LARGE = new AtomicInteger();
  private static final Imports LIBRARY = path -> GeneratedPolicy.LIBRARY;

  /** A call of a hook. */
  private record Call(HookPoint point, String hook, List<Byte> bytes) {
    static Call of(HookPoint point, String hook, byte[] context) {
      List<Byte> bytes = new ArrayList<>();
      for (byte b : context) {
        bytes.add(b);
      }
      return new Call(point, hook, bytes);
    }

    /** A copy of its own for each run. */
    byte[] context() {
      byte[] context = new byte[bytes.size()];
      for (int i = 0; i < context.length; i++) {
        context[i] = bytes.get(i);
      }
      return context;
    }
  }

  /** How many programs; {@code -Dgpol.generated=1000000} for a night. */
  private static final long PROGRAMS = Long.getLong("gpol.generated", 2_000);

  /** The first of their seeds. */
  private static final long FIRST = Long.getLong("gpol.seed", 1);

  @Test
  void policies_compiled_doWhatTheirTextsSay() {
    LongStream.range(FIRST, FIRST + PROGRAMS).parallel().forEach(GeneratedPoliciesTest::check);
    assertTrue(TOO_LARGE.get() <= PROGRAMS / 20, TOO_LARGE + " are too large");
  }

  private static void check(long seed) {
    String text = GeneratedPolicy.of(seed);
    try {
      compare(seed, text);
    } catch (AssertionError | RuntimeException e) {
      String shrunk = GeneratedShrinker.shrink(text, smaller -> fails(seed, smaller, e));
      throw new AssertionError(
          "-Dgpol.generated=1 -Dgpol.seed=" + seed + "\n" + GeneratedPolicy.LIBRARY + shrunk, e);
    }
  }

  /** Whether a policy that is right fails as another one did. */
  private static boolean fails(long seed, String text, Throwable other) {
    if (FrontEnd.check(source(text), LIBRARY, new DiagnosticSink()).isEmpty()) {
      return false;
    }
    try {
      compare(seed, text);
      return false;
    } catch (AssertionError | RuntimeException e) {
      return e.getClass() == other.getClass();
    }
  }

  private static void compare(long seed, String text) {
    CheckedPolicy checked = checked(text);
    List<Engine> engines = new ArrayList<>();
    BpfObject optimised = compile(text, true);
    if (optimised == null) {
      TOO_LARGE.incrementAndGet();
      return;
    }
    for (Engine.Kind kind : Engine.Kind.values()) {
      engines.add(new Engine(optimised, kind, seed));
    }
    if (seed % 4 == 0) {
      engines.add(new Engine(compile(text, false), Engine.Kind.INTERPRETER, seed));
    }
    ScriptedKernel kernel = new ScriptedKernel(seed);
    ReferenceEvaluator reference = new ReferenceEvaluator(checked, kernel);
    for (Call call : calls(new Random(seed))) {
      byte[] context = call.context();
      long returned = reference.run(call.hook(), context);
      Outcome expected =
          new Outcome(
              returned,
              HexFormat.of().formatHex(context),
              kernel.takeTold(),
              reference.takeEvents(),
              reference.stats(),
              Outcome.globals(checked, reference::number));
      for (Engine engine : engines) {
        Outcome actual = engine.run(call.point(), call.context(), checked);
        assertEquals(expected.text(), actual.text(), engine + ", " + call.hook());
      }
    }
  }

  /** Null for what needs more than BPF has of the stack or of calls within calls. */
  private static BpfObject compile(String text, boolean optimise) {
    CompilerOptions options = new CompilerOptions(optimise, LIBRARY);
    CompilationResult result = GpolCompiler.compile(source(text), options);
    boolean large = result.diagnostics().stream().anyMatch(d -> LIMITS.contains(d.code()));
    return large ? null : result.object().orElseThrow();
  }

  private static SourceFile source(String text) {
    return new SourceFile("generated.gpol", text);
  }

  private static CheckedPolicy checked(String text) {
    DiagnosticSink sink = new DiagnosticSink();
    return FrontEnd.check(source(text), LIBRARY, sink)
        .orElseThrow(
            () ->
                new AssertionError(
                    sink.diagnostics().stream()
                        .filter(d -> d.code().id().startsWith("E"))
                        .map(d -> new DiagnosticRenderer(false).render(d))
                        .collect(Collectors.joining("\n"))));
  }

  private static List<Call> calls(Random random) {
    List<MessageType> types =
        List.of(
            MessageType.TASK_NEW,
            MessageType.TASK_WAKEUP,
            MessageType.TASK_PREEMPT,
            MessageType.TASK_BLOCKED,
            MessageType.TASK_DEPARTED,
            MessageType.CPU_TICK);
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      int choice = random.nextInt(9);
      if (choice < 6) {
        MessageType type = types.get(choice);
        calls.add(Call.of(HookPoint.MSG_SEND, type.hookName(), message(random, type)));
      } else if (choice < 8) {
        byte[] context = new byte[ContextCodec.PNT_SIZE];
        ContextCodec.writePnt(context, false, false, random.nextBoolean(), random.nextInt(3));
        calls.add(Call.of(HookPoint.PICK_NEXT_TASK, "pick_next_task", context));
      } else {
        byte[] context = new byte[ContextCodec.SELECT_RQ_SIZE];
        ContextCodec.writeSelectRq(context, 1 + random.nextInt(5), random.nextInt(4), 1, 0);
        calls.add(Call.of(HookPoint.SELECT_RQ, "select_task_rq", context));
      }
    }
    return calls;
  }

  private static byte[] message(Random random, MessageType type) {
    byte[] context = new byte[ContextCodec.MSG_SIZE];
    for (int offset = 0; offset < ContextCodec.MSG_TYPE; offset += 4) {
      ContextCodec.putInt(context, offset, random.nextInt(2));
    }
    ContextCodec.beginMessage(context, type, random.nextInt());
    if (type == MessageType.CPU_TICK) {
      ContextCodec.putInt(context, 0, random.nextInt(4));
    } else {
      ContextCodec.putLong(context, ContextCodec.MSG_GTID, 1 + random.nextInt(5));
    }
    if (type == MessageType.TASK_BLOCKED) {
      ContextCodec.putLong(context, 8, random.nextLong());
    }
    return context;
  }
}
