package org.gpol.policies;

import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.Variable;
import org.gpol.compiler.CompilationResult;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.HookEnvironment;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.HookProgram;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.hook.StatDistribution;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.kernel.platform.CpuTables;
import org.gpol.vm.LoadException;
import org.gpol.vm.VerifierRejection;

/** A policy that is sent messages one by one, with its variables to write and read in between. */
final class MessagePolicy {
  private static final HookEnvironment NOWHERE = new SilentKernel();

  private final BpfObject object;
  private final BpfPolicy policy;
  private final HookProgram messages;

  private MessagePolicy(BpfObject object, BpfPolicy policy) {
    this.object = object;
    this.policy = policy;
    messages = policy.program(HookPoint.MSG_SEND);
  }

  static MessagePolicy of(String text) {
    return of(text, Topology.flat(4));
  }

  static MessagePolicy of(String text, Topology topology) {
    CompilationResult result =
        GpolCompiler.compile(new SourceFile("policy.gpol", text), CompilerOptions.DEFAULT);
    BpfObject object =
        result
            .object()
            .orElseThrow(
                () ->
                    new AssertionError(new DiagnosticRenderer(false).render(result.diagnostics())));
    try {
      return new MessagePolicy(object, BpfPolicy.load(object, CpuTables.options(topology)));
    } catch (LoadException | VerifierRejection e) {
      throw new AssertionError(e);
    }
  }

  /** Sends a message about the task {@code gtid}. */
  void send(MessageType type, long gtid, int seqnum) {
    byte[] context = new byte[ContextCodec.MSG_SIZE];
    ContextCodec.beginMessage(context, type, seqnum);
    ContextCodec.putLong(context, ContextCodec.MSG_GTID, gtid);
    messages.run(context, NOWHERE);
  }

  /** The instructions that the last message took. */
  long instructions() {
    return messages.lastInsns();
  }

  /** A histogram that the policy keeps. */
  StatDistribution histogram(String name) {
    return policy.histograms().get(name);
  }

  /** Reads a global of 64 bits. */
  long get(String variable) {
    Variable v = variable(variable);
    return ContextCodec.getLong(section(v), v.offset());
  }

  /** Writes a global of 64 bits. */
  void set(String variable, long value) {
    Variable v = variable(variable);
    byte[] section = section(v);
    ContextCodec.putLong(section, v.offset(), value);
    policy.loaded().map(v.map()).update(new byte[4], section, 0);
  }

  private Variable variable(String name) {
    return object.variables().stream()
        .filter(v -> v.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no variable " + name));
  }

  private byte[] section(Variable variable) {
    byte[] bytes = new byte[policy.loaded().map(variable.map()).valueSize()];
    policy.loaded().map(variable.map()).lookup(new byte[4], bytes, 0);
    return bytes;
  }
}
