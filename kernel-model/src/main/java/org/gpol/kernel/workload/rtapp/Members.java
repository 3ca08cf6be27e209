package org.gpol.kernel.workload.rtapp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.WorkloadException;

/**
 * The members of one object, sorted into settings (each at most once) and events (in order, as
 * often as one likes). Whatever is neither is refused here, by name and place.
 */
final class Members {

  /** An event with its key as written. */
  record Event(EventKind kind, Json.Member member) {}

  private static final Set<String> NOT_SUPPORTED = Set.of("period", "deadline", "taskgroup");

  private final SourcePosition at;
  private final Map<String, Json.Member> settings = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();

  private Members(SourcePosition at) {
    this.at = at;
  }

  /** An object that has settings only. */
  static Members settings(Json.Obj object, List<String> known) {
    Members members = new Members(object.at());
    for (Json.Member member : object.members()) {
      if (!known.contains(member.key())) {
        throw unknown("unknown key", member, known);
      }
      members.put(member);
    }
    return members;
  }

  /** A task or a phase: settings and events. */
  static Members withEvents(Json.Obj object, List<String> known) {
    Members members = new Members(object.at());
    for (Json.Member member : object.members()) {
      if (known.contains(member.key())) {
        members.put(member);
      } else {
        members.addEvent(member, known);
      }
    }
    return members;
  }

  private void addEvent(Json.Member member, List<String> known) {
    EventKind kind = EventKind.ofKey(member.key());
    if (NOT_SUPPORTED.contains(member.key())) {
      throw new WorkloadException(
          member.at(), Values.quoted(member.key()) + " is not supported yet", "remove it");
    }
    if (kind == null) {
      List<String> candidates = new ArrayList<>(EventKind.names());
      candidates.addAll(known);
      throw unknown("unknown event or setting", member, candidates);
    }
    events.add(new Event(kind, member));
  }

  private void put(Json.Member member) {
    if (settings.put(member.key(), member) != null) {
      throw new WorkloadException(
          member.at(),
          Values.quoted(member.key()) + " is given twice",
          "only events and phases can repeat");
    }
  }

  private static WorkloadException unknown(
      String what, Json.Member member, List<String> candidates) {
    return new WorkloadException(
        member.at(),
        what + " " + Values.quoted(member.key()),
        Suggestion.hint(member.key(), candidates));
  }

  /** The value of a setting, or null if it is not given. */
  Json value(String key) {
    Json.Member member = settings.get(key);
    return member == null ? null : member.value();
  }

  /** The value of a setting that has to be given. */
  Json required(String key) {
    Json value = value(key);
    if (value == null) {
      throw new WorkloadException(at, Values.quoted(key) + " is missing", "");
    }
    return value;
  }

  boolean has(String key) {
    return settings.containsKey(key);
  }

  List<Event> events() {
    return events;
  }
}
