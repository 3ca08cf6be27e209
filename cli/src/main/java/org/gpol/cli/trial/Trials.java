package org.gpol.cli.trial;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Runs trials on several threads. Results come in the order of their numbers, so what is made of
 * them depends neither on the number of threads nor on which of them is faster.
 */
public final class Trials {
  /** How many trials of each thread are begun or wait. */
  private static final int AHEAD = 2;

  /** A trial. */
  @FunctionalInterface
  public interface Trial<T> {
    /** Runs the trial of this number, the first being 0. */
    T run(int number) throws Exception;
  }

  /** Why no more results came. */
  public enum End {
    /** There are no more. */
    COMPLETE,
    /** The taker had enough. */
    ENOUGH,
    /** The calling thread was interrupted; results up to then were taken. */
    INTERRUPTED
  }

  private Trials() {}

  /**
   * Runs {@code count} trials on {@code threads} threads.
   *
   * @param taker gets each result on the calling thread; false if it needs no more
   * @throws ExecutionException with what the first trial in order threw that threw
   */
  public static <T> End run(int count, int threads, Trial<T> trial, Predicate<T> taker)
      throws ExecutionException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "trial");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Deque<Future<T>> begun = new ArrayDeque<>();
      int next = 0;
      while (true) {
        while (next < count && begun.size() < AHEAD * threads) {
          int number = next++;
          begun.add(pool.submit(() -> trial.run(number)));
        }
        if (begun.isEmpty()) {
          return End.COMPLETE;
        }
        if (!taker.test(begun.remove().get())) {
          return End.ENOUGH;
        }
      }
    } catch (InterruptedException e) {
      return End.INTERRUPTED;
    } finally {
      pool.shutdownNow();
    }
  }
}
