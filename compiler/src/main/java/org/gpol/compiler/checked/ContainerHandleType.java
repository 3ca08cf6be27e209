package org.gpol.compiler.checked;

/** One of the heaps or fifos of a container: its number fits a register. */
public record ContainerHandleType(Symbol.Container container) implements Type {
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
    return container.kind().word() + " of `" + container.name() + "`";
  }
}
