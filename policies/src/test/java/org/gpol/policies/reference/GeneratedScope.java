package org.gpol.policies.reference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What can be named at a place of a policy that is being written. */
final class GeneratedScope {
  /**
   * A name.
   *
   * @param type a number's, or the name of a struct
   */
  private record Name(String text, String type, boolean mutable) {}

  private final Deque<List<Name>> blocks = new ArrayDeque<>(List.of(new ArrayList<>()));
  private final List<String> signatures = new ArrayList<>();
  private final List<String> results = new ArrayList<>();
  private int fresh;

  void enter() {
    blocks.push(new ArrayList<>());
  }

  void leave() {
    blocks.pop();
  }

  String freshName(String prefix) {
    return prefix + fresh++;
  }

  void declare(String text, String type, boolean mutable) {
    blocks.element().add(new Name(text, type, mutable));
  }

  /** Of a struct that {@code text} names. */
  void declareStruct(String text, String struct, boolean mutable) {
    declare(text, struct, false);
    GeneratedPolicy.FIELDS.forEach((field, type) -> declare(text + "." + field, type, mutable));
  }

  void declareFunction(String signature, String result) {
    signatures.add(signature);
    results.add(result);
  }

  private List<Name> all() {
    List<Name> all = new ArrayList<>();
    blocks.forEach(all::addAll);
    return all;
  }

  List<String> names(String type) {
    return all().stream().filter(n -> n.type().equals(type)).map(Name::text).toList();
  }

  List<String> mutable(String type) {
    return all().stream()
        .filter(n -> n.mutable() && n.type().equals(type))
        .map(Name::text)
        .toList();
  }

  /** What names a struct that can be passed on by reference. */
  List<String> structs(String struct) {
    return names(struct);
  }

  /** The signatures of the functions that give {@code type}. */
  List<String> functions(String type) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < signatures.size(); i++) {
      if (results.get(i).equals(type)) {
        found.add(signatures.get(i));
      }
    }
    return found;
  }
}
