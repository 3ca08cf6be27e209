package org.gpol.bpf.core;

/** Names of types as CO-RE compares them. */
final class TypeNames {
  private TypeNames() {}

  /**
   * The name without its flavour: {@code task_struct___old} is {@code task_struct}. The underscores
   * count only between other characters.
   */
  static String essential(String name) {
    for (int i = name.length() - 5; i >= 0; i--) {
      boolean flavour =
          name.charAt(i) != '_' && name.startsWith("___", i + 1) && name.charAt(i + 4) != '_';
      if (flavour) {
        return name.substring(0, i + 1);
      }
    }
    return name;
  }

  static boolean same(String a, String b) {
    return essential(a).equals(essential(b));
  }
}
