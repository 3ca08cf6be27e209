package org.gpol.policies.reference;

import java.util.ArrayList;
import java.util.List;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.checked.TypedStmt;

/** Executes the statements of one call. */
final class Execution {
  /** How a statement ends. */
  private enum Flow {
    ON,
    BREAK,
    CONTINUE,
    RETURN
  }

  private final ReferenceEvaluator evaluator;
  private final ReferenceEvaluator.Frame frame;
  private final Evaluation values;

  Execution(ReferenceEvaluator evaluator, ReferenceEvaluator.Frame frame) {
    this.evaluator = evaluator;
    this.frame = frame;
    this.values = new Evaluation(evaluator, frame);
  }

  void block(TypedStmt.Block block) {
    execute(block);
  }

  private Flow execute(TypedStmt s) {
    if (s instanceof TypedStmt.Block block) {
      for (TypedStmt each : block.statements()) {
        Flow flow = execute(each);
        if (flow != Flow.ON) {
          return flow;
        }
      }
      return Flow.ON;
    }
    if (s instanceof TypedStmt.Let let) {
      declare(let.local(), values.of(let.value()));
      return Flow.ON;
    }
    if (s instanceof TypedStmt.IfLet open) {
      Object found = values.of(open.value());
      if (found == null) {
        return execute(open.orElse());
      }
      declare(open.local(), found);
      return execute(open.then());
    }
    if (s instanceof TypedStmt.LetElse open) {
      Object found = values.of(open.value());
      if (found == null) {
        return execute(open.orElse());
      }
      declare(open.local(), found);
      return Flow.ON;
    }
    if (s instanceof TypedStmt.If branch) {
      return execute(values.truth(branch.condition()) ? branch.then() : branch.orElse());
    }
    if (s instanceof TypedStmt.Match match) {
      return match(match);
    }
    if (s instanceof TypedStmt.ForRange loop) {
      return forRange(loop);
    }
    if (s instanceof TypedStmt.While loop) {
      return whileLoop(loop);
    }
    if (s instanceof TypedStmt.Break) {
      return Flow.BREAK;
    }
    if (s instanceof TypedStmt.Continue) {
      return Flow.CONTINUE;
    }
    if (s instanceof TypedStmt.Return r) {
      frame.result = r.value() == null ? null : values.of(r.value());
      return Flow.RETURN;
    }
    if (s instanceof TypedStmt.Attempt attempt) {
      return attempt(attempt);
    }
    effect(s);
    return Flow.ON;
  }

  private void effect(TypedStmt s) {
    if (s instanceof TypedStmt.Assign assign) {
      assign(assign);
    } else if (s instanceof TypedStmt.Drop drop) {
      values.of(drop.task());
    } else if (s instanceof TypedStmt.Evaluate evaluate) {
      values.of(evaluate.value());
    } else if (s instanceof TypedStmt.Log log) {
      log(log);
    } else if (s instanceof TypedStmt.UpdateStat update) {
      evaluator.update(update, values.number(update.value()));
    } else if (s instanceof TypedStmt.Emit emit) {
      evaluator.emit(emit.event(), (Place) values.of(emit.value()));
    } else {
      throw new IllegalArgumentException(s.getClass().getSimpleName());
    }
  }

  /** A struct or an array is a copy of its own. */
  private void declare(Local local, Object value) {
    frame.locals.put(local, Evaluation.owned(value, local.type()));
  }

  private void assign(TypedStmt.Assign s) {
    if (s.target() instanceof TypedExpr.LocalRef ref && ref.type().isNumber()) {
      long value = values.number(s.value());
      long old = s.op() == null ? 0 : (Long) frame.locals.get(ref.local());
      frame.locals.put(ref.local(), combined(s, old, value));
      return;
    }
    Place place = values.place(s.target());
    if (!s.target().type().isNumber()) {
      Place value = (Place) Evaluation.owned(values.of(s.value()), s.target().type());
      place.copyFrom(value, s.target().type().size());
      return;
    }
    ScalarType type = s.target().type().scalar();
    long value = values.number(s.value());
    place.store(type, combined(s, s.op() == null ? 0 : place.load(type), value));
  }

  private static long combined(TypedStmt.Assign s, long old, long value) {
    return s.op() == null ? value : Numbers.binary(s.op(), old, value, s.target().type().scalar());
  }

  private Flow match(TypedStmt.Match s) {
    long value = values.number(s.value());
    for (TypedStmt.Arm arm : s.arms()) {
      if (arm.constants().contains(value)) {
        return execute(arm.body());
      }
    }
    return s.orElse() == null ? Flow.ON : execute(s.orElse());
  }

  private Flow forRange(TypedStmt.ForRange s) {
    ScalarType type = s.local().type().scalar();
    long from = values.number(s.from());
    long to = values.number(s.to());
    long rounds = 0;
    for (long i = from; rounds < s.limit() && Numbers.compare(i, to, type) < 0; i++) {
      rounds++;
      frame.locals.put(s.local(), i);
      Flow flow = execute(s.body());
      if (flow == Flow.BREAK) {
        break;
      }
      if (flow == Flow.RETURN) {
        return flow;
      }
    }
    return Flow.ON;
  }

  private Flow whileLoop(TypedStmt.While s) {
    for (long round = 0; round < s.limit() && values.truth(s.condition()); round++) {
      Flow flow = execute(s.body());
      if (flow == Flow.BREAK) {
        break;
      }
      if (flow == Flow.RETURN) {
        return flow;
      }
    }
    return Flow.ON;
  }

  private Flow attempt(TypedStmt.Attempt s) {
    long error = values.number(s.call());
    if (error == 0) {
      return Flow.ON;
    }
    if (s.error() != null) {
      frame.locals.put(s.error(), error);
    }
    return execute(s.orElse());
  }

  private void log(TypedStmt.Log s) {
    List<Long> arguments = new ArrayList<>();
    s.arguments().forEach(argument -> arguments.add(values.number(argument)));
    StringBuilder line = new StringBuilder();
    String[] pieces = s.format().split("(?<=%lld|%llu)|(?=%lld|%llu)", -1);
    int next = 0;
    for (String piece : pieces) {
      if (piece.equals("%lld")) {
        line.append(arguments.get(next++));
      } else if (piece.equals("%llu")) {
        line.append(Long.toUnsignedString(arguments.get(next++)));
      } else {
        line.append(piece.replace("%%", "%"));
      }
    }
    evaluator.kernel().log(line.toString());
  }
}
