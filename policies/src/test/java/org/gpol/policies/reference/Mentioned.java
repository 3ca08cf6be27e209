package org.gpol.policies.reference;

import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.Symbol;

/** Finds what is mentioned anywhere in a checked policy. */
final class Mentioned {
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
    for (RecordComponent part : record.getClass().getRecordComponents()) {
      try {
        part.getAccessor().setAccessible(true);
        look(part.getAccessor().invoke(record));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }
}
