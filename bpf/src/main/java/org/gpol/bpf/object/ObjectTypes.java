package org.gpol.bpf.object;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gpol.bpf.btf.BtfBuilder;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.platform.MapSpec;

/**
 * Sees to it that an object's types describe all that is in it, as an object file needs them:
 * declarations of maps, sections of data and their variables, functions, the license, and tags for
 * what BTF cannot say otherwise. Types that are there keep their ids; a section that is described
 * already is left as it is.
 */
public final class ObjectTypes {
  private static final int POINTER_BYTES = 8;

  private final BpfObject object;
  private final BtfBuilder types;
  private final Map<String, BtfType.DataSec> described = new HashMap<>();
  private final List<MapSpec> maps;

  private ObjectTypes(BpfObject object) {
    this.object = object;
    this.types = new BtfBuilder(object.btf());
    this.maps = new ArrayList<>(object.maps());
    for (BtfType type : object.btf().types()) {
      if (type instanceof BtfType.DataSec section) {
        described.put(section.name(), section);
      }
    }
  }

  /**
   * {@code object} with all types that its file has: what {@link ElfWriter} writes of it, and what
   * reading that gives.
   *
   * @throws IllegalArgumentException if something of it has no place in a file
   */
  public static BpfObject complete(BpfObject object) {
    return new ObjectTypes(object).complete();
  }

  private BpfObject complete() {
    declareMaps();
    object.data().forEach(this::declareData);
    object.programs().forEach(this::declareFunctions);
    tagVariables();
    tagMaps();
    declareLicense();
    return new BpfObject(
        object.name(),
        object.license(),
        object.programs(),
        maps,
        object.data(),
        object.variables(),
        object.statistics(),
        object.events(),
        object.hooks(),
        object.entries(),
        types.build());
  }

  private boolean isData(int map) {
    return object.data().stream().anyMatch(section -> section.map() == map);
  }

