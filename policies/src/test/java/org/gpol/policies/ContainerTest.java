package org.gpol.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.gpol.kernel.hook.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heaps and fifos of tasks do what lists that are searched from end to end do. */
class ContainerTest {
  private static final int E2BIG = 7;
  private static final int EEXIST = 17;
  private static final int ENOENT = 2;
  private static final int CAPACITY = 60;
  private static final int LANES = 3;
  private static final int TASKS = 90;

  /** Messages as operations: what they take and give is in the variables. */
  private static final String OPERATIONS =
      """
      policy operations;
      map q: array<%s[60]>[3];
      var lane: u64; var key: u64; var front: u64;
      var error: u64; var task: u64; var barrier: u64; var least: u64; var length: u64; var empty: u64; var has: u64;

      on task_wakeup(m) {
          error = 0;
          let l = q[lane as u32] else { drop m.task; return; }
          %s
      }
      on task_blocked(m) {
          task = 0;
          let l = q[lane as u32] else { return; }
          %s
          if let t = l.%s() { task = t.gtid as u64; barrier = t.barrier as u64; drop t; }
      }
      on task_dead(m) {
          task = 0;
          if let t = q.remove(m.gtid) { task = t.gtid as u64; barrier = t.barrier as u64; drop t; }
      }
      on task_departed(m) { %s }
      on task_affinity_changed(m) {
          has = if_has(m.gtid);
          let l = q[lane as u32] else { return; }
          length = l.len() as u64;
          empty = 0;
          if l.is_empty() { empty = 1; }
      }
      on task_priority_changed(m) { _ = q.renew(m.gtid, m.seqnum); }
      fn if_has(g: gtid) -> u64 { if q.contains(g) { return 1; } return 0; }
      on pick_next_task(ctx) { ctx.dont_idle = false; }
      """;

  private static final String HEAP =
      OPERATIONS.formatted(
          "heap<runnable by u64>",
          "l.push(m.task, key) else e { error = e as u64; drop m.task; }",
          "least = 0; if let k = l.min() { least = k; }",
          "pop_min",
          "error = 0; let e = q.update(m.gtid, key); error = e as u64; "
              + "least = 0; if let k = q.key(m.gtid) { least = k; }");

  private static final String FIFO =
      OPERATIONS.formatted(
          "fifo<runnable>",
          "if front == 1 { l.push_front(m.task) else e { error = e as u64; drop m.task; } } "
              + "else { l.push(m.task) else e { error = e as u64; drop m.task; } }",
          "least = key;",
          "pop",
          "error = 0;");

  /** A task in the model. */
  private record Entry(long task, int barrier, int lane, long key, long order) {}

