package org.gpol.policies.reference;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.diagnostics.SourceSpan;

/** Finds what is mentioned anywhere in a checked policy. */
final class Mentioned {
  /** What reads the parts of a record that can hold others. */
  private static final ClassValue<List<Method>> PARTS =
      new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
          List<Method> parts = new ArrayList<>();
          for (RecordComponent part : type.getRecordComponents()) {
            boolean plain = part.getType().isPrimitive() || part.getType() == SourceSpan.class;
            if (!plain) {
              part.getAccessor().setAccessible(true);
              parts.add(part.getAccessor());
            }
          }
          return parts;
        }
      };

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Symbol.Container> containers = new LinkedHashSet<>();

  private Mentioned() {}

  static Set<Symbol.Container> containers(CheckedPolicy policy) {
    Mentioned mentioned = new Mentioned();
    mentioned.look(policy.functions());
    mentioned.look(policy.handlers());
    return mentioned.containers;
  }

  private void look(Object object) {
    if (object == null || !seen.add(object)) {
      return;
    }
    if (object instanceof Symbol.Container container) {
      containers.add(container);
    } else if (object instanceof Iterable<?> many) {
      many.forEach(this::look);
    } else if (object instanceof Record) {
      lookAtParts(object);
    }
  }

  private void lookAtParts(Object record) {
    for (Method part : PARTS.get(record.getClass())) {
      try {
        look(part.invoke(record));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }
}
