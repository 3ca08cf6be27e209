package org.gpol.bpf.core;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.btf.CoreKind;

/** Finds in a type of the kernel what an access of the object means: members go by name. */
final class AccessMatcher {
  private final BtfTable local;
  private final BtfTable target;
  private final Compatibility compatibility;

  /** How far the search has come. */
  private List<Access.Step> steps;

  private long bits;
  private int at;

  AccessMatcher(BtfTable local, BtfTable target) {
    this.local = local;
    this.target = target;
    this.compatibility = new Compatibility(local, target);
  }

  /** The same access in type {@code candidate} of the kernel, or null. */
  Access match(CoreKind kind, Access access, int candidate) throws CoreException {
    if (kind.ofField()) {
      return field(access, candidate);
    }
    if (kind.ofEnumValue()) {
      return constant(access, candidate);
    }
    boolean same =
        kind == CoreKind.TYPE_MATCHES
            ? compatibility.matches(access.root(), candidate)
            : compatibility.types(access.root(), candidate);
    return same ? new Access(candidate, List.of(), 0) : null;
  }

  void spend() throws CoreException {
    compatibility.spend();
  }

  private Access constant(Access access, int candidate) {
    int id = target.resolve(candidate);
    if (target.type(id).orElse(null) instanceof BtfType.Enumeration constants) {
      for (int i = 0; i < constants.values().size(); i++) {
        String name = constants.values().get(i).name();
        if (TypeNames.same(name, access.last().name())) {
          return new Access(candidate, List.of(new Access.Step(id, i, name)), 0);
        }
      }
    }
    return null;
  }

  private Access field(Access access, int candidate) throws CoreException {
    steps = new ArrayList<>();
    bits = 0;
    at = candidate;
    for (int i = 0; i < access.steps().size(); i++) {
      Access.Step step = access.steps().get(i);
      boolean found = step.name().isEmpty() ? element(step, i) : member(step);
      if (!found) {
        return null;
      }
    }
    return new Access(candidate, steps, bits);
  }

  private boolean element(Access.Step step, int place) {
    if (place > 0) {
      if (!(target.resolved(at).orElse(null) instanceof BtfType.Array array)
          || (step.index() >= array.count() && array.count() != 0)) {
        return false;
      }
      at = target.resolve(array.element());
    }
    long size = target.bytes(at);
    if (size < 0 || size > Integer.MAX_VALUE) {
      return false;
    }
    steps.add(new Access.Step(at, step.index(), ""));
    bits += step.index() * size * 8;
    return true;
  }

  private boolean member(Access.Step step) throws CoreException {
    BtfType.Struct owner = (BtfType.Struct) local.type(step.type()).orElseThrow();
    return member(owner.members().get(step.index()), target.resolve(at));
  }

  /** Looks into members without a name as well, for theirs are the owner's. */
  private boolean member(BtfType.Member wanted, int id) throws CoreException {
    if (!(target.type(id).orElse(null) instanceof BtfType.Struct struct)) {
      return false;
    }
    for (int i = 0; i < struct.members().size(); i++) {
      compatibility.spend();
      BtfType.Member member = struct.members().get(i);
      long before = bits;
      bits += member.bitOffset();
      if (member.name().isEmpty()) {
        if (member(wanted, target.resolve(member.type()))) {
          return true;
        }
      } else if (member.name().equals(wanted.name())) {
        steps.add(new Access.Step(id, i, member.name()));
        at = member.type();
        return compatibility.fields(wanted.type(), member.type());
      }
      bits = before;
    }
    return false;
  }
}
