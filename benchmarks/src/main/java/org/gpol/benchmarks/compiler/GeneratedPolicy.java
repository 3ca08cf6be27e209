package org.gpol.benchmarks.compiler;

/**
 * A policy of any length, made by counting: a scheduler that works, and functions of the kind that
 * policies are made of, which call each other in chains that a hook begins.
 */
final class GeneratedPolicy {
  private static final String HEAD =
      """
      /// Generated: a queue, and functions that keep accounts.
      policy generated;

      param slice: duration = 5ms in 100us..1s;
      const MAX_TASKS = 1024;

      struct Account { task: gtid, runs: u64, used: duration, level: u32 }

      map runq: queue<runnable>[MAX_TASKS];
      map accounts: hash<gtid, Account>[MAX_TASKS];
      var total: u64 = 0;
      stat overflow: counter;

      fn enqueue(t: runnable) { runq.push(t) else { overflow.add(1); drop t; } }

      on task_wakeup(m) { enqueue(m.task); }
      on task_preempt(m) { enqueue(m.task); }
      on task_yield(m) { enqueue(m.task); }
      on task_new(m) {
          _ = accounts.set(m.gtid, Account { task: m.gtid, runs: 0, used: 0ms, level: 0 });
          if let t = m.runnable { enqueue(t); }
      }

      on pick_next_task(ctx) {
          ctx.dont_idle = true;
          if ctx.agent_runnable || ctx.next_gtid != 0 { return; }
          let t = runq.pop() else { return; }
          run(t, 0) else { enqueue(t); }
      }

      """;

  private static final String PART =
      """
      /// Keeps account no. $n.
      fn charge$n(task: gtid, by: u64) -> u64 {
          let a = accounts[task] else { return 0; }
          a.runs += 1;
          if a.runs % $k == 0 && by > $n {
              a.level = (a.level + 1) % 4;
              total += by;
          }
          var sum: u64 = a.runs;
          for i in 0..4 {
              if sum > by + $n { break; }
              sum = sum + by * $k + (i as u64);
          }
          return sum$next;
      }

      """;

  private static final int CHAIN = 5;

  private GeneratedPolicy() {}

  /** A policy of {@code lines} lines, or up to twenty more. */
  static String of(int lines) {
    StringBuilder text = new StringBuilder(HEAD);
    int partLines = PART.split("\n", -1).length - 1;
    int parts = Math.max(1, (lines - HEAD.split("\n", -1).length) / partLines);
    StringBuilder ticks = new StringBuilder("on task_tick(m) {\n    var all: u64 = total;\n");
    for (int n = 0; n < parts; n++) {
      boolean first = n % CHAIN == 0;
      String next = first ? "" : " + charge" + (n - 1) + "(task, by)";
      text.append(
          PART.replace("$next", next)
              .replace("$n", Integer.toString(n))
              .replace("$k", Integer.toString(n % 13 + 3)));
      if (n % CHAIN == CHAIN - 1 || n == parts - 1) {
        ticks.append("    all += charge").append(n).append("(1, all);\n");
      }
    }
    return text.append(ticks).append("    total = all;\n    return skip;\n}\n").toString();
  }
}
