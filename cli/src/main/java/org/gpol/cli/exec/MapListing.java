package org.gpol.cli.exec;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.DataSection;
import org.gpol.bpf.object.Variable;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.LoadedObject;
import org.gpol.vm.map.UserMap;

/** What the maps and global variables of a loaded object hold, as text. */
public final class MapListing {
  private static final int MAX_ENTRIES = 256;

  private final LoadedObject loaded;
  private final BpfObject object;
  private final TypedBytes typed;
  private final StringBuilder out = new StringBuilder();

  /** A listing of what the maps hold when it is asked for. */
  public MapListing(LoadedObject loaded) {
    this.loaded = loaded;
    this.object = loaded.object();
    this.typed = new TypedBytes(object.btf());
  }

  /** The maps in the object's order, global variables by name. */
  public String text() {
    Map<Integer, DataSection> data = new HashMap<>();
    object.data().forEach(section -> data.put(section.map(), section));
    for (int i = 0; i < object.maps().size(); i++) {
      MapSpec spec = object.maps().get(i);
      out.append(spec.name()).append(" (").append(spec.type().name().toLowerCase(Locale.ROOT));
      out.append(")\n");
      if (data.containsKey(i)) {
        variables(i, spec);
      } else {
        entries(loaded.map(i), spec);
      }
    }
    return out.toString();
  }

  private void variables(int map, MapSpec spec) {
    byte[] value = new byte[spec.valueSize()];
    loaded.map(map).lookup(new byte[4], value, 0);
    List<Variable> variables =
        object.variables().stream().filter(variable -> variable.map() == map).toList();
    for (Variable variable : variables) {
      int end = variable.offset() + variable.bytes();
      byte[] bytes = Arrays.copyOfRange(value, variable.offset(), end);
      out.append("  ").append(variable.name()).append(" = ");
      out.append(typed.text(variable.type(), bytes)).append('\n');
    }
    if (variables.isEmpty()) {
      out.append("  ").append(typed.text(0, value)).append('\n');
    }
  }

  private void entries(UserMap map, MapSpec spec) {
    switch (spec.type()) {
      case QUEUE, STACK, BLOOM_FILTER, RINGBUF, PERF_EVENT_ARRAY, TASK_STORAGE, CGRP_STORAGE ->
          out.append("  (its entries cannot be listed by key)\n");
      default -> keyed(map, spec);
    }
  }

  private void keyed(UserMap map, MapSpec spec) {
    byte[] key = null;
    byte[] next = new byte[spec.keySize()];
    byte[] value = new byte[map.valueSize()];
    int shown = 0;
    while (map.nextKey(key, next) == 0) {
      if (shown++ == MAX_ENTRIES) {
        out.append("  …\n");
        return;
      }
      key = next.clone();
      boolean empty = spec.type() == MapType.ARRAY && isZero(map, key, value);
      if (!empty && map.lookup(key, value, 0) == 0) {
        out.append("  ").append(typed.text(spec.keyType(), key)).append(": ");
        out.append(typed.text(spec.valueType(), value)).append('\n');
      }
    }
  }

  /** Arrays always have all their entries; those that nobody wrote are left out. */
  private static boolean isZero(UserMap map, byte[] key, byte[] value) {
    map.lookup(key, value, 0);
    for (byte b : value) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
