package org.gpol.bpf.object;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.platform.MapField;

/** Finds in the type of a map's values the parts that only helpers may touch. */
final class MapFields {
  /** As many as Linux allows in a value ({@code BTF_FIELDS_MAX}). */
  private static final int MAX = 11;

  private final BtfTable types;

  /** What was found by type; offsets count from the start of the type. */
  private final Map<Integer, List<MapField>> known = new HashMap<>();

  MapFields(BtfTable types) {
    this.types = types;
  }

  /**
   * The fields of a value of type {@code id}, by rising offset.
   *
   * @throws IllegalArgumentException if there are more than may be
   */
  List<MapField> of(int id) {
    int at = types.resolve(id);
    List<MapField> found = known.get(at);
    if (found == null) {
      found = new ArrayList<>();
      BtfType type = types.type(at).orElse(null);
      if (type instanceof BtfType.Struct struct) {
        structure(struct, found);
      } else if (type instanceof BtfType.Array array) {
        elements(array, found);
      } else if (type instanceof BtfType.Ptr ptr) {
        pointer(ptr, found);
      }
      found.sort(Comparator.comparingInt(MapField::offset));
      known.put(at, List.copyOf(found));
    }
    return found;
  }

  private void structure(BtfType.Struct struct, List<MapField> found) {
    if (struct.name().equals("bpf_spin_lock")) {
      found.add(new MapField(MapField.Kind.SPIN_LOCK, 0, ""));
    } else if (struct.name().equals("bpf_timer")) {
      found.add(new MapField(MapField.Kind.TIMER, 0, ""));
    } else {
      for (BtfType.Member member : struct.members()) {
        shifted(of(member.type()), member.bitOffset() / 8, found);
      }
    }
  }

  private void elements(BtfType.Array array, List<MapField> found) {
    List<MapField> one = of(array.element());
    long bytes = types.bytes(array.element());
    for (int i = 0; i < array.count() && !one.isEmpty(); i++) {
      shifted(one, i * bytes, found);
    }
  }

  /** {@code struct task_struct __kptr *p} is a pointer to a tagged structure. */
  private void pointer(BtfType.Ptr ptr, List<MapField> found) {
    boolean tagged =
        types.type(ptr.target()).orElse(null) instanceof BtfType.TypeTag tag
            && tag.name().equals("kptr");
    if (tagged) {
      String target = types.resolved(ptr.target()).map(BtfType::name).orElse("");
      found.add(new MapField(MapField.Kind.KPTR, 0, target));
    }
  }

  private static void shifted(List<MapField> from, long by, List<MapField> to) {
    for (MapField field : from) {
      if (to.size() == MAX) {
        throw new IllegalArgumentException(
            "has values with more than " + MAX + " locks, timers and counted pointers");
      }
      to.add(new MapField(field.kind(), (int) (field.offset() + by), field.typeName()));
    }
  }
}
