package org.gpol.compiler.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.gpol.compiler.machine.TaskProgram.Attempt;
import org.gpol.compiler.machine.TaskProgram.Choice;
import org.gpol.compiler.machine.TaskProgram.Consume;
import org.gpol.compiler.machine.TaskProgram.IfTake;
import org.gpol.compiler.machine.TaskProgram.Jump;
import org.gpol.compiler.machine.TaskProgram.Look;
import org.gpol.compiler.machine.TaskProgram.Loop;
import org.gpol.compiler.machine.TaskProgram.Move;
import org.gpol.compiler.machine.TaskProgram.Stmt;
import org.gpol.compiler.machine.TaskProgram.Take;

/**
 * Makes programs that hand tasks around: first one that deals with every task on every path, then,
 * if asked for, changes here and there as slips would make them.
 */
public final class RandomTasks {
  private static final List<String> SURE = List.of("drop %s", "keep(%s)", "drop %s");
  private static final List<String> UNSURE =
      List.of("q.push(%s)", "run(%s, SEND_TASK_ON_CPU)", "f.push(%s)", "h.push(%s, now())");

  private final Random random;
  private int tasks = 1;

  /** Every block there is, for slips to choose from. */
  private final List<List<Stmt>> blocks = new ArrayList<>();

  /** Those of {@link #blocks} that a loop is around, by identity. */
  private final Set<List<Stmt>> inLoops = Collections.newSetFromMap(new IdentityHashMap<>());

  private RandomTasks(long seed) {
    random = new Random(seed);
  }

  /**
   * A program.
   *
   * @param first how the task is called that is in hand at the beginning
   * @param slips how many changes are made to what was right
   */
  public static TaskProgram program(String first, long seed, int slips) {
    RandomTasks maker = new RandomTasks(seed);
    List<Stmt> body = maker.block(new TreeSet<>(List.of(0)), List.of(0), null, 3);
    for (int i = 0; i < slips; i++) {
      maker.slip();
    }
    return new TaskProgram(first, body);
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /**
   * A block.
   *
   * @param held the tasks in hand when it begins
   * @param due those of them that it has to consume
   * @param outside the tasks in hand outside of the innermost loop; null if there is no loop
   */
  private List<Stmt> block(Set<Integer> held, List<Integer> due, Set<Integer> outside, int depth) {
    List<Stmt> block = new ArrayList<>();
    register(block, outside);
    // In hand, and in hand and to be consumed here.
    Set<Integer> all = new TreeSet<>(held);
    Set<Integer> own = new TreeSet<>(due);
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      statement(block, all, own, outside, depth);
    }
    if (depth < 3 && oneIn(6)) {
      block.addAll(leaving(all, outside));
      return block;
    }
    for (int task : List.copyOf(own)) {
      consume(block, task, all, own, outside, depth);
    }
    // A task that has moved to another name is still there.
    for (int task : List.copyOf(own)) {
      block.add(new Consume(task, pick(SURE)));
    }
    return block;
  }

  private void statement(
      List<Stmt> block, Set<Integer> all, Set<Integer> own, Set<Integer> outside, int depth) {
    int kind = random.nextInt(depth == 0 ? 4 : 10);
    if (kind == 0) {
      take(block, all, own, outside);
    } else if (kind == 1 && !own.isEmpty()) {
      consume(block, pick(List.copyOf(own)), all, own, outside, depth);
    } else if (kind == 2 && !all.isEmpty()) {
      block.add(new Look(pick(List.copyOf(all))));
    } else if (kind == 4 || kind == 5) {
      List<Integer> done = own.stream().filter(t -> oneIn(3)).toList();
      List<List<Stmt>> branches = new ArrayList<>();
      int count = 2 + random.nextInt(2);
      for (int i = 0; i < count; i++) {
        branches.add(block(all, done, outside, depth - 1));
      }
      block.add(new Choice(branches));
      done.forEach(all::remove);
      done.forEach(own::remove);
    } else if (kind == 6) {
      int task = tasks++;
      Set<Integer> more = new TreeSet<>(all);
      more.add(task);
      List<Stmt> then = block(more, List.of(task), outside, depth - 1);
      block.add(new IfTake(task, then, block(all, List.of(), outside, depth - 1)));
    } else if (kind >= 7) {
      block.add(new Loop(random.nextBoolean(), block(all, List.of(), all, depth - 1)));
    }
  }

  private void take(List<Stmt> block, Set<Integer> all, Set<Integer> own, Set<Integer> outside) {
    int task = tasks++;
    List<Stmt> orElse = leaving(all, outside);
    Jump exit = (Jump) orElse.remove(orElse.size() - 1);
    register(orElse, outside);
    block.add(new Take(task, orElse, exit));
    all.add(task);
    own.add(task);
  }

  private void consume(
      List<Stmt> block,
      int task,
      Set<Integer> all,
      Set<Integer> own,
      Set<Integer> outside,
      int depth) {
    if (oneIn(5)) {
      int other = tasks++;
      block.add(new Move(other, task));
      all.add(other);
      own.add(other);
    } else if (depth > 0 && oneIn(2)) {
      block.add(new Attempt(task, pick(UNSURE), block(all, List.of(task), outside, depth - 1)));
    } else {
      block.add(new Consume(task, pick(SURE)));
    }
    all.remove(task);
    own.remove(task);
  }

  private void register(List<Stmt> block, Set<Integer> outside) {
    blocks.add(block);
    if (outside != null) {
      inLoops.add(block);
    }
  }

  /** Out of the function or the loop, with nothing in hand that is not in hand there. */
  private List<Stmt> leaving(Set<Integer> all, Set<Integer> outside) {
    boolean far = outside == null || oneIn(3);
    List<Stmt> block = new ArrayList<>();
    for (int task : all) {
      if (far || !outside.contains(task)) {
        block.add(new Consume(task, pick(SURE)));
      }
    }
    block.add(new Jump(far ? "return" : random.nextBoolean() ? "break" : "continue"));
    return block;
  }

  /** A line is forgotten, written twice, moved, or left early. */
  private void slip() {
    List<List<Stmt>> candidates =
        blocks.stream().filter(b -> b.stream().anyMatch(RandomTasks::movable)).toList();
    if (candidates.isEmpty()) {
      return;
    }
    List<Stmt> block = pick(candidates);
    int at = random.nextInt(block.size());
    while (!movable(block.get(at))) {
      at = (at + 1) % block.size();
    }
    switch (random.nextInt(4)) {
      case 0 -> block.remove(at);
      case 1 -> block.add(at, block.get(at));
      case 2 ->
          block.add(
              at,
              new Jump(inLoops.contains(block) ? pick(List.of("continue", "break")) : "return"));
      default -> {
        int to = Math.min(at + 1, block.size() - 1);
        if (movable(block.get(to))) {
          block.add(to, block.remove(at));
        }
      }
    }
  }

  /** Whether a statement may come and go without names getting lost. */
  private static boolean movable(Stmt stmt) {
    return !(stmt instanceof Take || stmt instanceof Move);
  }
}
