package org.gpol.kernel.workload;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * An immutable set of CPU numbers from 0 to {@value #MAX_CPUS} - 1, read and printed in the
 * kernel's cpulist form ({@code 0-3,8}; Documentation/core-api/printk-formats.rst, {@code %*pbl}).
 */
public final class CpuSet {

  /** One more than the largest CPU number; the size of glibc's {@code cpu_set_t}. */
  public static final int MAX_CPUS = 1024;

  /** No CPU. */
  public static final CpuSet NONE = new CpuSet(new long[0]);

  /** Every CPU number there can be: no restriction on any machine. */
  public static final CpuSet ALL = range(0, MAX_CPUS - 1);

  /** Bit c of the whole is CPU c; never a zero word at the end, so equal sets have equal arrays. */
  private final long[] words;

  private CpuSet(long[] words) {
    this.words = words;
  }

  /** The set of the given CPU numbers. */
  public static CpuSet of(int... cpus) {
    BitSet bits = new BitSet();
    for (int cpu : cpus) {
      requireInRange(cpu);
      bits.set(cpu);
    }
    return new CpuSet(bits.toLongArray());
  }

  /** All CPUs from {@code first} to {@code last}, both included. */
  public static CpuSet range(int first, int last) {
    requireInRange(first);
    requireInRange(last);
    BitSet bits = new BitSet();
    bits.set(first, last + 1);
    return new CpuSet(bits.toLongArray());
  }

  /**
   * Reads cpulist form: numbers and ranges separated by commas, an optional {@code :step} after a
   * range, in any order, repetition allowed; blank text is the empty set.
   *
   * @throws IllegalArgumentException naming the part that is not of this form
   */
  public static CpuSet parse(String cpuList) {
    BitSet bits = new BitSet();
    if (!cpuList.isBlank()) {
      for (String part : cpuList.split(",", -1)) {
        addPart(part.strip(), bits);
      }
    }
    return new CpuSet(bits.toLongArray());
  }

  private static void addPart(String part, BitSet bits) {
    int colon = part.indexOf(':');
    String range = colon < 0 ? part : part.substring(0, colon);
    int dash = range.indexOf('-');
    int first = number(dash < 0 ? range : range.substring(0, dash), part);
    int last = dash < 0 ? first : number(range.substring(dash + 1), part);
    int step = colon < 0 ? 1 : number(part.substring(colon + 1), part);
    if (last < first || step == 0 || (colon >= 0 && dash < 0)) {
      throw new IllegalArgumentException("not a cpulist range: `" + part + "`");
    }
    for (int cpu = first; cpu <= last; cpu += step) {
      bits.set(cpu);
    }
  }

  private static int number(String digits, String part) {
    if (digits.isEmpty() || digits.length() > 4 || !digits.chars().allMatch(CpuSet::isDigit)) {
      throw new IllegalArgumentException("not a CPU number or range: `" + part + "`");
    }
    int cpu = Integer.parseInt(digits);
    requireInRange(cpu);
    return cpu;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static void requireInRange(int cpu) {
    if (cpu < 0 || cpu >= MAX_CPUS) {
      throw new IllegalArgumentException("CPU " + cpu + " is not in 0.." + (MAX_CPUS - 1));
    }
  }

  /** Whether {@code cpu} belongs to the set; false for numbers no CPU can have. */
  public boolean contains(int cpu) {
    int word = cpu >> 6;
    return cpu >= 0 && word < words.length && (words[word] >>> (cpu & 63) & 1) != 0;
  }

  /** Whether no CPU belongs to the set. */
  public boolean isEmpty() {
    return words.length == 0;
  }

  /** How many CPUs belong to the set. */
  public int size() {
    int size = 0;
    for (long word : words) {
      size += Long.bitCount(word);
    }
    return size;
  }

  /** The smallest CPU number in the set, -1 if it is empty. */
  public int first() {
    return nextFrom(0);
  }

  /** The largest CPU number in the set, -1 if it is empty. */
  public int last() {
    int top = words.length - 1;
    return top < 0 ? -1 : top * 64 + 63 - Long.numberOfLeadingZeros(words[top]);
  }

  /** The smallest CPU number in the set that is at least {@code cpu}, or -1; allocates nothing. */
  public int nextFrom(int cpu) {
    int from = Math.max(cpu, 0);
    for (int word = from >> 6; word < words.length; word++) {
      long rest = words[word] & (word == from >> 6 ? -1L << (from & 63) : -1L);
      if (rest != 0) {
        return word * 64 + Long.numberOfTrailingZeros(rest);
      }
    }
    return -1;
  }

  /** Calls {@code action} for every CPU in rising order. */
  public void forEach(IntConsumer action) {
    for (int cpu = nextFrom(0); cpu >= 0; cpu = nextFrom(cpu + 1)) {
      action.accept(cpu);
    }
  }

  /** The CPUs that belong to both sets. */
  public CpuSet and(CpuSet other) {
    BitSet bits = BitSet.valueOf(words);
    bits.and(BitSet.valueOf(other.words));
    return new CpuSet(bits.toLongArray());
  }

  /** The CPUs that belong to either set. */
  public CpuSet or(CpuSet other) {
    BitSet bits = BitSet.valueOf(words);
    bits.or(BitSet.valueOf(other.words));
    return new CpuSet(bits.toLongArray());
  }

  /** 64 CPUs as a bit mask: bit i is CPU {@code 64 * index + i}. */
  public long word(int index) {
    return index < words.length ? words[index] : 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CpuSet set && Arrays.equals(words, set.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  /** Cpulist form, the shortest: {@code 0-3,8}; empty for the empty set. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int cpu = nextFrom(0); cpu >= 0; ) {
      int end = cpu;
      while (contains(end + 1)) {
        end++;
      }
      text.append(text.isEmpty() ? "" : ",").append(cpu).append(end > cpu ? "-" + end : "");
      cpu = nextFrom(end + 1);
    }
    return text.toString();
  }
}
