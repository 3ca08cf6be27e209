package org.gpol.vm.call;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.gpol.bpf.platform.HelperSignature;

/** Helpers by number. Immutable. */
public final class HelperTable {
  private final TreeMap<Integer, HelperBinding> byId = new TreeMap<>();
  private final int[] ids;
  private final HelperBinding[] inOrder;

  /** A table of {@code bindings}, whose numbers must differ. */
  public HelperTable(List<HelperBinding> bindings) {
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
    return new HelperTable(all);
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

  /** The signature of the helper numbered {@code id}. */
  public Optional<HelperSignature> signature(int id) {
    return find(id).map(HelperBinding::signature);
  }

  /** All helpers by rising number. */
  public List<HelperBinding> bindings() {
    return List.copyOf(byId.values());
  }
}
