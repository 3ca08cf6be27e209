package org.gpol.vm.engine.jit;

/** Says why the JVM has no place for a program. It can be interpreted all the same. */
public final class NotCompilableException extends Exception {
  private static final long serialVersionUID = 1;

  NotCompilableException(String message) {
    super(message);
  }
}
