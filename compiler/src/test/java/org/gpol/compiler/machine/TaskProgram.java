package org.gpol.compiler.machine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A piece of a policy that hands tasks around, and what becomes of them: every path is gone through
 * with every outcome of every condition, {@code pop}, {@code push}, {@code run} and loop, keeping
 * apart what the compiler's check joins. Task 0 is in hand when it begins.
 */
public final class TaskProgram {
  /** How a path leaves a statement. */
  private enum Flow {
    NEXT,
    BREAK,
    CONTINUE,
    RETURN
  }

  /** What can be wrong with a path. */
  public enum Fault {
    LOST,
    USED_TWICE
  }

  /** One statement. */
  public sealed interface Stmt {}

  /** {@code let t = q.pop() else { … }}; the block ends with {@code exit}. */
  public record Take(int task, List<Stmt> orElse, Jump exit) implements Stmt {}

  /** {@code if let t = q.pop() { … } else { … }}. */
  public record IfTake(int task, List<Stmt> then, List<Stmt> orElse) implements Stmt {}

  /** {@code let t = from;}. */
  public record Move(int task, int from) implements Stmt {}

  /** A task is consumed by text that cannot fail, with {@code %s} for its name. */
  public record Consume(int task, String text) implements Stmt {}

  /** A task is consumed by text that can fail. */
  public record Attempt(int task, String text, List<Stmt> orElse) implements Stmt {}

  /** {@code log("{}", t.gtid);}. */
  public record Look(int task) implements Stmt {}

  /** {@code if} with two branches, or {@code match} with more. */
  public record Choice(List<List<Stmt>> branches) implements Stmt {}

  /** A loop that turns any number of times. */
  public record Loop(boolean isFor, List<Stmt> body) implements Stmt {}

  /** {@code return}, {@code break} or {@code continue}. */
  public record Jump(String text) implements Stmt {}

  private final List<Stmt> body;
  private final String first;
  private final Set<String> faults = new TreeSet<>();

  /**
   * A program.
   *
   * @param first how the task is called that is in hand at the beginning
   */
  public TaskProgram(String first, List<Stmt> body) {
    this.first = first;
    this.body = body;
    Map<Integer, Boolean> start = new HashMap<>(Map.of(0, true));
    leave(run(body, Set.of(start)), List.of(0));
  }

  /** What is wrong on any path: task names and faults, as in {@code t3 LOST}; empty if nothing. */
  public Set<String> faults() {
    return faults;
  }

  private String name(int task) {
    return task == 0 ? first : "t" + task;
  }

  // Every path
  // ---------------------------------------------------------------------------------------

  /** A set of states for each way out; a state says of each task in scope whether it is in hand. */
  private static final class Ends extends EnumMap<Flow, Set<Map<Integer, Boolean>>> {
    private static final long serialVersionUID = 1;

    Ends() {
      super(Flow.class);
      for (Flow flow : Flow.values()) {
        put(flow, new HashSet<>());
      }
    }

    Ends addAll(Ends other) {
      other.forEach((flow, states) -> get(flow).addAll(states));
      return this;
    }
  }

  private void fault(int task, Fault fault) {
    faults.add(name(task) + " " + fault);
  }

  /** Tasks go out of sight. */
  private Ends leave(Ends ends, List<Integer> tasks) {
    Ends left = new Ends();
    ends.forEach(
        (flow, states) -> {
          for (Map<Integer, Boolean> state : states) {
            Map<Integer, Boolean> rest = new HashMap<>(state);
            for (int task : tasks) {
              if (Boolean.TRUE.equals(rest.remove(task))) {
                fault(task, Fault.LOST);
              }
            }
            left.get(flow).add(rest);
          }
        });
    return left;
  }

  private Ends run(List<Stmt> block, Set<Map<Integer, Boolean>> states) {
    Ends ends = new Ends();
    Set<Map<Integer, Boolean>> here = states;
    List<Integer> declared = new ArrayList<>();
    for (Stmt stmt : block) {
      Ends after = step(stmt, here);
      here = after.get(Flow.NEXT);
      after.put(Flow.NEXT, new HashSet<>());
      ends.addAll(after);
      if (stmt instanceof Take take) {
        declared.add(take.task());
      } else if (stmt instanceof Move move) {
        declared.add(move.task());
      }
    }
    ends.get(Flow.NEXT).addAll(here);
    return leave(ends, declared);
  }