  private void declareMaps() {
    if (described.containsKey(ElfFormat.MAPS)) {
      return;
    }
    List<BtfType.SecVar> places = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < maps.size(); i++) {
      if (isData(i)) {
        continue;
      }
      int slots = slots(i);
      int struct = MapTypes.declare(maps.get(i), slots > 0, types);
      int bytes = ((BtfType.Struct) types.type(struct).orElseThrow()).bytes();
      int var = types.add(new BtfType.Var(maps.get(i).name(), struct, BtfType.Linkage.GLOBAL));
      places.add(new BtfType.SecVar(var, offset, bytes + slots * POINTER_BYTES));
      offset += bytes + slots * POINTER_BYTES;
    }
    section(ElfFormat.MAPS, offset, places);
  }

  /** How many entries a map has from the start, the gaps between them included. */
  private int slots(int map) {
    int slots = 0;
    for (MapEntry entry : object.entries()) {
      if (entry.map() == map) {
        if (entry.key() < 0 || entry.key() >= maps.get(map).maxEntries()) {
          throw new IllegalArgumentException(
              "map `" + maps.get(map).name() + "` has an entry at " + entry.key());
        }
        slots = Math.max(slots, entry.key() + 1);
      }
    }
    return slots;
  }

  private void section(String name, int bytes, List<BtfType.SecVar> places) {
    if (!places.isEmpty()) {
      BtfType.DataSec section = new BtfType.DataSec(name, bytes, places);
      types.add(section);
      described.put(name, section);
    }
  }

  /** The variables of a section as what their kinds tell of them. */
  private void declareData(DataSection data) {
    MapSpec map = maps.get(data.map());
    if (!described.containsKey(map.name())) {
      List<BtfType.SecVar> places = new ArrayList<>();
      object.variables().stream()
          .filter(variable -> variable.map() == data.map())
          .sorted(Comparator.comparingInt(Variable::offset))
          .forEach(v -> places.add(new BtfType.SecVar(declare(v), v.offset(), v.bytes())));
      section(map.name(), map.valueSize(), places);
    }
    if (map.valueType() == 0 && described.containsKey(map.name())) {
      maps.set(data.map(), map.withTypes(0, types.add(described.get(map.name()))));
    }
  }

  private int declare(Variable variable) {
    int type = variable.type() == 0 ? plainType(variable) : variable.type();
    return types.add(new BtfType.Var(variable.name(), type, BtfType.Linkage.GLOBAL));
  }

  /** The type of a variable of which only the kind is known. */
  private int plainType(Variable variable) {
    return switch (variable.kind()) {
      case BOOL -> variable.bytes() == 1 ? types.bool() : types.unsigned(variable.bytes());
      case UNSIGNED, DURATION -> types.unsigned(variable.bytes());
      case SIGNED -> types.signed(variable.bytes());
      case CHAR -> types.character();
      case ENUM ->
          types.add(
              new BtfType.Enumeration(
                  "", variable.bytes(), false, variable.bytes() == 8, variable.constants()));
      case COMPOSITE -> types.array(types.unsigned(1), variable.bytes());
    };
  }

  private void declareFunctions(Program program) {
    for (Function function : program.code().functions()) {
      boolean entry = function.start() == 0;
      String name = entry ? program.name() : function.name();
      if (function(types, name).isEmpty()) {
        List<BtfType.Param> params =
            entry ? List.of(new BtfType.Param("ctx", types.pointer(0))) : List.of();
        int prototype = types.add(new BtfType.FuncProto(types.signed(4), params));
        BtfType.Linkage linkage = entry ? BtfType.Linkage.GLOBAL : BtfType.Linkage.STATIC;
        types.add(new BtfType.Func(name, prototype, linkage));
      }
    }
  }

  /** The type of the function of the object called {@code name}. */
  static Optional<Integer> function(BtfBuilder types, String name) {
    for (int id = 1; id <= types.size(); id++) {
      if (types.type(id).orElse(null) instanceof BtfType.Func function
          && function.linkage() != BtfType.Linkage.EXTERN
          && function.name().equals(name)) {
        return Optional.of(id);
      }
    }
    return Optional.empty();
  }

  private void tagVariables() {
    for (Variable variable : object.variables()) {
      String section = maps.get(variable.map()).name();
      BtfType.SecVar place = place(section, variable.name());
      if (place == null || place.offset() != variable.offset()) {
        throw new IllegalArgumentException(
            "variable `" + variable.name() + "` is not where the types of " + section + " say");
      }
      GpolTags.variable(variable, place.type(), types);
    }
  }

  private void tagMaps() {
    for (Statistic statistic : object.statistics()) {
      BtfType.SecVar place = place(ElfFormat.MAPS, maps.get(statistic.map()).name());
      if (place == null) {
        throw new IllegalArgumentException("statistic `" + statistic.name() + "` has no map");
      }
      GpolTags.statistic(statistic, place.type(), types);
    }
    for (EventType event : object.events()) {
      BtfType.SecVar place = place(ElfFormat.MAPS, maps.get(event.map()).name());
      if (place == null) {
        throw new IllegalArgumentException("event `" + event.name() + "` has no map");
      }
      GpolTags.event(event, place.type(), types);
    }
  }

  private BtfType.SecVar place(String section, String variable) {
    BtfType.DataSec found = described.get(section);
    if (found != null) {
      for (BtfType.SecVar place : found.variables()) {
        if (types.type(place.type()).orElse(null) instanceof BtfType.Var var
            && var.name().equals(variable)) {
          return place;
        }
      }
    }
    return null;
  }

  private void declareLicense() {
    if (!described.containsKey(ElfFormat.LICENSE)) {
      int bytes = ElfWriter.license(object).length;
      int type = types.array(types.character(), bytes);
      int var = types.add(new BtfType.Var(unused("_license"), type, BtfType.Linkage.GLOBAL));
      section(ElfFormat.LICENSE, bytes, List.of(new BtfType.SecVar(var, 0, bytes)));
    }
    BtfType.SecVar place = described.get(ElfFormat.LICENSE).variables().get(0);
    GpolTags.policy(object, place.type(), types);
  }

  private String unused(String name) {
    for (int id = 1; id <= types.size(); id++) {
      BtfType type = types.type(id).orElseThrow();
      boolean declares = type instanceof BtfType.Var || type instanceof BtfType.Func;
      if (declares && type.name().equals(name)) {
        return unused("_" + name);
      }
    }
    return name;
  }

  /** The name of what type {@code id} declares, for references to what the kernel has. */
  static String declared(BpfObject object, Insn insn, int id) {
    return object
        .btf()
        .type(id)
        .filter(type -> type instanceof BtfType.Func || type instanceof BtfType.Var)
        .map(BtfType::name)
        .orElseThrow(
            () -> new IllegalArgumentException(insn + " names type " + id + ", which is no name"));
  }

  /** True for references that a file can hold. */
  static boolean hasPlace(RefKind kind) {
    return switch (kind) {
      case MAP, MAP_VALUE, VARIABLE, CODE -> true;
      case MAP_BY_INDEX, MAP_VALUE_BY_INDEX -> false;
    };
  }
}
