package org.gpol.kernel.model;

/** What a task is doing as its scheduler sees it. */
enum TaskState {
  /** Not started yet. */
  NEW,
  /** On a run queue, running or waiting. */
  RUNNABLE,
  /** Waits for a time. */
  SLEEPING,
  /** Waits for a wake-up by another task. */
  BLOCKED,
  /** Has ended. */
  DEAD
}
