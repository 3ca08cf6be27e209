package org.gpol.policies.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes policies that are right: everything has its type, every task is kept, run or dropped on
 * every path, every loop ends. All that they compute shows in events, logs, globals, statistics and
 * what they ask of the kernel.
 */
final class GeneratedPolicy {
  /** The fields of the struct that they all have. */
  static final Map<String, String> FIELDS = new LinkedHashMap<>();

  static {
    FIELDS.put("a", "u64");
    FIELDS.put("b", "i16");
    FIELDS.put("c", "u32");
    FIELDS.put("d", "bool");
    FIELDS.put("e", "duration");
    FIELDS.put("f", "gtid");
  }

  /** What all of them import. */
  static final String LIBRARY =
      """
      enum Colour: u8 { RED = 1, GREEN = 2, BLUE = 7 }
      struct Box { a: u64, b: i16, c: u32, d: bool, e: duration, f: gtid }
      struct Spot { x: u16, y: gtid }
      struct Bag { head: u32, rest: u16[3] }
      param small: i32 = -3 in -10..10;
      var g_u32: u32 = 77;
      map tasks: queue<runnable>[3];
      map line: fifo<runnable>[4];
      map tree: array<heap<runnable by i32>[6]>[2];

      fn keep(t: runnable, how: u8) {
          match how % 4 {
              0 => tasks.push(t) else { drop t; },
              1 => line.push(t) else { drop t; },
              2 => line.push_front(t) else err { log("lost {}", err as u32); drop t; },
              _ => {
                  let h = tree[(how / 4 % 3) as u32] else { drop t; return; }
                  h.push(t, (how as i32) * small) else err { g_u32 += err as u32; drop t; }
              }
          }
      }
      """;

  private static final String HEAD =
      """
      policy generated;
      import "library.gpol";
      event told { a: u64, b: i64, c: i32, d: u16, e: duration, f: bool, g: Colour, h: time }
      param big: u64 = 1000 in 1..1_000_000;
      param wait: duration = 5ms in 1us..1s;
      const SEVEN = 7;
      var zero: u64;
      var g_u8: u8 = 200; var g_u16: u16; var g_u64: u64;
      var g_i8: i8 = -5; var g_i16: i16; var g_i32: i32; var g_i64: i64 = -1;
      var g_bool: bool = true; var g_time: time; var g_duration: duration = 1us; var g_gtid: gtid; var g_cpu: cpu;
      var box: Box = Box { a: 1 << 40, b: -2, c: SEVEN, d: true, e: 3us, f: 4 };
      var row: u32[6] = [1, 2, SEVEN, 4, 5, 0xffff_ffff];
      var level_of: i16[5] = [-1; 5];
      var bags: Bag[2] = [Bag { head: 3, rest: [1, 2, 3] }, Bag { head: 4 }];
      var called: u8[16] = "task 2";
      var mask: cpumask = cpumask { bits: [5; 16] };
      map boxes: hash<u32, Box>[8];
      map shorts: percpu_hash<gtid, u16>[8];
      map cells: array<u64>[5];
      map wide: percpu_array<Box>[3];
      map numbers: queue<i32>[4];
      map pile: stack<u64>[3];
      map jobs: array<heap<gtid, Box by e>[5]>[2];
      map ranks: heap<Spot, u16>[4];
      map waits: fifo<u32, duration>[3];
      map trips: fifo<Spot, Box>[4];
      stat counted: counter;
      stat level: gauge;
      stat spread: histogram<u32>;

      """;

  private final GeneratedScope scope = new GeneratedScope();
  private final GeneratedStatements statements;
  private final GeneratedExpressions expressions;
  private final Random random;
  private final StringBuilder text = new StringBuilder(HEAD);

  private GeneratedPolicy(long seed) {
    random = new Random(seed);
    expressions = new GeneratedExpressions(random, scope);
    statements = new GeneratedStatements(random, scope, expressions);
    for (String type : GeneratedExpressions.INTEGERS) {
      scope.declare("g_" + type, type, true);
    }
    for (String type : List.of("bool", "time", "duration", "gtid", "cpu")) {
      scope.declare("g_" + type, type, true);
    }
    scope.declare("big", "u64", false);
    scope.declare("small", "i32", false);
    scope.declare("wait", "duration", false);
    scope.declareStruct("box", "Box", true);
  }

  /** The policy of {@code seed}. */
  static String of(long seed) {
    return new GeneratedPolicy(seed).write();
  }

