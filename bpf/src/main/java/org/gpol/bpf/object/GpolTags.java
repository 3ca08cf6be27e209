package org.gpol.bpf.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gpol.bpf.btf.BtfBuilder;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;

/**
 * What a policy knows and BTF has no kind for, as declaration tags ({@code BTF_KIND_DECL_TAG}),
 * which other tools carry along:
 *
 * <pre>
 *   gpol:policy:NAME            of the license: the policy's name
 *   gpol:hooks:NAME,NAME…       of the license: the hooks that it handles
 *   gpol:param:KIND:MIN..MAX    of a variable: may be set at load, within limits
 *   gpol:var:KIND[:MIN..MAX]    of another variable
 *   gpol:stat:KIND:NAME         of a map: the statistic that it keeps
 *   gpol:event:BYTES:FIELDS     of a ring buffer: its records; FIELDS are NAME=TYPE@OFFSET,…
 * </pre>
 *
 * KIND is a {@link Variable.Kind} or {@link Statistic.Kind} in small letters; limits are signed
 * 64-bit patterns, of times in nanoseconds. Variables and statistics are in the order of their
 * types.
 */
final class GpolTags {
  private static final String POLICY = "gpol:policy:";
  private static final String HOOKS = "gpol:hooks:";
  private static final String PARAM = "gpol:param:";
  private static final String VAR = "gpol:var:";
  private static final String STAT = "gpol:stat:";
  private static final String EVENT = "gpol:event:";

  private GpolTags() {}

  static void policy(BpfObject object, int license, BtfBuilder types) {
    types.tag(POLICY + object.name(), license);
    if (!object.hooks().isEmpty()) {
      types.tag(HOOKS + String.join(",", new TreeSet<>(object.hooks())), license);
    }
  }

  static void variable(Variable variable, int declaration, BtfBuilder types) {
    String kind = word(variable.kind());
    String limits = variable.min() + ".." + variable.max();
    if (variable.parameter()) {
      types.tag(PARAM + kind + ":" + limits, declaration);
    } else {
      boolean unlimited = variable.min() == 0 && variable.max() == 0;
      types.tag(VAR + kind + (unlimited ? "" : ":" + limits), declaration);
    }
  }

  static void statistic(Statistic statistic, int declaration, BtfBuilder types) {
    types.tag(STAT + word(statistic.kind()) + ":" + statistic.name(), declaration);
  }

  static void event(EventType event, int declaration, BtfBuilder types) {
    String fields =
        event.fields().stream()
            .map(f -> f.name() + "=" + f.type().word() + "@" + f.offset())
            .collect(Collectors.joining(","));
    types.tag(EVENT + event.bytes() + ":" + fields, declaration);
  }

