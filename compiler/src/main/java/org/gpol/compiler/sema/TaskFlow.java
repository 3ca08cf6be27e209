package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.checked.TypedStmt;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceSpan;

/**
 * Follows every runnable task along every path of one function or handler: each must be consumed
 * exactly once. The state of a path is what has become of each task; where paths meet and disagree,
 * the task is neither in hand nor gone, and both using it and leaving it is wrong.
 */
final class TaskFlow {
  private final Reporter reporter;

  /** How the context is called, for the fixes that are offered. */
  private String context = "";

  /** Where the innermost loops began, and how their paths left them. */
  private final List<Loop> loops = new ArrayList<>();

  /** What has become of every task in scope; null where no path leads. */
  private Paths paths;

  /** A loop that is being followed. */
  private static final class Loop {
    final Paths atStart;
    final List<Paths> exits = new ArrayList<>();

    /** Tasks of which it has been said that a turn takes them from the next. */
    final Set<Object> said = new HashSet<>();

    Loop(Paths atStart) {
      this.atStart = atStart;
    }
  }

  /** The fate of one task on the paths that lead here. */
  private record Fate(boolean inHand, boolean gone, SourceSpan taken, SourceSpan consumed) {
    Fate join(Fate other) {
      SourceSpan end = consumed != null ? consumed : other.consumed;
      return new Fate(inHand || other.inHand, gone || other.gone, taken, end);
    }
  }

  /** The fates of all tasks; keys are {@link Local}s and {@link Symbol.ContextTask}s. */
  private record Paths(Map<Object, Fate> fates) {
    Paths copy() {
      return new Paths(new LinkedHashMap<>(fates));
    }

    static Paths join(Paths a, Paths b) {
      if (a == null || b == null) {
        return a == null ? b : a;
      }
      Paths joined = a.copy();
      b.fates.forEach((task, fate) -> joined.fates.merge(task, fate, Fate::join));
      return joined;
    }
  }

  TaskFlow(Reporter reporter) {
    this.reporter = reporter;
  }

  /** Follows a function with its parameters. */
  void function(List<Local> parameters, TypedStmt.Block body) {
    paths = new Paths(new LinkedHashMap<>());
    for (Local parameter : parameters) {
      take(parameter, parameter.type() == SpecialType.RUNNABLE, parameter.span());
    }
    follow(body);
  }

  /** Follows a handler, whose context may bring a task. */
  void handler(Symbol.Hook hook, String contextName, TypedStmt.Block body, SourceSpan head) {
    context = contextName;
    paths = new Paths(new LinkedHashMap<>());
    for (Symbol.ContextMember member : hook.members()) {
      take(member, member instanceof Symbol.ContextTask, head);
    }
    follow(body);
  }

  private void follow(TypedStmt.Block body) {
    block(body);
    if (paths != null) {
      for (Object task : List.copyOf(paths.fates.keySet())) {
        leave(task, body.span().last(), "when the function ends");
      }
    }
  }

  private void take(Object task, boolean isTask, SourceSpan span) {
    if (isTask && paths != null) {
      paths.fates.put(task, new Fate(true, false, span, null));
    }
  }

  private static String name(Object task) {
    return task instanceof Local local
        ? "`" + local.name() + "`"
        : "the `" + ((Symbol.ContextTask) task).name() + "` of this message";
  }

  /** A task goes out of sight. */
  private void leave(Object task, SourceSpan place, String when) {
    Fate fate = paths.fates.remove(task);
    if (fate == null || !fate.inHand) {
      return;
    }
    Diagnostic d =
        Diagnostic.of(
            DiagnosticCode.TASK_LOST,
            place,
            name(task)
                + " is lost here"
                + (fate.gone ? " on some paths" : "")
                + ": taken at line "
                + fate.taken.line()
                + ", still yours "
                + when);
    d = d.related(fate.taken, "taken here");
    if (fate.gone && fate.consumed != null) {
      d = d.related(fate.consumed, "only this path consumes it");
    }
    reporter.report(d.hint(fix(task)));
  }