  private String write() {
    int functions = 1 + random.nextInt(4);
    for (int i = 0; i < functions; i++) {
      function("f" + i);
    }
    handler("task_new", "if let t = m.runnable { keep(t, %s); }", "gtid:gtid", "nice:i32");
    handler("task_wakeup", "keep(m.task, %s);", "gtid:gtid", "waker_cpu:cpu");
    handler("task_preempt", "if %b { keep(m.task, %s); } else { drop m.task; }", "gtid:gtid");
    handler("task_blocked", "", "gtid:gtid", "runtime:duration", "cpu:cpu");
    handler("task_departed", takes(), "gtid:gtid", "was_current:bool");
    handler("task_tick", "", "cpu:cpu", "is_agent:bool");
    pick();
    select();
    return text.toString();
  }

  private void function(String name) {
    String result = expressions.any(GeneratedExpressions.INTEGERS);
    scope.enter();
    StringBuilder head = new StringBuilder("fn " + name + "(");
    StringBuilder signature = new StringBuilder(name);
    int parameters = 1 + random.nextInt(3);
    for (int i = 0; i < parameters; i++) {
      boolean reference = random.nextInt(4) == 0;
      String type = reference ? "&Box" : expressions.any(GeneratedExpressions.TYPES);
      String parameter = "p" + i;
      head.append(i == 0 ? "" : ", ").append(parameter).append(": ").append(type);
      signature.append(' ').append(type);
      if (reference) {
        scope.declareStruct(parameter, "Box", true);
      } else {
        scope.declare(parameter, type, false);
      }
    }
    text.append(head).append(") -> ").append(result).append(" {\n");
    text.append(statements.body(1 + random.nextInt(3), result, false));
    text.append("    return ").append(expressions.of(result, 3)).append(";\n}\n\n");
    scope.leave();
    scope.declareFunction(signature.toString(), result);
  }

  /** A handler of a message, which ends with {@code last}: %s is a number, %b a condition. */
  private void handler(String hook, String last, String... fields) {
    scope.enter();
    for (String field : fields) {
      String[] parts = field.split(":");
      scope.declare("m." + parts[0], parts[1], false);
    }
    text.append("on ").append(hook).append("(m) {\n");
    text.append(statements.body(2 + random.nextInt(4), null, true));
    text.append("    ")
        .append(
            last.replace("%s", expressions.of("u8", 2)).replace("%b", expressions.of("bool", 2)))
        .append("\n}\n\n");
    scope.leave();
  }

  private String takes() {
    return """
        if let t = line.remove(m.gtid) { keep(t, %s); }
            if let t = tree.remove(m.gtid) { drop t; }
            _ = tree.renew((m.gtid as i64 + 1) as gtid, %u);
            _ = tree.update((m.gtid as i64 + 2) as gtid, %i);
            _ = line.renew((m.gtid as i64 + 3) as gtid, %u);
            if let k = tree.key((m.gtid as i64 + 1) as gtid) { g_i32 += k; }"""
        .replace("%u", expressions.of("u32", 1))
        .replace("%i", expressions.of("i32", 1));
  }

  private void pick() {
    scope.enter();
    scope.declare("ctx.might_yield", "bool", false);
    scope.declare("ctx.next_gtid", "gtid", false);
    scope.declare("ctx.dont_idle", "bool", true);
    text.append("on pick_next_task(ctx) {\n");
    text.append(statements.body(1 + random.nextInt(4), null, true));
    text.append(
        """
            let h = tree[(g_u8 %% 3) as u32] else { return; }
            if let least = h.min() { g_i32 ^= least; g_u32 += h.len(); }
            if %s {
                let t = h.pop_min() else { return; }
                g_u64 ^= t.gtid as u64;
                run(t, SEND_TASK_ON_CPU) else err {
                    match err {
                        EBUSY => keep(t, %s),
                        ESTALE, ENOENT => drop t,
                        _ => { log("failed {} {}", err as u32, t.gtid as i64); keep(t, %s); }
                    }
                }
                return;
            }
            if let t = line.pop() {
                run(t, DO_NOT_PREEMPT) else { keep(t, %s); }
                return;
            }
            let t = tasks.pop() else { return; }
            run(t, SEND_TASK_ON_CPU | DO_NOT_PREEMPT) else { drop t; }
        }

        """
            .formatted(
                expressions.of("bool", 2),
                expressions.of("u8", 1),
                expressions.of("u8", 1),
                expressions.of("u8", 1)));
    scope.leave();
  }

  private void select() {
    scope.enter();
    scope.declare("ctx.gtid", "gtid", false);
    scope.declare("ctx.task_cpu", "cpu", false);
    text.append("on select_task_rq(ctx) {\n");
    text.append(statements.body(1 + random.nextInt(3), "cpu", true));
    text.append("    return ").append(expressions.of("cpu", 3)).append(";\n}\n");
    scope.leave();
  }
}
