package org.gpol.compiler.lower;

import java.util.List;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.MemSize;
import org.gpol.compiler.checked.QueueHandleType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.MapReference;
import org.gpol.compiler.ir.IrValue.Register;
import org.gpol.compiler.ir.IrValue.SlotAddress;
import org.gpol.compiler.lower.Arithmetic.Operation;

/**
 * Operations on maps as calls of Linux's helpers. Keys and values go through the frame, all their
 * bytes initialised.
 */
final class Containers {
  private static final int LOOKUP = 1;
  private static final int UPDATE = 2;
  private static final int DELETE = 3;
  private static final int PUSH = 87;
  private static final int POP = 88;
  private static final int PEEK = 89;
  private static final int RINGBUF_OUTPUT = 130;
  private static final long ANY = 0;
  private static final long ONLY_IF_ABSENT = 1;

  private final Layout layout;
  private final Frame frame;
  private final Expressions expressions;
  private final Memory memory;

  Containers(Layout layout, Frame frame, Expressions expressions, Memory memory) {
    this.layout = layout;
    this.frame = frame;
    this.expressions = expressions;
    this.memory = memory;
  }

  /**
   * An element that a helper has copied to the frame.
   *
   * @param result 0, or negative if there was none and the copy means nothing
   */
  record Taken(IrValue result, Address copy) {}

  /** A pointer to the entry or the inner map, null if there is none. */
  Register lookup(TypedExpr.Lookup lookup) {
    IrType type = lookup.map().kind() == Symbol.MapKind.ARRAY_OF_QUEUES ? IrType.MAP : IrType.VALUE;
    MapReference map = reference(lookup.map());
    IrValue key = argument("key", lookup.key());
    return frame.code.helper(type, LOOKUP, "map_lookup_elem", List.of(map, key));
  }

  /** The helper's result: 0 or a negative error. */
  IrValue store(TypedExpr.Store store) {
    Pending key = evaluate("key", store.key());
    Pending value = evaluate("value", store.value());
    Constant flags = new Constant(store.onlyIfAbsent() ? ONLY_IF_ABSENT : ANY, IrType.U64);
    List<IrValue> args = List.of(reference(store.map()), key.place(), value.place(), flags);
    return frame.code.helper(IrType.S64, UPDATE, "map_update_elem", args);
  }

  /** The helper's result: 0 or a negative error. */
  IrValue remove(TypedExpr.Remove remove) {
    IrValue key = argument("key", remove.key());
    List<IrValue> args = List.of(reference(remove.map()), key);
    return frame.code.helper(IrType.S64, DELETE, "map_delete_elem", args);
  }

  /** The helper's result: 0 or a negative error. */
  IrValue push(TypedExpr.Push push) {
    IrValue queue = expressions.value(push.queue());
    IrValue value = argument("value", push.value());
    List<IrValue> args = List.of(queue, value, new Constant(ANY, IrType.U64));
    return frame.code.helper(IrType.S64, PUSH, "map_push_elem", args);
  }

  /** Takes the oldest element into {@code into}, or into scratch memory if that is null. */
  Taken pop(TypedExpr queue, SlotAddress into) {
    return take(POP, "map_pop_elem", queue, into);
  }

  /** Copies the oldest element into {@code into}, or into scratch memory if that is null. */
  Taken peek(TypedExpr queue, SlotAddress into) {
    return take(PEEK, "map_peek_elem", queue, into);
  }

  /** Copies the oldest element into scratch memory. */
  Taken peek(TypedExpr queue) {
    return peek(queue, null);
  }

  private Taken take(int helper, String name, TypedExpr queue, SlotAddress into) {
    Type element = ((QueueHandleType) queue.type()).element();
    SlotAddress copy = into == null ? frame.scratch("value", element.size()) : into;
    IrValue map = expressions.value(queue);
    IrValue result = frame.code.helper(IrType.S64, helper, name, List.of(map, copy));
    return new Taken(result, new Address(copy, 0));
  }

  /** Sends a record. */
  void emit(Symbol.Event event, TypedExpr record) {
    int bytes = event.record().size();
    SlotAddress slot = frame.scratch("event", bytes);
    expressions.into(record, new Address(slot, 0));
    MapReference buffer = new MapReference(layout.maps().index(event));
    List<IrValue> args =
        List.of(buffer, slot, new Constant(bytes, IrType.U64), new Constant(ANY, IrType.U64));
    frame.code.helper(IrType.S64, RINGBUF_OUTPUT, "ringbuf_output", args);
  }

  /** Adds to or sets this CPU's cell of a statistic. */
  void updateStat(Symbol.Stat stat, boolean add, IrValue value) {
    SlotAddress key = frame.scratch("key", 4);
    memory.store(new Address(key, 0), new Constant(0, IrType.U32));
    MapReference map = new MapReference(layout.maps().index(stat));
    Register cell = frame.code.helper(IrType.VALUE, LOOKUP, "map_lookup_elem", List.of(map, key));
    String there = frame.code.label("stat");
    String end = frame.code.label("end");
    new Conditions(frame, expressions).nonZero(cell, there, end);
    frame.code.start(there);
    IrValue updated = value;
    if (add) {
      IrValue old = frame.code.load(value.type(), MemSize.B8, cell, 0);
      updated = frame.arithmetic.binary(Operation.ADD, value.type(), old, value);
    }
    memory.store(new Address(cell, 0), updated);
    frame.code.jump(end);
    frame.code.start(end);
  }

  MapReference reference(Symbol.Map map) {
    return new MapReference(layout.maps().index(map));
  }

  /** A value that has been evaluated and is about to be put where a helper reads it. */
  private interface Pending {
    /** Puts it there and says where. */
    IrValue place();
  }

  private IrValue argument(String role, TypedExpr value) {
    return evaluate(role, value).place();
  }

  /**
   * Evaluates now and stores later, since evaluating another argument may use the scratch memory.
   */
  private Pending evaluate(String role, TypedExpr value) {
    Type type = value.type();
    if (type.isNumber()) {
      IrValue number = expressions.value(value);
      return () -> {
        SlotAddress slot = frame.scratch(role, type.size());
        memory.store(new Address(slot, 0), number);
        return slot;
      };
    }
    if (Types.isTask(type)) {
      Task task = expressions.task(value);
      return () -> {
        SlotAddress slot = frame.scratch(role, Task.BYTES);
        memory.store(new Address(slot, 0), task);
        return slot;
      };
    }
    Address address = expressions.address(value);
    return () -> pointer(address);
  }

  /** The address itself. */
  IrValue pointer(Address address) {
    if (address.offset() == 0) {
      return address.base();
    }
    if (address.base() instanceof SlotAddress slot) {
      return new SlotAddress(slot.slot(), slot.offset() + address.offset());
    }
    if (address.base() instanceof IrValue.GlobalAddress global) {
      return new IrValue.GlobalAddress(global.map(), global.offset() + address.offset());
    }
    Constant offset = Constant.of(address.offset(), IrType.S64);
    return frame.code.binary(AluOp.ADD, address.base().type(), address.base(), offset);
  }
}