  private String fix(Object task) {
    if (task instanceof Symbol.ContextTask member && member.presence() != null) {
      return "open it: `if let t = " + context + "." + member.name() + " { … }`";
    }
    String text =
        task instanceof Local local
            ? local.name()
            : context + "." + ((Symbol.ContextTask) task).name();
    return "run it, keep it in a queue, or give it up with `drop " + text + ";`";
  }

  private void consume(Object task, SourceSpan span) {
    Fate fate = paths.fates.get(task);
    if (fate == null) {
      return;
    }
    if (fate.gone) {
      reporter.report(
          Diagnostic.of(
                  DiagnosticCode.TASK_USED_TWICE,
                  span,
                  name(task) + " is " + (fate.inHand ? "perhaps gone" : "gone") + " already")
              .related(fate.consumed, "consumed here"));
    }
    paths.fates.put(task, new Fate(false, true, fate.taken, span));
  }

  private void look(Object task, SourceSpan span) {
    Fate fate = paths.fates.get(task);
    if (fate != null && fate.gone) {
      reporter.report(
          Diagnostic.of(
                  DiagnosticCode.TASK_USED_TWICE,
                  span,
                  name(task) + " is gone when it is looked at")
              .related(fate.consumed, "consumed here")
              .hint("keep what you need of it before, as in `let id = t.gtid;`"));
    }
  }

  /** Evaluates; a task that is named for its value moves out of its name. */
  private void evaluate(TypedExpr e) {
    if (paths == null) {
      return;
    }
    if (e instanceof TypedExpr.TaskGtid g) {
      look(taskOf(g.task()), e.span());
    } else if (e instanceof TypedExpr.TaskBarrier b) {
      look(taskOf(b.task()), e.span());
    } else if (taskOf(e) != null) {
      consume(taskOf(e), e.span());
    } else {
      // A call takes its tasks when it happens, after all its arguments are known.
      List<TypedExpr> operands = TypedWalk.operands(e);
      operands.stream().filter(o -> taskOf(o) == null).forEach(this::evaluate);
      operands.stream().filter(o -> taskOf(o) != null).forEach(this::evaluate);
    }
  }

  /** The task that an expression names, or null. */
  private static Object taskOf(TypedExpr e) {
    if (e instanceof TypedExpr.ContextTaskRef ref) {
      return ref.task();
    }
    boolean local = e instanceof TypedExpr.LocalRef && e.type() == SpecialType.RUNNABLE;
    return local ? ((TypedExpr.LocalRef) e).local() : null;
  }

  private void block(TypedStmt.Block block) {
    List<Local> declared = new ArrayList<>();
    for (TypedStmt statement : block.statements()) {
      if (paths == null) {
        return;
      }
      statement(statement);
      if (statement instanceof TypedStmt.Let let) {
        declared.add(let.local());
      } else if (statement instanceof TypedStmt.LetElse let) {
        declared.add(let.local());
      }
    }
    if (paths != null) {
      declared.forEach(local -> leave(local, block.span().last(), "when the block ends"));
    }
  }

  private void statement(TypedStmt s) {
    if (s instanceof TypedStmt.Block n) {
      block(n);
    } else if (s instanceof TypedStmt.If n) {
      evaluate(n.condition());
      branches(List.of(n.then(), n.orElse()));
    } else if (s instanceof TypedStmt.IfLet n) {
      ifLet(n);
    } else if (s instanceof TypedStmt.LetElse n) {
      letElse(n);
    } else if (s instanceof TypedStmt.Match n) {
      match(n);
    } else if (s instanceof TypedStmt.ForRange n) {
      evaluate(n.from());
      evaluate(n.to());
      loop(n.body(), null);
    } else if (s instanceof TypedStmt.While n) {
      loop(n.body(), n.condition());
    } else if (s instanceof TypedStmt.Attempt n) {
      attempt(n);
    } else if (s instanceof TypedStmt.Break || s instanceof TypedStmt.Continue) {
      leaveLoop(s);
    } else {
      TypedWalk.expressionsOf(s).forEach(this::evaluate);
      if (s instanceof TypedStmt.Return) {
        returned(s);
      } else if (s instanceof TypedStmt.Let let) {
        take(let.local(), let.local().type() == SpecialType.RUNNABLE, let.local().span());
      }
    }
  }

