package org.gpol.kernel.workload.rtapp;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.WorkloadException;

/**
 * Makes steps of the events of one task, phase after phase.
 *
 * <p>{@code suspend X} is {@code lock X; wait X; unlock X} and {@code resume X} is {@code lock X;
 * broad X; unlock X}, on the mutex and the condition variable called X (src/rt-app.c, {@code
 * run_event}: {@code pthread_cond_wait} and {@code pthread_cond_broadcast} between {@code
 * pthread_mutex_lock} and {@code unlock}). So a resume wakes everybody suspended on X, and one that
 * finds nobody suspended is lost. An empty name stands for the task's own, as {@code workgen} fills
 * it in (doc/tutorial.txt, suspend).
 *
 * <p>{@code sync}: doc/tutorial.txt promises {@code lock; signal; wait; unlock}, but the source
 * only signals and waits, and rt-app's own examples hold the mutex around it. Both readings work
 * here: the mutex is taken and given back by {@code sync} unless the task holds it already, which
 * is known when the file is read, since a task's locks depend on nobody else.
 */
final class EventParser {

  private final String taskName;
  private final GlobalSection global;
  private final Resources resources;
  private final Names ownTimers = new Names();
  private final BitSet absoluteOwnTimers = new BitSet();
  private final BitSet held = new BitSet();

  private List<Step> steps = new ArrayList<>();
  private List<SourcePosition> places = new ArrayList<>();
  private SourcePosition place;

  EventParser(String taskName, GlobalSection global, Resources resources) {
    this.taskName = taskName;
    this.global = global;
    this.resources = resources;
  }

  /** Reads the events of the next phase. */
  void parse(List<Members.Event> events) {
    steps = new ArrayList<>();
    places = new ArrayList<>();
    for (Members.Event event : events) {
      place = event.member().at();
      parse(event);
    }
  }

  /** The steps of the phase read last. */
  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** The events they come from. */
  List<SourcePosition> places() {
    return List.copyOf(places);
  }

  int ownTimerCount() {
    return ownTimers.size();
  }

  BitSet absoluteOwnTimers() {
    return absoluteOwnTimers;
  }

  private void parse(Members.Event event) {
    String key = Values.quoted(event.member().key());
    Json value = event.member().value();
    switch (event.kind()) {
      case RUN, RUNTIME -> run(Values.timeNs(key, value, Values.NS_PER_US));
      case SLEEP -> sleep(Values.timeNs(key, value, Values.NS_PER_US));
      case TIMER -> timer(key, value);
      case LOCK -> lock(mutex(Values.name(key, value)));
      case UNLOCK -> unlock(mutex(Values.name(key, value)));
      case SIGNAL -> add(new Step.Signal(condition(Values.name(key, value)), false));
      case BROAD -> add(new Step.Signal(condition(Values.name(key, value)), true));
      case WAIT, SYNC -> waitOrSync(event.kind(), key, value);
      case SUSPEND -> suspend(ownNameIfEmpty(Values.text(key, value)));
      case RESUME -> resume(ownNameIfEmpty(Values.text(key, value)));
      case YIELD -> yieldCpu(key, value);
      case MEM -> run(MemoryCosts.memNs(MemoryEvents.bytes(key, value)));
      case IORUN -> run(MemoryEvents.ioNs(key, value, global));
      case MEMRUN -> run(MemoryEvents.memrunNs(key, value));
      case BARRIER -> add(new Step.Await(resources.barriers().indexOf(Values.name(key, value))));
      case FORK -> add(new Step.Fork(resources.forked().indexOf(Values.name(key, value))));
      case SEM_POST ->
          add(new Step.SemPost(resources.semaphores().indexOf(Values.name(key, value))));
      case SEM_WAIT ->
          add(new Step.SemWait(resources.semaphores().indexOf(Values.name(key, value))));
    }
  }

  private void add(Step step) {
    steps.add(step);
    places.add(place);
  }

  private void run(long ns) {
    add(ns == 0 ? new Step.Nothing() : new Step.Run(new TaskAction.Run(ns)));
  }

  private void sleep(long ns) {
    add(ns == 0 ? new Step.Nothing() : new Step.Sleep(ns));
  }

  private void yieldCpu(String key, Json value) {
    if (value instanceof Json.Obj || value instanceof Json.Arr) {
      throw Values.wrongKind(key, "a string, which may be empty", value);
    }
    add(new Step.Yield());
  }

  private void timer(String key, Json value) {
    Members fields = Members.settings(Values.object(key, value), List.of("ref", "period", "mode"));
    String ref = Values.name("`ref` of " + key, fields.required("ref"));
    long periodNs =
        Values.timeNs("`period` of " + key, fields.required("period"), Values.NS_PER_US);
    boolean own = ref.startsWith("unique");
    int index = (own ? ownTimers : resources.timers()).indexOf(ref);
    if (isAbsolute(key, fields)) {
      (own ? absoluteOwnTimers : resources.absoluteTimers()).set(index);
    }
    add(new Step.UseTimer(own, index, periodNs));
  }

  private static boolean isAbsolute(String key, Members fields) {
    if (!fields.has("mode")) {
      return false;
    }
    Json mode = fields.value("mode");
    String name = Values.text("`mode` of " + key, mode);
    if (!name.equals("relative") && !name.equals("absolute")) {
      throw new WorkloadException(
          mode.at(),
          "unknown timer mode " + Values.quoted(name),
          Suggestion.hint(name, List.of("relative", "absolute")));
    }
    return name.equals("absolute");
  }

  private void lock(int mutex) {
    held.set(mutex);
    add(new Step.Lock(mutex));
  }

  private void unlock(int mutex) {
    held.clear(mutex);
    add(new Step.Unlock(mutex));
  }

  private void waitOrSync(EventKind kind, String key, Json value) {
    Members fields = Members.settings(Values.object(key, value), List.of("ref", "mutex"));
    int condition = condition(Values.name("`ref` of " + key, fields.required("ref")));
    int mutex = mutex(Values.name("`mutex` of " + key, fields.required("mutex")));
    boolean locksItself = kind == EventKind.SYNC && !held.get(mutex);
    if (locksItself) {
      lock(mutex);
    }
    if (kind == EventKind.SYNC) {
      add(new Step.Signal(condition, false));
    }
    add(new Step.Wait(condition, mutex));
    if (locksItself) {
      unlock(mutex);
    }
  }

  private void suspend(String name) {
    lock(mutex(name));
    add(new Step.Wait(condition(name), mutex(name)));
    unlock(mutex(name));
  }

  private void resume(String name) {
    lock(mutex(name));
    add(new Step.Signal(condition(name), true));
    unlock(mutex(name));
  }

  private String ownNameIfEmpty(String name) {
    return name.isEmpty() ? taskName : name;
  }

  private int mutex(String name) {
    return resources.mutexes().indexOf(name);
  }

  private int condition(String name) {
    return resources.conditions().indexOf(name);
  }
}
