package org.gpol.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gpol.bpf.platform.ContextField;
import org.gpol.bpf.platform.ContextLayout;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.compiler.FrontEnd;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.FairHook;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.hook.TraceContexts;
import org.gpol.kernel.hook.Tracepoint;
import org.gpol.kernel.platform.ModelPlatform;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The prelude, all that the compiler knows of ghOSt, says what the kernel model says: numbers,
 * sizes, offsets.
 */
class PreludeAgreesWithModelTest {
  private static final List<String> FLAGS =
      List.of(
          "RTLA_ON_PREEMPT",
          "RTLA_ON_BLOCKED",
          "RTLA_ON_YIELD",
          "NEED_L1D_FLUSH",
          "ELIDE_PREEMPT",
          "SEND_TASK_ON_CPU",
          "DO_NOT_PREEMPT",
          "RESCHED_ANY_CLASS",
          "RESCHED_GHOST_CLASS",
          "RESCHED_IDLE_CLASS",
          "RESCHED_OTHER_CLASS",
          "SET_MUST_RESCHED",
          "WAKE_AGENT");

  private static CheckedPolicy policy;
  private static Map<String, Symbol.Hook> hooks;

  /**
   * A policy that mentions everything, so that the checked policy shows what the prelude says of
   * it.
   */
  @BeforeAll
  static void compilePolicyOfEverything() {
    StringBuilder text = new StringBuilder("policy everything;\n");
    for (String flag : FLAGS) {
      text.append("var flag_").append(flag.toLowerCase(java.util.Locale.ROOT)).append(": u32 = ");
      text.append(flag).append(" as u32;\n");
    }
    for (MessageType type : MessageType.values()) {
      text.append("on ")
          .append(type.hookName())
          .append("(m) { ")
          .append(consume(type))
          .append("}\n");
    }
    text.append("on pick_next_task(ctx) {}\non select_task_rq(ctx) {}\non halt_poll(ctx) {}\n");
    for (Tracepoint point : Tracepoint.values()) {
      text.append("on ").append(point.event()).append("(e) {}\n");
    }
    for (FairHook hook : FairHook.values()) {
      text.append("on ").append(hook.hookName()).append("(e) {}\n");
    }
    DiagnosticSink sink = new DiagnosticSink();
    policy =
        FrontEnd.check(new SourceFile("everything.gpol", text.toString()), sink)
            .orElseThrow(
                () -> new AssertionError(new DiagnosticRenderer(false).render(sink.diagnostics())));
    hooks =
        policy.handlers().stream()
            .map(CheckedPolicy.Handler::hook)
            .collect(Collectors.toMap(Symbol.Hook::name, Function.identity()));
  }

  private static String consume(MessageType type) {
    return switch (type) {
      case TASK_WAKEUP, TASK_PREEMPT, TASK_YIELD -> "drop m.task; ";
      case TASK_NEW -> "if let t = m.runnable { drop t; } ";
      default -> "";
    };
  }

  @Test
  void messages_numbersAndOffsets_areTheModels() {
    for (MessageType type : MessageType.values()) {
      Symbol.Hook hook = hooks.get(type.hookName());
      assertEquals(type.number(), hook.number(), type.name());
      for (Symbol.ContextMember member : hook.members()) {
        if (member instanceof Symbol.ContextField field && !isCommon(hook, field)) {
          String name = field.name().equals("error") ? "errno" : field.name();
          assertEquals(type.offset(name), field.offset(), type + "." + name);
        }
      }
    }
  }

  @Test
  void messages_tasks_areMadeOfGtidAndSequenceNumber() {
    List<Symbol.ContextTask> tasks = new ArrayList<>();
    for (Symbol.Hook hook : hooks.values()) {
      hook.members().stream()
          .filter(Symbol.ContextTask.class::isInstance)
          .map(Symbol.ContextTask.class::cast)
          .forEach(tasks::add);
    }
    assertEquals(4, tasks.size());
    for (Symbol.ContextTask task : tasks) {
      assertEquals(ContextCodec.MSG_GTID, task.gtid().offset());
      assertEquals(ContextCodec.MSG_SEQNUM, task.barrier().offset());
    }
  }

  @Test
  void contexts_sectionsSizesAndFields_areThePlatforms() {
    assertContext(ModelPlatform.GHOST_MSG, hooks.get("task_new"));
    assertContext(ModelPlatform.GHOST_SCHED, hooks.get("pick_next_task"));
    assertContext(ModelPlatform.GHOST_SELECT_RQ, hooks.get("select_task_rq"));
    assertContext(ModelPlatform.GHOST_HALT_POLL, hooks.get("halt_poll"));
    assertEquals(ContextCodec.MSG_TYPE, hooks.get("task_new").context().selector().offset());
  }

  @Test
  void contextsOutsideOfEnclaves_sectionsSizesAndFields_areThePlatforms() {
    for (Tracepoint point : Tracepoint.values()) {
      assertContext(type(point.section()), hooks.get(point.event()));
    }
    for (FairHook hook : FairHook.values()) {
      assertContext(type(hook.section()), hooks.get(hook.hookName()));
    }
  }

  private static ProgramType type(String section) {
    return ModelPlatform.INSTANCE.programType(section).orElseThrow();
  }

  @Test
  void namesOfTasks_inTheRecordsOfTheTrace_areWhereTheModelPutsThem() {
    assertEquals(TraceContexts.COMM, comm("sched_wakeup", "comm"));
    assertEquals(TraceContexts.COMM, comm("sched_switch", "prev_comm"));
    assertEquals(TraceContexts.SWITCH_NEXT_COMM, comm("sched_switch", "next_comm"));
    assertEquals(TraceContexts.COMM, comm("sched_process_fork", "parent_comm"));
    assertEquals(TraceContexts.FORK_CHILD_COMM, comm("sched_process_fork", "child_comm"));
  }

  private static int comm(String hook, String name) {
    return hooks.get(hook).context().members().stream()
        .filter(member -> member.name().equals(name))
        .map(member -> ((Symbol.ContextField) member).offset())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void flags_values_areTheModels() throws ReflectiveOperationException {
    assertEquals(FLAGS.size(), policy.globals().size());
    for (Symbol.Global global : policy.globals()) {
      Field constant =
          GhostAbi.class.getField(
              global.name().substring("flag_".length()).toUpperCase(java.util.Locale.ROOT));
      TypedExpr.Literal value = (TypedExpr.Literal) global.initial();
      assertEquals(constant.getInt(null), value.value(), global.name());
    }
  }

  private static boolean isCommon(Symbol.Hook hook, Symbol.ContextField field) {
    return hook.context().members().contains(field);
  }

  private static void assertContext(ProgramType type, Symbol.Hook hook) {
    ContextLayout layout = type.context();
    assertEquals(type.section(), hook.context().section());
    assertEquals(layout.size(), hook.context().size());
    for (Symbol.ContextMember member : hook.context().members()) {
      Symbol.ContextField field = (Symbol.ContextField) member;
      if (!field.type().isNumber()) {
        continue;
      }
      ContextField there = layout.field(field.name());
      assertEquals(there.offset(), field.offset(), field.name());
      assertTrue(there.writable() || !field.writable(), field.name() + " has no effect");
    }
  }
}
