package org.gpol.compiler;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gpol.bpf.object.BpfObject;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.coverage.CoverageCounters;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.compiler.ir.IrModule;
import org.gpol.compiler.link.CallDepth;
import org.gpol.compiler.link.ObjectBuilder;
import org.gpol.compiler.link.ObjectBuilder.LinkError;
import org.gpol.compiler.link.PolicyTypes;
import org.gpol.compiler.lower.PolicyLowering;
import org.gpol.compiler.pass.PassPipeline;

/** The compiler: from the text of a policy to a BPF object. */
public final class GpolCompiler {
  private GpolCompiler() {}

  /** Compiles {@code source}. Whatever the text, this returns; what is wrong is in the result. */
  public static CompilationResult compile(SourceFile source, CompilerOptions options) {
    DiagnosticSink sink = new DiagnosticSink();
    Optional<CheckedPolicy> policy =
        FrontEnd.check(source, options.imports(), options.tests(), sink);
    if (policy.isEmpty()) {
      return new CompilationResult(
          sink.diagnostics(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty());
    }
    PolicyLowering.Lowered lowered = PolicyLowering.lower(policy.get());
    Optional<CoverageCounters.Counted> counted =
        options.coverage()
            ? Optional.of(CoverageCounters.add(PassPipeline.clean(lowered.module())))
            : Optional.empty();
    boolean optimise = options.optimise() && counted.isEmpty();
    IrModule module =
        optimise
            ? PassPipeline.run(lowered.module())
            : counted
                .map(CoverageCounters.Counted::module)
                .orElseGet(() -> PassPipeline.clean(lowered.module()));
    // Whether calls nest too deep must not depend on which of them are left.
    List<LinkError> deep = CallDepth.errors(lowered.module());
    if (!deep.isEmpty()) {
      deep.forEach(error -> sink.report(diagnostic(error, lowered.spans())));
      return new CompilationResult(
          sink.diagnostics(),
          Optional.empty(),
          Optional.of(module),
          List.of(),
          List.of(),
          Optional.empty());
    }
    ObjectBuilder.Result built = ObjectBuilder.build(module);
    if (optimise && built.object() == null) {
      // Functions put into one another need more of the frame for registers.
      module = PassPipeline.runApart(lowered.module());
      built = ObjectBuilder.build(module);
    }
    built.errors().forEach(error -> sink.report(diagnostic(error, lowered.spans())));
    Optional<BpfObject> object =
        Optional.ofNullable(built.object())
            .map(linked -> PolicyTypes.describe(linked, policy.get(), lowered));
    return new CompilationResult(
        sink.diagnostics(),
        object,
        Optional.of(module),
        policy.get().contracts(),
        policy.get().tests(),
        counted.map(CoverageCounters.Counted::map));
  }

  private static Diagnostic diagnostic(LinkError error, Map<String, SourceSpan> spans) {
    List<String> chain = error.functions();
    SourceSpan span = spans.get(chain.get(chain.size() - 1));
    String calls = "the calls are " + String.join(" → ", chain);
    return switch (error.kind()) {
      case STACK ->
          Diagnostic.of(
                  DiagnosticCode.STACK_TOO_LARGE,
                  span,
                  "the stack of "
                      + ObjectBuilder.MAX_STACK_BYTES
                      + " bytes is too small for this: "
                      + error.bytes()
                      + " bytes are needed")
              .note(calls)
              .hint("keep large structs in maps, and work on them through references");
      case CALL_DEPTH ->
          Diagnostic.of(
                  DiagnosticCode.CALLS_TOO_DEEP,
                  span,
                  "calls nest deeper than the " + ObjectBuilder.MAX_FRAMES + " that BPF allows")
              .note(calls)
              .hint("merge some of these functions into their callers");
    };
  }
}
