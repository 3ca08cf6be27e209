package org.gpol.vm.engine;

import java.util.ArrayList;
import java.util.List;

/** The programs of an object by their number: where tail calls go. Filled while it is loaded. */
public final class ProgramTable {
  private final List<Engine> engines = new ArrayList<>();

  /** Adds the program with the next number. */
  public void add(Engine engine) {
    engines.add(engine);
  }

  /** Puts another engine of the same program in the place of {@code old}. */
  public void replace(Engine old, Engine replacement) {
    engines.replaceAll(engine -> engine == old ? replacement : engine);
  }

  /** The program with this number, or null. */
  public Engine at(int number) {
    return number >= 0 && number < engines.size() ? engines.get(number) : null;
  }
}
