package org.gpol.vm.engine.jit;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/**
 * How many bytes of bytecode a function takes as one method, and each of its blocks. HotSpot never
 * compiles a method of more than 8,000 bytes ({@code DontCompileHugeMethods}).
 */
final class MethodSize {
  /** The most bytes that a method of ours has. */
  static final int LIMIT = 7_500;

  /** The most bytes that the blocks of a chunk have: its prologue and its end come on top. */
  static final int CHUNK = 6_500;

  /** What a block of a chunk takes elsewhere: a way in, a branch taken, a way out. */
  private static final int AROUND = 16 + 32 + 20;

  private final Map<Integer, Integer> blocks = new TreeMap<>();
  private int total;

  private MethodSize() {}

  /** Measures the function that begins at {@code start} by writing it to nowhere. */
  static MethodSize measure(Target target, int start) {
    MethodSize size = new MethodSize();
    CodeSizeEvaluator counter = new CodeSizeEvaluator(null);
    FunctionEmitter.of(target.into(counter), start)
        .emit(
            block -> {
              size.blocks.put(block, counter.getMaxSize() - size.total + AROUND);
              size.total = counter.getMaxSize();
            });
    size.total = counter.getMaxSize();
    return size;
  }

  /** The whole method. */
  int total() {
    return total;
  }

  /** The first instructions of all blocks, in order. */
  Collection<Integer> blocks() {
    return Collections.unmodifiableSet(blocks.keySet());
  }

  /** The size of the block that begins at {@code first}. */
  int of(int first) {
    return blocks.get(first);
  }
}
