package org.gpol.vm.call;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.KernelVariable;

/** Helpers by number, and the variables that come with them. Immutable. */
public final class HelperTable {
  private final TreeMap<Integer, HelperBinding> byId = new TreeMap<>();
  private final int[] ids;
  private final HelperBinding[] inOrder;
  private final List<VariableBinding> variables;

  /** A table of {@code bindings}, whose numbers must differ, without variables. */
  public HelperTable(List<HelperBinding> bindings) {
    this(bindings, List.of());
  }

  /** A table of {@code bindings}, whose numbers must differ. */
  public HelperTable(List<HelperBinding> bindings, List<VariableBinding> variables) {
    this.variables = List.copyOf(variables);
    for (HelperBinding binding : bindings) {
      if (byId.put(binding.signature().id(), binding) != null) {
        throw new IllegalArgumentException("two helpers numbered " + binding.signature().id());
      }
    }
    ids = byId.keySet().stream().mapToInt(Integer::intValue).toArray();
    inOrder = byId.values().toArray(HelperBinding[]::new);
  }

  /** This table and {@code more}. */
  public HelperTable with(List<HelperBinding> more) {
    List<HelperBinding> all = new ArrayList<>(byId.values());
    all.addAll(more);
    return new HelperTable(all, variables);
  }

  /** The helper numbered {@code id}. */
  public Optional<HelperBinding> find(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The helper numbered {@code id} or null; allocates nothing. */
  public HelperBinding at(int id) {
    int place = Arrays.binarySearch(ids, id);
    return place < 0 ? null : inOrder[place];
  }

  /** The function of the kernel that programs call {@code name}, e.g. {@code bpf_task_acquire}. */
  public Optional<HelperBinding> kfunc(String name) {
    return byId.tailMap(HelperBinding.FIRST_KFUNC).values().stream()
        .filter(binding -> name.equals("bpf_" + binding.signature().name()))
        .findFirst();
  }

  /** What programs call the functions of the kernel. */
  public List<String> kfuncNames() {
    return byId.tailMap(HelperBinding.FIRST_KFUNC).values().stream()
        .map(binding -> "bpf_" + binding.signature().name())
        .toList();
  }

  /** The variables of the platform, in the order in which programs number them. */
  public List<VariableBinding> variables() {
    return variables;
  }

  /** What programs are told of {@link #variables}. */
  public List<KernelVariable> declaredVariables() {
    return variables.stream().map(VariableBinding::variable).toList();
  }

  /** The signature of the helper numbered {@code id}. */
  public Optional<HelperSignature> signature(int id) {
    return find(id).map(HelperBinding::signature);
  }

  /** All helpers by rising number. */
  public List<HelperBinding> bindings() {
    return List.copyOf(byId.values());
  }
}
