package org.gpol.policies.reference;

import java.util.List;

/** Writes statements about heaps and fifos of values. */
final class GeneratedContainers {
  private final GeneratedExpressions expressions;

  /** A policy has one kind of them: each brings much code. */
  private final Writer mine;

  GeneratedContainers(GeneratedExpressions expressions) {
    this.expressions = expressions;
    this.mine = expressions.any(List.<Writer>of(this::jobs, this::ranks, this::waits, this::trips));
  }

  /** Keys are few, so that many are there. */
  private String task() {
    return "((" + expressions.of("u8", 1) + " % 7) as gtid)";
  }

  private String number() {
    return "((" + expressions.of("u8", 1) + " % 5) as u32)";
  }

  private String spot() {
    return "Spot { x: 1 ^ ((" + expressions.of("u8", 1) + " % 2) as u16), y: " + task() + " }";
  }

  private String box() {
    return expressions.chance(40) ? "box" : expressions.box();
  }

  String statement() {
    return mine.write();
  }

  /** Writes one of several statements. */
  private interface Writer {
    String write();
  }

  private String jobs() {
    return expressions.any(
        List.of(
            "if let h = jobs[(("
                + expressions.of("u8", 1)
                + " % 3) as u32) ^ (zero as u32)] { h.push("
                + task()
                + ", "
                + box()
                + ") else err { g_u32 += err as u32; } }",
            "{ let h = jobs[1]; if let e = h.min() { g_i64 += e.key as i64; g_i16 ^= e.value.b; } }",
            "{ let h = jobs[0]; if let e = h.pop_min() { box = e.value; g_gtid = e.key; g_u32 += h.len(); } }",
            "if let b = jobs.get(" + task() + ") { box = b; g_duration += b.e; }",
            "if let e = jobs.remove(" + task() + ") { g_u64 ^= e.value.a; }",
            "g_u32 += jobs.update(" + task() + ", " + box() + ") as u32;"));
  }

  private String ranks() {
    return expressions.any(
        List.of(
            "_ = ranks.push(" + spot() + ", " + expressions.of("u16", 1) + ");",
            "if let e = ranks.min() { g_u16 += e.value + e.key.x; }",
            "if let e = ranks.pop_min() { g_u16 ^= e.value; g_gtid = e.key.y; }",
            "if let r = ranks.get(" + spot() + ") { g_u16 -= r; }",
            "if ranks.contains("
                + spot()
                + ") { _ = ranks.update("
                + spot()
                + ", "
                + expressions.of("u16", 1)
                + "); }",
            "_ = ranks.remove(" + spot() + ");"));
  }

  private String waits() {
    return expressions.any(
        List.of(
            "_ = waits.push(" + number() + ", " + expressions.of("duration", 1) + ");",
            "waits.push_front("
                + number()
                + ", "
                + expressions.of("duration", 1)
                + ") else err { g_u8 ^= err as u8; }",
            "if let e = waits.pop() { g_u32 += e.key; g_duration = e.value; }",
            "if let e = waits.front() { g_duration -= e.value; }",
            "if let d = waits.get(" + number() + ") { g_duration += d; }",
            "_ = waits.update(" + number() + ", " + expressions.of("duration", 1) + ");"));
  }

  private String trips() {
    return expressions.any(
        List.of(
            "{ var there = " + spot() + "; _ = trips.push(there, " + box() + "); }",
            "_ = trips.push_front(" + spot() + ", box);",
            "if let e = trips.pop() { box = e.value; g_u16 += e.key.x; }",
            "if let e = trips.front() { g_bool = e.value.d; }",
            "if let b = trips.get(" + spot() + ") { g_u64 += b.a; }",
            "_ = trips.update(" + spot() + ", " + box() + ");",
            "if !trips.is_empty() { g_u32 ^= trips.len(); }"));
  }
}
