package org.gpol.bpf.platform;

/** With what arguments a helper calls back a function of the program that it was given. */
public enum CallbackKind {
  /** The helper takes no function. */
  NONE,
  /** {@code bpf_loop}: {@code long f(u32 index, void *ctx)}; 0 goes on, 1 stops. */
  LOOP,
  /**
   * {@code bpf_for_each_map_elem}: {@code long f(map, key, value, void *ctx)}; 0 goes on, 1 stops.
   */
  FOR_EACH_ELEMENT,
  /** {@code bpf_timer_set_callback}: {@code int f(map, key, value)}, run later; returns 0. */
  TIMER
}
