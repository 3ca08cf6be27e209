package org.gpol.bpf.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.btf.CoreKind;
import org.gpol.bpf.btf.CoreRelocation;

/** Answers the CO-RE relocations of an object from the types of a kernel. */
public final class CoreResolver {
  private final BtfTable local;
  private final BtfTable target;
  private final AccessMatcher matcher;

  /** Types of the kernel by name without flavour. */
  private final Map<String, List<Integer>> byName = new HashMap<>();

  /** What was asked before: compilers ask the same of many instructions. */
  private final Map<CoreRelocation, CoreValue> known = new HashMap<>();

  /** For an object with types {@code local} on a kernel with types {@code target}. */
  public CoreResolver(BtfTable local, BtfTable target) {
    this.local = local;
    this.target = target;
    this.matcher = new AccessMatcher(local, target);
    for (int id = 1; id <= target.types().size(); id++) {
      String name = target.types().get(id - 1).name();
      byName.computeIfAbsent(TypeNames.essential(name), key -> new ArrayList<>()).add(id);
    }
  }

  /**
   * The answer.
   *
   * @throws CoreException if the relocation makes no sense, or if types of the kernel that have the
   *     same name disagree
   */
  public CoreValue resolve(CoreRelocation relocation) throws CoreException {
    CoreRelocation question =
        new CoreRelocation(0, relocation.type(), relocation.access(), relocation.kind());
    CoreValue answer = known.get(question);
    if (answer == null) {
      answer = answer(question);
      known.put(question, answer);
    }
    return answer;
  }

  private CoreValue answer(CoreRelocation relocation) throws CoreException {
    Access access = Access.parse(relocation, local);
    CoreKind kind = relocation.kind();
    if (kind == CoreKind.TYPE_ID_LOCAL) {
      return new CoreValue(false, 0, false, relocation.type(), 0, 0, true);
    }
    BtfType root = local.type(relocation.type()).orElseThrow();
    if (root.name().isEmpty()) {
      throw new CoreException("is of a type without a name, which cannot be found elsewhere");
    }
    Aspect before = Aspect.of(kind, access, local);
    Aspect after = null;
    Access first = null;
    for (int candidate : byName.getOrDefault(TypeNames.essential(root.name()), List.of())) {
      matcher.spend();
      if (Compatibility.sameKind(root, target.type(candidate).orElse(null))) {
        Access found = matcher.match(kind, access, candidate);
        Aspect aspect = found == null ? null : Aspect.of(kind, found, target);
        if (aspect != null && after != null && !aspect.agrees(after, found, first)) {
          throw new CoreException("has several answers among the kernel's types");
        }
        if (aspect != null && after == null) {
          after = aspect;
          first = found;
        }
      }
    }
    return value(before, after == null ? Aspect.absent(kind) : after);
  }

  private CoreValue value(Aspect before, Aspect after) {
    boolean resizable = before.bytes() == after.bytes() || similar(before, after);
    return new CoreValue(
        after.missing(),
        before.value(),
        before.checked() && !after.missing(),
        after.value(),
        before.bytes(),
        after.bytes(),
        resizable);
  }

  /** Loads of pointers and unsigned numbers mean the same in any size. */
  private boolean similar(Aspect before, Aspect after) {
    BtfType a = local.resolved(before.type()).orElse(null);
    BtfType b = target.resolved(after.type()).orElse(null);
    if (a instanceof BtfType.Ptr && b instanceof BtfType.Ptr) {
      return true;
    }
    return a instanceof BtfType.Int x
        && b instanceof BtfType.Int y
        && x.encoding() != BtfType.Int.Encoding.SIGNED
        && y.encoding() != BtfType.Int.Encoding.SIGNED;
  }
}
