package org.gpol.bpf.text;

/** Where a jump, a call or a code address of assembly text goes. */
sealed interface Target {
  /** So many slots behind the instruction that follows, as in the encoding: {@code +3}. */
  record Distance(long slots) implements Target {}

  /** The instruction with that number, counted from 0: {@code @7}. */
  record Index(long index) implements Target {}

  /** An instruction counted from a label: {@code name}, {@code name+2}. */
  record Named(Token name, long plus) implements Target {}
}