  private static String word(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** True if an object with these types was written from a policy. */
  static boolean present(BtfTable types) {
    return types.types().stream()
        .anyMatch(t -> t instanceof BtfType.DeclTag tag && tag.name().startsWith(POLICY));
  }

  /**
   * The object with what its tags say of it: name, hooks, statistics, and the variables that are
   * tagged in place of all.
   *
   * @throws IllegalArgumentException if a tag of ours says nothing that makes sense
   */
  static BpfObject apply(BpfObject object) {
    return new Reading(object).result();
  }

  private static final class Reading {
    private final BpfObject object;
    private final BtfTable types;
    private String name;
    private final Set<String> hooks = new TreeSet<>();
    private final List<Variable> variables = new ArrayList<>();
    private final List<Statistic> statistics = new ArrayList<>();
    private final List<EventType> events = new ArrayList<>();

    Reading(BpfObject object) {
      this.object = object;
      this.types = object.btf();
      this.name = object.name();
    }

    BpfObject result() {
      for (BtfType type : types.types()) {
        if (type instanceof BtfType.DeclTag tag && tag.name().startsWith("gpol:")) {
          read(tag);
        }
      }
      return new BpfObject(
          name,
          object.license(),
          object.programs(),
          object.maps(),
          object.data(),
          variables,
          statistics,
          events,
          hooks,
          object.entries(),
          types);
    }

    private void read(BtfType.DeclTag tag) {
      String text = tag.name();
      if (text.startsWith(POLICY)) {
        name = text.substring(POLICY.length());
      } else if (text.startsWith(HOOKS)) {
        hooks.addAll(List.of(text.substring(HOOKS.length()).split(",")));
      } else if (text.startsWith(PARAM)) {
        variables.add(variable(tag, text.substring(PARAM.length()), true));
      } else if (text.startsWith(VAR)) {
        variables.add(variable(tag, text.substring(VAR.length()), false));
      } else if (text.startsWith(STAT)) {
        statistics.add(statistic(tag, text.substring(STAT.length())));
      } else if (text.startsWith(EVENT)) {
        events.add(event(tag, text.substring(EVENT.length())));
      } else {
        throw bad(tag, "is not known");
      }
    }

    /** {@code KIND:MIN..MAX}, the limits being optional. */
    private Variable variable(BtfType.DeclTag tag, String text, boolean parameter) {
      BtfType.Var var = declaration(tag);
      String[] parts = text.split(":", -1);
      String[] limits = parts.length == 1 ? new String[] {"0", "0"} : parts[1].split("\\.\\.", -1);
      if (parts.length > 2 || limits.length != 2) {
        throw bad(tag, "cannot be read");
      }
      for (BtfType type : types.types()) {
        if (type instanceof BtfType.DataSec section) {
          for (BtfType.SecVar place : section.variables()) {
            if (place.type() == tag.target()) {
              return new Variable(
                  var.name(),
                  map(tag, section.name()),
                  place.offset(),
                  place.bytes(),
                  kind(tag, Variable.Kind.values(), parts[0]),
                  number(tag, limits[0]),
                  number(tag, limits[1]),
                  parameter);
            }
          }
        }
      }
      throw bad(tag, "is of a variable in no section");
    }

    /** {@code KIND:NAME}. */
    private Statistic statistic(BtfType.DeclTag tag, String text) {
      String[] parts = text.split(":", 2);
      if (parts.length != 2) {
        throw bad(tag, "cannot be read");
      }
      Statistic.Kind kind = kind(tag, Statistic.Kind.values(), parts[0]);
      return new Statistic(parts[1], kind, map(tag, declaration(tag).name()));
    }

    /** {@code BYTES:NAME=TYPE@OFFSET,…}. */
    private EventType event(BtfType.DeclTag tag, String text) {
      String[] parts = text.split(":", -1);
      if (parts.length != 2) {
        throw bad(tag, "cannot be read");
      }
      List<EventType.Field> fields = new ArrayList<>();
      for (String field : parts[1].split(",", -1)) {
        String[] pieces = field.split("[=@]", -1);
        if (pieces.length != 3) {
          throw bad(tag, "cannot be read");
        }
        EventType.FieldType type =
            EventType.FieldType.of(pieces[1])
                .orElseThrow(() -> bad(tag, "has the unknown type `" + pieces[1] + "`"));
        fields.add(new EventType.Field(pieces[0], type, integer(tag, pieces[2])));
      }
      String name = declaration(tag).name();
      return new EventType(name, map(tag, name), integer(tag, parts[0]), fields);
    }

    private static int integer(BtfType.DeclTag tag, String text) {
      long value = number(tag, text);
      if (value < 0 || value > Integer.MAX_VALUE) {
        throw bad(tag, "has the number " + value + ", which is too large");
      }
      return (int) value;
    }

    private BtfType.Var declaration(BtfType.DeclTag tag) {
      if (types.type(tag.target()).orElse(null) instanceof BtfType.Var var) {
        return var;
      }
      throw bad(tag, "is of no variable");
    }

    private int map(BtfType.DeclTag tag, String wanted) {
      for (int i = 0; i < object.maps().size(); i++) {
        if (object.maps().get(i).name().equals(wanted)) {
          return i;
        }
      }
      throw bad(tag, "is of `" + wanted + "`, which is no map");
    }

    private static <K extends Enum<K>> K kind(BtfType.DeclTag tag, K[] kinds, String wanted) {
      for (K kind : kinds) {
        if (word(kind).equals(wanted)) {
          return kind;
        }
      }
      throw bad(tag, "has the unknown kind `" + wanted + "`");
    }

    private static long number(BtfType.DeclTag tag, String text) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "tag `" + tag.name() + "` has `" + text + "`, which is no number", e);
      }
    }

    private static IllegalArgumentException bad(BtfType.DeclTag tag, String why) {
      return new IllegalArgumentException("tag `" + tag.name() + "` " + why);
    }
  }
}
