package org.gpol.cli.trial;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that Ctrl-C hits print what it has. While this is open, the signal interrupts the
 * thread that opened it, and the process ends once it is closed, or soon anyway.
 */
public final class Interruption implements AutoCloseable {
  private static final long PATIENCE_S = 10;

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt, "interruption");

  /** For the calling thread. */
  public Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void interrupt() {
    worker.interrupt();
    try {
      closed.await(PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      // The process ends all the same.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The hook runs already.
    }
  }
}
