package org.gpol.vm.map;

/** Sees the elements of a map one after the other. */
@FunctionalInterface
public interface ElementVisitor {
  /**
   * One element; false stops.
   *
   * @param key address of the key, readable until the visitor returns
   * @param value address of the value
   */
  boolean visit(long key, long value);
}
