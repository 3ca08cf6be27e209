package org.gpol.compiler.checked;

/**
 * A queue: either a map itself, or a reference to an inner one found in an array of queues.
 *
 * @param element what it holds
 * @param capacity how many
 */
public record QueueHandleType(Type element, int capacity) implements Type {
  @Override
  public int size() {
    return 0;
  }

  @Override
  public int alignment() {
    return 1;
  }

  @Override
  public String describe() {
    return "queue<" + element.describe() + ">[" + capacity + "]";
  }
}