  private void returned(TypedStmt s) {
    for (Object task : List.copyOf(paths.fates.keySet())) {
      leave(task, s.span(), "when the function returns");
    }
    paths = null;
  }

  private void branches(List<TypedStmt.Block> branches) {
    Paths before = paths;
    Paths after = null;
    for (TypedStmt.Block branch : branches) {
      paths = before.copy();
      block(branch);
      after = Paths.join(after, paths);
    }
    paths = after;
  }

  private void match(TypedStmt.Match s) {
    evaluate(s.value());
    List<TypedStmt.Block> branches = new ArrayList<>();
    s.arms().forEach(arm -> branches.add(arm.body()));
    if (s.orElse() != null) {
      branches.add(s.orElse());
    }
    if (!branches.isEmpty()) {
      branches(branches);
    }
  }

  private void ifLet(TypedStmt.IfLet s) {
    evaluate(s.value());
    Paths before = paths.copy();
    take(s.local(), s.local().type() == SpecialType.RUNNABLE, s.local().span());
    block(s.then());
    if (paths != null) {
      leave(s.local(), s.then().span().last(), "when the block ends");
    }
    Paths afterThen = paths;
    paths = before;
    block(s.orElse());
    paths = Paths.join(afterThen, paths);
  }

  private void letElse(TypedStmt.LetElse s) {
    evaluate(s.value());
    Paths before = paths.copy();
    block(s.orElse());
    paths = before;
    take(s.local(), s.local().type() == SpecialType.RUNNABLE, s.local().span());
  }

  private void attempt(TypedStmt.Attempt s) {
    evaluate(s.call());
    Paths success = paths.copy();
    if (!(s.call() instanceof TypedExpr.Call)) {
      for (TypedExpr argument : TypedWalk.operands(s.call())) {
        Object task = taskOf(argument);
        Fate fate = task == null ? null : paths.fates.get(task);
        if (fate != null) {
          paths.fates.put(task, new Fate(true, false, fate.taken, null));
        }
      }
    }
    block(s.orElse());
    paths = Paths.join(success, paths);
  }

  private void loop(TypedStmt.Block body, TypedExpr condition) {
    if (condition != null) {
      evaluate(condition);
    }
    Loop loop = new Loop(paths.copy());
    loops.add(loop);
    block(body);
    if (paths != null) {
      sameAsAtStart(loop);
    }
    loops.remove(loops.size() - 1);
    Paths after = loop.atStart;
    for (Paths exit : loop.exits) {
      after = Paths.join(after, exit);
    }
    // What has been said of the loop is not said again of what follows.
    after.fates.keySet().removeAll(loop.said);
    paths = after;
  }

  /** A turn of a loop may be followed by another, which needs what this one needed. */
  private void sameAsAtStart(Loop loop) {
    for (Map.Entry<Object, Fate> entry : loop.atStart.fates.entrySet()) {
      Object task = entry.getKey();
      Fate fate = entry.getValue();
      Fate now = paths.fates.get(task);
      if (now == null || !now.gone || fate.gone || !loop.said.add(task)) {
        continue;
      }
      reporter.report(
          Diagnostic.of(
                  DiagnosticCode.TASK_USED_TWICE,
                  now.consumed,
                  name(task) + " is gone when the loop comes here again")
              .related(fate.taken, "taken here, before the loop")
              .hint("leave the loop with `break` once it is consumed"));
    }
  }

  private void leaveLoop(TypedStmt s) {
    Loop loop = loops.get(loops.size() - 1);
    for (Object task : List.copyOf(paths.fates.keySet())) {
      if (!loop.atStart.fates.containsKey(task)) {
        leave(task, s.span(), "when the loop goes on without it");
      }
    }
    if (s instanceof TypedStmt.Break) {
      loop.exits.add(paths);
    } else {
      sameAsAtStart(loop);
    }
    paths = null;
  }
}
