package org.gpol.kernel.workload.rtapp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives names their numbers: the first new name is 0, the next 1. */
final class Names {

  private final Map<String, Integer> indexes = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  int indexOf(String name) {
    Integer known = indexes.putIfAbsent(name, names.size());
    if (known != null) {
      return known;
    }
    names.add(name);
    return names.size() - 1;
  }

  String name(int index) {
    return names.get(index);
  }

  int size() {
    return names.size();
  }
}