  private Ends step(Stmt stmt, Set<Map<Integer, Boolean>> states) {
    Ends ends = new Ends();
    Set<Map<Integer, Boolean>> next = ends.get(Flow.NEXT);
    if (stmt instanceof Take s) {
      ends.addAll(run(s.orElse(), states));
      ends.get(flow(s.exit())).addAll(next);
      next.clear();
      next.addAll(with(s.task(), true, states));
    } else if (stmt instanceof IfTake s) {
      Ends then = run(s.then(), with(s.task(), true, states));
      ends.addAll(leave(then, List.of(s.task()))).addAll(run(s.orElse(), states));
    } else if (stmt instanceof Move s) {
      next.addAll(with(s.task(), true, consume(s.from(), states)));
    } else if (stmt instanceof Consume s) {
      next.addAll(consume(s.task(), states));
    } else if (stmt instanceof Attempt s) {
      next.addAll(consume(s.task(), states));
      ends.addAll(run(s.orElse(), with(s.task(), true, states)));
    } else if (stmt instanceof Look s) {
      next.addAll(states);
      check(s.task(), states);
    } else if (stmt instanceof Choice s) {
      s.branches().forEach(branch -> ends.addAll(run(branch, states)));
    } else if (stmt instanceof Loop s) {
      loop(s, states, ends);
    } else {
      ends.get(flow((Jump) stmt)).addAll(states);
    }
    return ends;
  }

  private void loop(Loop loop, Set<Map<Integer, Boolean>> states, Ends ends) {
    Set<Map<Integer, Boolean>> head = new HashSet<>(states);
    Ends turn = run(loop.body(), head);
    Set<Map<Integer, Boolean>> again = new HashSet<>(turn.get(Flow.NEXT));
    again.addAll(turn.get(Flow.CONTINUE));
    while (head.addAll(again)) {
      turn = run(loop.body(), head);
      again.addAll(turn.get(Flow.NEXT));
      again.addAll(turn.get(Flow.CONTINUE));
    }
    ends.get(Flow.NEXT).addAll(head);
    ends.get(Flow.NEXT).addAll(turn.get(Flow.BREAK));
    ends.get(Flow.RETURN).addAll(turn.get(Flow.RETURN));
  }

  private static Flow flow(Jump jump) {
    return Flow.valueOf(jump.text().toUpperCase(java.util.Locale.ROOT));
  }

  private void check(int task, Set<Map<Integer, Boolean>> states) {
    if (states.stream().anyMatch(state -> !state.get(task))) {
      fault(task, Fault.USED_TWICE);
    }
  }

  private Set<Map<Integer, Boolean>> consume(int task, Set<Map<Integer, Boolean>> states) {
    check(task, states);
    return with(task, false, states);
  }

  private static Set<Map<Integer, Boolean>> with(
      int task, boolean inHand, Set<Map<Integer, Boolean>> states) {
    Set<Map<Integer, Boolean>> changed = new HashSet<>();
    for (Map<Integer, Boolean> state : states) {
      Map<Integer, Boolean> copy = new HashMap<>(state);
      copy.put(task, inHand);
      changed.add(copy);
    }
    return changed;
  }

  // Text
  // -----------------------------------------------------------------------------------------------

  /** The statements as text, one a line, for the body of a function or handler. */
  public String text() {
    StringBuilder out = new StringBuilder();
    write(body, out);
    return out.toString();
  }

  private String text(List<Stmt> block) {
    StringBuilder out = new StringBuilder("{\n");
    write(block, out);
    return out.append('}').toString();
  }

  private void write(List<Stmt> block, StringBuilder out) {
    block.forEach(stmt -> out.append(text(stmt)).append('\n'));
  }

  private String text(Stmt stmt) {
    if (stmt instanceof Take s) {
      List<Stmt> orElse = new ArrayList<>(s.orElse());
      orElse.add(s.exit());
      return "let " + name(s.task()) + " = q.pop() else " + text(orElse);
    } else if (stmt instanceof IfTake s) {
      String opened = "if let " + name(s.task()) + " = q.pop() " + text(s.then());
      return opened + " else " + text(s.orElse());
    } else if (stmt instanceof Move s) {
      return "let " + name(s.task()) + " = " + name(s.from()) + ";";
    } else if (stmt instanceof Consume s) {
      return s.text().formatted(name(s.task())) + ";";
    } else if (stmt instanceof Attempt s) {
      return s.text().formatted(name(s.task())) + " else " + text(s.orElse());
    } else if (stmt instanceof Look s) {
      return "log(\"{}\", " + name(s.task()) + ".gtid);";
    } else if (stmt instanceof Loop s) {
      return (s.isFor() ? "for _i in 0..3 " : "while random() > 9 limit 3 ") + text(s.body());
    } else if (stmt instanceof Choice s) {
      return choice(s.branches());
    }
    return ((Jump) stmt).text() + ";";
  }

  private String choice(List<List<Stmt>> branches) {
    if (branches.size() == 2) {
      return "if random() > 9 " + text(branches.get(0)) + " else " + text(branches.get(1));
    }
    StringBuilder arms = new StringBuilder("match random() {\n");
    for (int i = 0; i < branches.size(); i++) {
      String pattern = i == branches.size() - 1 ? "_" : String.valueOf(i);
      arms.append(pattern).append(" => ").append(text(branches.get(i))).append('\n');
    }
    return arms.append('}').toString();
  }
}
