package org.gpol.vm.verifier.transfer;

import java.util.List;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.ArgKind;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.verifier.check.Environment;
import org.gpol.vm.verifier.check.HelperCheck;
import org.gpol.vm.verifier.domain.MapRef;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;

/** A call of one helper: its arguments checked in order, its memory written, its result. */
final class CallTransfer {
  /** The kernel's {@code MAX_ERRNO}. */
  private static final int MAX_ERRNO = 4095;

  private final Environment environment;
  private final MemoryTransfer memory;
  private final Ledger ledger;
  private final HelperSignature helper;
  private final HelperCheck check;
  private final Path path;
  private MapRef map;

  CallTransfer(
      Environment environment,
      MemoryTransfer memory,
      Ledger ledger,
      HelperSignature helper,
      Path path) {
    this.environment = environment;
    this.memory = memory;
    this.ledger = ledger;
    this.helper = helper;
    this.path = path;
    check = new HelperCheck(environment, helper);
  }

  void call() {
    List<ArgKind> args = helper.args();
    for (int i = 0; i < args.size(); i++) {
      argument(i);
    }
    for (int reg = 1; reg <= 5; reg++) {
      path.write(Reg.of(reg), Value.UNINIT);
    }
    path.write(Reg.R0, result());
  }

  private void argument(int position) {
    Value value = value(position);
    String what = name(position);
    switch (helper.args().get(position)) {
      case SCALAR -> check.number(value, what);
      case CONST_MAP_PTR -> map = check.map(value, what);
      case CONTEXT -> check.context(value, what);
      case MAP_KEY -> read(value, environment.spec(map()).keySize(), what);
      case MAP_VALUE -> read(value, environment.spec(map()).valueSize(), what);
      case UNINIT_MAP_VALUE ->
          memory.writtenByHelper(path, value, environment.spec(map()).valueSize(), true, what);
      case MEM -> read(value, size(position + 1).umax(), what);
      case UNINIT_MEM -> {
        Scalar size = size(position + 1);
        memory.writtenByHelper(path, value, size.umax(), size.isConstant(), what);
      }
      case CONST_SIZE, CONST_SIZE_OR_ZERO -> size(position);
      default -> throw new GpolBug("argument kind " + helper.args().get(position));
    }
  }

  private void read(Value value, long bytes, String what) {
    memory.readByHelper(path, value, bytes, what);
  }

  private Scalar size(int position) {
    boolean zeroAllowed = helper.args().get(position) == ArgKind.CONST_SIZE_OR_ZERO;
    return check.size(value(position), zeroAllowed, name(position));
  }

  private Value value(int position) {
    return path.read(Reg.of(position + 1));
  }

  private static String name(int position) {
    return Reg.of(position + 1).toString();
  }

  private MapRef map() {
    if (map == null) {
      throw new GpolBug("helper " + helper.name() + " takes a key or value before its map");
    }
    return map;
  }

  private Value result() {
    return switch (helper.returns()) {
      case SCALAR -> Value.number(Scalar.UNKNOWN);
      case ERRNO -> Value.number(Scalar.signed(-MAX_ERRNO, Integer.MAX_VALUE));
      case MAP_VALUE_OR_NULL -> {
        Region region =
            environment.spec(map()).type() == MapType.ARRAY_OF_MAPS
                ? new Region.MapHandle(new MapRef(map.index(), true))
                : new Region.MapValue(map);
        yield new Pointer(region, 0, Scalar.ZERO, ledger.freshId());
      }
      default -> throw new GpolBug("result kind " + helper.returns());
    };
  }
}