  private final List<Entry> model = new ArrayList<>();
  private long orders;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void heap_anyOperations_areThoseOfASortedList(long seed) {
    Random random = new Random(seed);
    MessagePolicy policy = MessagePolicy.of(HEAP);
    for (int i = 0; i < 4_000; i++) {
      long task = random.nextLong(1, TASKS);
      int lane = random.nextInt(LANES);
      // Few different keys, so that many are equal.
      long key = random.nextInt(12);
      policy.set("lane", lane);
      policy.set("key", key);
      switch (random.nextInt(6)) {
        case 0, 1, 2 -> push(policy, new Entry(task, i, lane, key, orders++));
        case 3 -> pop(policy, lane, true);
        case 4 -> remove(policy, task);
        default -> update(policy, task, key);
      }
      renew(policy, task, 10_000 + i);
      look(policy, task, lane);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void fifo_anyOperations_areThoseOfAList(long seed) {
    Random random = new Random(seed);
    MessagePolicy policy = MessagePolicy.of(FIFO);
    for (int i = 0; i < 4_000; i++) {
      long task = random.nextLong(1, TASKS);
      int lane = random.nextInt(LANES);
      policy.set("lane", lane);
      boolean front = random.nextBoolean();
      policy.set("front", front ? 1 : 0);
      long order = orders++;
      switch (random.nextInt(5)) {
        case 0, 1, 2 -> push(policy, new Entry(task, i, lane, 0, front ? -order : order));
        case 3 -> pop(policy, lane, false);
        default -> remove(policy, task);
      }
      look(policy, task, lane);
    }
  }

  @Test
  void heap_ofManyTasks_takesALogarithmicNumberOfInstructions() {
    String text = HEAP.replace("[60]>[3]", "[16384]>[1]").replace("q[lane as u32]", "q[0]");
    MessagePolicy policy =
        MessagePolicy.of(
            text.replace("let l = q[0] else { drop m.task; return; }", "let l = q;")
                .replace("let l = q[0] else { return; }", "let l = q;")
                .replace("array<heap<runnable by u64>[16384]>[1]", "heap<runnable by u64>[16384]"));
    Random random = new Random(7);
    long most = 0;
    for (int i = 1; i <= 16_384; i++) {
      policy.set("key", random.nextInt(1 << 20));
      policy.send(MessageType.TASK_WAKEUP, i, i);
      most = Math.max(most, policy.instructions());
    }
    long before = 0;
    for (int i = 1; i <= 16_384; i++) {
      policy.send(MessageType.TASK_BLOCKED, 0, i);
      most = Math.max(most, policy.instructions());
      assertTrue(policy.get("least") >= before);
      before = policy.get("least");
    }
    assertEquals(0, policy.get("error"));
    assertTrue(most < 3_000, "one operation took " + most + " instructions");
  }

  private void push(MessagePolicy policy, Entry entry) {
    policy.send(MessageType.TASK_WAKEUP, entry.task(), entry.barrier());
    boolean known = find(entry.task()).isPresent();
    boolean full = model.size() == CAPACITY;
    int error = full ? E2BIG : known ? EEXIST : 0;
    assertEquals(error, policy.get("error"));
    if (error == 0) {
      model.add(entry);
    }
  }

  private void pop(MessagePolicy policy, int lane, boolean heap) {
    policy.send(MessageType.TASK_BLOCKED, 0, 0);
    Optional<Entry> first =
        model.stream()
            .filter(e -> e.lane() == lane)
            .min(Comparator.comparingLong(Entry::key).thenComparingLong(Entry::order));
    taken(policy, first);
    if (heap) {
      assertEquals(first.map(Entry::key).orElse(0L), policy.get("least"));
    }
  }

  private void remove(MessagePolicy policy, long task) {
    policy.send(MessageType.TASK_DEAD, task, 0);
    taken(policy, find(task));
  }

  private void taken(MessagePolicy policy, Optional<Entry> entry) {
    assertEquals(entry.map(Entry::task).orElse(0L), policy.get("task"));
    if (entry.isPresent()) {
      assertEquals(entry.get().barrier(), policy.get("barrier"));
      model.remove(entry.get());
    }
  }

  private void update(MessagePolicy policy, long task, long key) {
    policy.send(MessageType.TASK_DEPARTED, task, 0);
    Optional<Entry> entry = find(task);
    assertEquals(entry.isPresent() ? 0 : ENOENT, policy.get("error"));
    assertEquals(entry.isPresent() ? key : 0, policy.get("least"));
    entry.ifPresent(
        e -> model.set(model.indexOf(e), new Entry(task, e.barrier(), e.lane(), key, e.order())));
  }

  private void renew(MessagePolicy policy, long task, int barrier) {
    policy.send(MessageType.TASK_PRIORITY_CHANGED, task, barrier);
    find(task)
        .ifPresent(
            e ->
                model.set(
                    model.indexOf(e), new Entry(task, barrier, e.lane(), e.key(), e.order())));
  }

  private void look(MessagePolicy policy, long task, int lane) {
    policy.send(MessageType.TASK_AFFINITY_CHANGED, task, 0);
    long length = model.stream().filter(e -> e.lane() == lane).count();
    assertEquals(length, policy.get("length"));
    assertEquals(length == 0 ? 1 : 0, policy.get("empty"));
    assertEquals(find(task).isPresent() ? 1 : 0, policy.get("has"));
  }

  private Optional<Entry> find(long task) {
    return model.stream().filter(e -> e.task() == task).findFirst();
  }
}
