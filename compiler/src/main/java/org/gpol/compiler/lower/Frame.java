package org.gpol.compiler.lower;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.compiler.ir.IrFunctionBuilder;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Register;
import org.gpol.compiler.ir.IrValue.SlotAddress;

/**
 * A function while it is being lowered: its code, where its locals live, and its scratch memory. A
 * local number, reference or queue handle has a register, a task two, a struct or array a slot.
 */
final class Frame {
  private static final int SLOT_ALIGNMENT = 8;

  private record Pair(Register gtid, Register barrier) {}

  final IrFunctionBuilder code;
  final Arithmetic arithmetic;
  private final Map<Local, Register> registers = new LinkedHashMap<>();
  private final Map<Local, Pair> tasks = new LinkedHashMap<>();
  private final Map<Local, SlotAddress> memory = new LinkedHashMap<>();

  /** Of values that are made while a statement is executed. */
  final SlotPool.Scope temporaries;

  /** Of the locals of a block. */
  final SlotPool.Scope locals;

  private final Map<String, SlotAddress> scratch = new LinkedHashMap<>();

  /** The context; null in functions. */
  Register context;

  Frame(String name, IrType returns) {
    code = new IrFunctionBuilder(name, returns);
    arithmetic = new Arithmetic(code);
    SlotPool pool = new SlotPool(code);
    temporaries = pool.new Scope();
    locals = pool.new Scope();
  }

  /** Runs {@code emit} with the source place {@code span}, then goes back to the place before. */
  void at(SourceSpan span, Runnable emit) {
    SourceLocation before = code.location();
    code.at(location(span));
    emit.run();
    code.at(before);
  }

  static SourceLocation location(SourceSpan span) {
    int line = span.line();
    return new SourceLocation(span.file().path(), line, span.column(), span.file().lineText(line));
  }

  void parameter(Local local) {
    if (Types.isTask(local.type())) {
      tasks.put(local, new Pair(code.param(IrType.S64), code.param(IrType.U32)));
    } else {
      registers.put(local, code.param(Types.of(local.type())));
    }
  }

  /** The register of a local that fits one, made when it is first asked for. */
  Register register(Local local) {
    return registers.computeIfAbsent(local, l -> code.register(Types.of(l.type())));
  }

  Task task(Local local) {
    Pair pair = tasks.get(local);
    if (pair == null) {
      throw new GpolBug("task " + local + " is not in hand");
    }
    return new Task(pair.gtid, pair.barrier);
  }

  void assign(Local local, Task task) {
    Pair pair =
        tasks.computeIfAbsent(
            local, l -> new Pair(code.register(IrType.S64), code.register(IrType.U32)));
    code.move(pair.gtid, task.gtid());
    code.move(pair.barrier, task.barrier());
  }

  void assign(Local local, IrValue value) {
    code.move(register(local), value);
  }

  /** The slot of a struct or an array. */
  SlotAddress memory(Local local) {
    return memory.computeIfAbsent(local, l -> locals.take(l.name(), l.type().size()));
  }

  /** A slot for a value of {@code type} that is needed until the statement ends. */
  SlotAddress slot(String name, Type type) {
    return temporaries.take(name, type.size());
  }

  /**
   * A slot that is shared by all that hold something in it only between the last evaluation and the
   * call that takes it.
   */
  SlotAddress scratch(String role, int bytes) {
    return scratch.computeIfAbsent(
        role + bytes,
        r ->
            new SlotAddress(
                code.slot(r, bytes, Math.min(SLOT_ALIGNMENT, Integer.lowestOneBit(bytes))), 0));
  }
}
