package org.gpol.bpf.object;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.text.Spelling;

/**
 * A variable of an object, or a number inside one, as users name it: {@code slice}, {@code
 * shape.corners[2].x}.
 */
public final class VariablePath {
  private static final Pattern STEP = Pattern.compile("\\.(\\w+)|\\[(\\d{1,9})]");

  private final BtfTable types;
  private final Variable root;

  /** The part of the path that has been followed. */
  private String followed;

  private int type;
  private long offset;

  private VariablePath(BtfTable types, Variable root) {
    this.types = types;
    this.root = root;
    this.followed = root.name();
    this.type = root.type();
    this.offset = root.offset();
  }

  /**
   * The variable that {@code path} names; a part of a structure or array becomes a variable of its
   * own.
   *
   * @throws UnknownVariableException if there is none that can be set
   */
  public static Variable find(BpfObject object, String path) throws UnknownVariableException {
    Optional<Variable> whole = named(object, path);
    if (whole.isPresent() && whole.get().parameter()) {
      return whole.get();
    }
    String name = path.split("[.\\[]", 2)[0];
    Optional<Variable> root = named(object, name).filter(variable -> variable.type() != 0);
    if (root.isEmpty()) {
      throw unknown(object, path);
    }
    VariablePath at = new VariablePath(object.btf(), root.get());
    at.follow(path);
    return at.result();
  }

  private static Optional<Variable> named(BpfObject object, String name) {
    return object.variables().stream().filter(v -> v.name().equals(name)).findFirst();
  }

  private static UnknownVariableException unknown(BpfObject object, String name) {
    List<String> settable =
        object.variables().stream()
            .filter(variable -> variable.parameter() || variable.type() != 0)
            .map(Variable::name)
            .toList();
    String offer = settable.isEmpty() ? "it has none" : "it has " + String.join(", ", settable);
    return new UnknownVariableException(
        "policy `"
            + object.name()
            + "` has no parameter `"
            + name
            + "`"
            + Spelling.didYouMean(name, settable)
            + " ("
            + offer
            + ")");
  }

  private void follow(String path) throws UnknownVariableException {
    Matcher step = STEP.matcher(path);
    int at = root.name().length();
    while (at < path.length()) {
      if (!step.find(at) || step.start() != at) {
        throw new UnknownVariableException(
            "cannot read `" + path + "`: behind `" + followed + "` comes .member or [number]");
      }
      type = types.resolve(type);
      if (step.group(1) != null) {
        member(step.group(1));
      } else {
        element(Integer.parseInt(step.group(2)));
      }
      followed = path.substring(0, step.end());
      at = step.end();
    }
  }

  private void member(String name) throws UnknownVariableException {
    if (!(types.type(type).orElse(null) instanceof BtfType.Struct struct)) {
      throw new UnknownVariableException("`" + followed + "` has no members");
    }
    if (!inside(struct, name, new HashSet<>())) {
      List<String> members = struct.members().stream().map(BtfType.Member::name).toList();
      throw new UnknownVariableException(
          "`"
              + followed
              + "` has no member `"
              + name
              + "`"
              + Spelling.didYouMean(name, members)
              + " (it has "
              + String.join(", ", members)
              + ")");
    }
  }

  /**
   * Members of members without a name belong to their owner.
   *
   * @param searched structures that do not have it: each is looked through once
   */
  private boolean inside(BtfType.Struct struct, String name, Set<Integer> searched)
      throws UnknownVariableException {
    for (BtfType.Member member : struct.members()) {
      if (member.name().equals(name)) {
        if (member.bitSize() != 0 || member.bitOffset() % 8 != 0) {
          throw new UnknownVariableException(
              "`" + followed + "." + name + "` is a bit field, which cannot be set");
        }
        offset += member.bitOffset() / 8;
        type = member.type();
        return true;
      }
      if (member.name().isEmpty()
          && types.resolved(member.type()).orElse(null) instanceof BtfType.Struct unnamed
          && searched.add(types.resolve(member.type()))) {
        long before = offset;
        offset += member.bitOffset() / 8;
        if (inside(unnamed, name, searched)) {
          return true;
        }
        offset = before;
      }
    }
    return false;
  }

  private void element(int index) throws UnknownVariableException {
    if (!(types.type(type).orElse(null) instanceof BtfType.Array array)) {
      throw new UnknownVariableException("`" + followed + "` is no array");
    }
    if (index >= array.count()) {
      throw new UnknownVariableException(
          "`" + followed + "` has elements 0 to " + (array.count() - 1) + ", and no " + index);
    }
    offset += index * Math.max(0, types.bytes(array.element()));
    type = array.element();
  }

  private Variable result() throws UnknownVariableException {
    long bytes = types.bytes(type);
    if (bytes < 0 || offset + bytes > (long) root.offset() + root.bytes()) {
      throw new UnknownVariableException(
          "`" + followed + "` lies outside `" + root.name() + "`, says its type");
    }
    Variable variable =
        VariableTypes.of(followed, root.map(), (int) offset, (int) bytes, type, types);
    if (variable.parameter()) {
      return variable;
    }
    BtfType what = types.resolved(type).orElse(null);
    if (what instanceof BtfType.Struct struct) {
      String first = struct.members().isEmpty() ? "member" : struct.members().get(0).name();
      throw new UnknownVariableException(
          "`" + followed + "` is a structure: set its members, as " + followed + "." + first);
    }
    if (what instanceof BtfType.Array) {
      throw new UnknownVariableException(
          "`" + followed + "` is an array: set its elements, as " + followed + "[0]");
    }
    throw new UnknownVariableException("`" + followed + "` is no number, and cannot be set");
  }
}
