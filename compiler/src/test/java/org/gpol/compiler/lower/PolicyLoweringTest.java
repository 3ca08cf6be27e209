package org.gpol.compiler.lower;

import static org.gpol.compiler.lower.Trees.SPAN;
import static org.gpol.compiler.lower.Trees.assign;
import static org.gpol.compiler.lower.Trees.binary;
import static org.gpol.compiler.lower.Trees.block;
import static org.gpol.compiler.lower.Trees.handler;
import static org.gpol.compiler.lower.Trees.hook;
import static org.gpol.compiler.lower.Trees.let;
import static org.gpol.compiler.lower.Trees.literal;
import static org.gpol.compiler.lower.Trees.local;
import static org.gpol.compiler.lower.Trees.lookup;
import static org.gpol.compiler.lower.Trees.member;
import static org.gpol.compiler.lower.Trees.queueRef;
import static org.gpol.compiler.lower.Trees.ref;
import static org.gpol.compiler.lower.Trees.ret;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.DataSection;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.checked.TypedStmt;
import org.gpol.compiler.ir.IrModule;
import org.gpol.compiler.ir.IrPrinter;
import org.gpol.compiler.ir.IrValidator;
import org.gpol.compiler.link.ObjectBuilder;
import org.gpol.compiler.machine.TinyMachine;
import org.gpol.compiler.pass.PassPipeline;
import org.junit.jupiter.api.Test;

final class PolicyLoweringTest {
  private static final Symbol.Hook PICK =
      hook("pick_next_task", Trees.SCHED, null, SpecialType.VOID);
  private static final Symbol.Hook WAKEUP = hook("task_wakeup", Trees.MSG, 66L, ScalarType.U64);
  private static final Symbol.Hook NEW = hook("task_new", Trees.MSG, 67L, ScalarType.U64);
  private static final Symbol.ContextTask TASK =
      new Symbol.ContextTask("task", Trees.MSG_GTID, Trees.MSG_SEQNUM, null, "");
  private static final Symbol.Map RUNQ = Trees.queue("runq", SpecialType.RUNNABLE, 8);
  private static final Symbol.Map ON_CPU =
      new Symbol.Map("oncpu", Symbol.MapKind.ARRAY, ScalarType.U32, Trees.ON_CPU, 4, SPAN);
  private static final Symbol.Stat LOST =
      new Symbol.Stat("lost", Symbol.StatKind.COUNTER, "", SPAN);

  private final TinyMachine machine = new TinyMachine();
  private final List<String> calls = new ArrayList<>();

  private static BpfObject compile(CheckedPolicy policy) {
    IrModule module = PolicyLowering.lower(policy).module();
    assertEquals(List.of(), IrValidator.validate(module), () -> IrPrinter.print(module));
    IrModule improved = PassPipeline.run(module);
    assertEquals(List.of(), IrValidator.validate(improved), () -> IrPrinter.print(improved));
    return ObjectBuilder.build(improved).object();
  }

  private long run(BpfObject object, byte[] context) {
    for (DataSection data : object.data()) {
      machine.global(data.map(), data.bytes());
    }
    Program program = object.programs().get(0);
    return machine.run(program.code(), machine.memory(context));
  }

  private static byte[] message(int type, long gtid, int barrier) {
    ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0, gtid).putShort(48, (short) type).putInt(52, barrier);
    return bytes.array();
  }

  private byte[] read(long address, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) machine.load(address + i, 1);
    }
    return bytes;
  }

  private static TypedStmt push(TypedExpr task, TypedStmt... otherwise) {
    TypedExpr push = new TypedExpr.Push(queueRef(RUNQ), task, SPAN);
    return new TypedStmt.Attempt(push, null, block(otherwise), SPAN);
  }

  private static TypedStmt count() {
    return new TypedStmt.UpdateStat(LOST, true, literal(1, ScalarType.U64), SPAN);
  }

  @Test
  void messageProgram_ofAnUnhandledType_returnsTheDefault() {
    BpfObject object =
        compile(
            Trees.policy(List.of(), List.of(), List.of(), List.of(), List.of(), handler(WAKEUP)));
    assertEquals("ghost_msg/msg_send", object.programs().get(0).section());
    assertEquals(Set.of("task_wakeup"), object.hooks());
    assertEquals(1, run(object, message(99, 1, 1)));
  }

  @Test
  void messageProgram_callsTheHandlerOfTheType() {
    BpfObject object =
        compile(
            Trees.policy(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                handler(NEW, ret(literal(5, ScalarType.U64))),
                handler(WAKEUP, ret(literal(6, ScalarType.U64)))));
    assertEquals(5, run(object, message(67, 1, 1)));
    assertEquals(6, run(object, message(66, 1, 1)));
  }

  @Test
  void push_ofTheMessagesTask_writesAllSixteenBytes() {
    BpfObject object =
        compile(
            Trees.policy(
                List.of(),
                List.of(),
                List.of(RUNQ),
                List.of(),
                List.of(),
                handler(WAKEUP, push(new TypedExpr.ContextTaskRef(TASK, SPAN)))));
    machine.helper(
        87,
        args -> {
          assertEquals(TinyMachine.mapHandle(0), args[0]);
          assertEquals(0, args[2]);
          ByteBuffer expected = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
          expected.putLong(0, -7).putInt(8, 0x8000_0001).putInt(12, 0);
          assertArrayEquals(expected.array(), read(args[1], 16));
          calls.add("push");
          return 0L;
        });
    assertEquals(1, run(object, message(66, -7, 0x8000_0001)));
    assertEquals(List.of("push"), calls);
  }

  @Test
  void push_onAFullQueue_runsTheElseBlock() {
    BpfObject object =
        compile(
            Trees.policy(
                List.of(),
                List.of(),
                List.of(RUNQ),
                List.of(LOST),
                List.of(),
                handler(WAKEUP, push(new TypedExpr.ContextTaskRef(TASK, SPAN), count()))));
    long cell = machine.memory(new byte[8]);
    machine.store(cell, 8, 41);
    machine.helper(87, args -> -7L);
    machine.helper(1, args -> args[0] == TinyMachine.mapHandle(1) ? cell : 0L);
    run(object, message(66, 1, 1));
    assertEquals(42, machine.load(cell, 8));
    assertEquals(MapSpec.percpuArray("stat_lost", 8, 1), object.maps().get(1));
    assertEquals(1, object.statistics().get(0).map());
  }

  /** let t = runq.pop() else { return; } run(t, 7) else err { match err … }. */
  private static CheckedPolicy.Handler pickFromQueue() {
    Local task = local("t", SpecialType.RUNNABLE);
    Local err = local("err", ScalarType.ERRNO);
    TypedExpr run =
        new TypedExpr.HelperCall(Trees.RUN, List.of(ref(task), literal(7, ScalarType.U32)), SPAN);
    TypedStmt match =
        new TypedStmt.Match(
            ref(err),
            List.of(new TypedStmt.Arm(List.of(116L, 2L), block())),
            block(push(ref(task))),
            SPAN);
    return handler(
        PICK,
        new TypedStmt.LetElse(
            task, new TypedExpr.Pop(queueRef(RUNQ), SPAN), block(ret(null)), SPAN),
        new TypedStmt.Attempt(run, err, block(match), SPAN));
  }

  private void pickWith(long runResult) {
    BpfObject object =
        compile(
            Trees.policy(
                List.of(), List.of(), List.of(RUNQ), List.of(), List.of(), pickFromQueue()));
    machine.helper(
        88,
        args -> {
          machine.store(args[1], 8, 1234);
          machine.store(args[1] + 8, 8, 9);
          return 0L;
        });
    machine.helper(
        3001,
        args -> {
          calls.add("run " + args[0] + " " + args[1] + " " + args[2]);
          return runResult;
        });
    machine.helper(
        87,
        args -> {
          calls.add("push " + machine.load(args[1], 8) + " " + machine.load(args[1] + 8, 8));
          return 0L;
        });
    assertEquals(0, run(object, new byte[16]));
  }

  @Test
  void pop_thenRun_passesGtidBarrierAndFlags() {
    pickWith(0);
    assertEquals(List.of("run 1234 9 7"), calls);
  }

  @Test
  void run_failingWithAMatchedErrno_takesItsArm() {
    pickWith(-116);
    assertEquals(List.of("run 1234 9 7"), calls);
  }

  @Test
  void run_failingWithAnotherErrno_takesTheDefaultArm() {
    pickWith(-16);
    assertEquals(List.of("run 1234 9 7", "push 1234 9"), calls);
  }

  @Test
  void pop_ofAnEmptyQueue_returns() {
    BpfObject object =
        compile(
            Trees.policy(
                List.of(), List.of(), List.of(RUNQ), List.of(), List.of(), pickFromQueue()));
    machine.helper(88, args -> -2L);
    assertEquals(0, run(object, new byte[16]));
  }

  @Test
  void reference_fields_areWrittenInPlace() {
    Local entry = local("c", new ReferenceType(Trees.ON_CPU));
    TypedStmt body =
        new TypedStmt.IfLet(
            entry,
            lookup(ON_CPU, literal(2, ScalarType.U32)),
            block(
                assign(
                    member(ref(entry), Trees.ON_CPU, "since"),
                    BinaryOp.ADD,
                    literal(5, ScalarType.TIME))),
            Trees.NOTHING,
            SPAN);
    BpfObject object =
        compile(
            Trees.policy(
                List.of(), List.of(), List.of(ON_CPU), List.of(), List.of(), handler(PICK, body)));
    long value = machine.memory(new byte[16]);
    machine.store(value + 8, 8, 100);
    machine.helper(1, args -> machine.load(args[1], 4) == 2 ? value : 0L);
    run(object, new byte[16]);
    assertEquals(105, machine.load(value + 8, 8));
  }

  @Test
  void structValue_storedInAMap_hasZeroPadding() {
    TypedExpr struct =
        new TypedExpr.StructValue(
            Trees.ON_CPU,
            List.of(literal(0xff, ScalarType.U8), literal(-1, ScalarType.TIME)),
            SPAN);
    TypedExpr store = new TypedExpr.Store(ON_CPU, literal(3, ScalarType.U32), struct, false, SPAN);
    BpfObject object =
        compile(
            Trees.policy(
                List.of(),
                List.of(),
                List.of(ON_CPU),
                List.of(),
                List.of(),
                handler(PICK, new TypedStmt.Evaluate(store, SPAN))));
    machine.helper(
        2,
        args -> {
          assertEquals(3, machine.load(args[1], 4));
          assertEquals(0xff, machine.load(args[2], 8));
          assertEquals(-1, machine.load(args[2] + 8, 8));
          calls.add("update");
          return 0L;
        });
    run(object, new byte[16]);
    assertEquals(List.of("update"), calls);
  }

  @Test
  void globalsAndParameters_liveInTheirSections() {
    Symbol.Param slice = new Symbol.Param("slice", ScalarType.DURATION, 500, 100, 1000, "", SPAN);
    Symbol.Global counter =
        new Symbol.Global("counter", ScalarType.U8, literal(254, ScalarType.U8), SPAN);
    Symbol.Global total = new Symbol.Global("total", ScalarType.I64, null, SPAN);
    TypedExpr.GlobalRef counterRef = new TypedExpr.GlobalRef(counter, SPAN);
    TypedExpr sum =
        binary(
            BinaryOp.ADD,
            new TypedExpr.Cast(new TypedExpr.ParamRef(slice, SPAN), ScalarType.I64, SPAN),
            new TypedExpr.Cast(counterRef, ScalarType.I64, SPAN),
            ScalarType.I64);
    BpfObject object =
        compile(
            Trees.policy(
                List.of(slice),
                List.of(counter, total),
                List.of(),
                List.of(),
                List.of(),
                handler(
                    PICK,
                    assign(counterRef, BinaryOp.ADD, literal(3, ScalarType.U8)),
                    assign(new TypedExpr.GlobalRef(total, SPAN), null, sum))));
    assertEquals(
        List.of(".rodata", ".data", ".bss"), object.maps().stream().map(MapSpec::name).toList());
    byte[] bss = new byte[8];
    machine.global(0, object.data().get(0).bytes()).global(1, object.data().get(1).bytes());
    machine.global(2, bss);
    machine.run(object.programs().get(0).code(), machine.memory(new byte[16]));
    assertEquals(501, ByteBuffer.wrap(bss).order(ByteOrder.LITTLE_ENDIAN).getLong());
    assertEquals(1000, object.variables().get(0).max());
  }

  /** Sums i for i in 0..10 that are neither 3 nor above 7, through continue and break. */
  @Test
  void forLoop_withBreakAndContinue_countsRight() {
    Local i = local("i", ScalarType.U8);
    Local sum = local("sum", ScalarType.U16);
    Type bool = ScalarType.BOOL;
    TypedStmt skip =
        new TypedStmt.If(
            binary(BinaryOp.EQ, ref(i), literal(3, ScalarType.U8), bool),
            block(new TypedStmt.Continue(SPAN)),
            Trees.NOTHING,
            SPAN);
    TypedStmt stop =
        new TypedStmt.If(
            binary(BinaryOp.GT, ref(i), literal(7, ScalarType.U8), bool),
            block(new TypedStmt.Break(SPAN)),
            Trees.NOTHING,
            SPAN);
    TypedStmt add =
        assign(ref(sum), BinaryOp.ADD, new TypedExpr.Cast(ref(i), ScalarType.U16, SPAN));
    TypedStmt loop =
        new TypedStmt.ForRange(
            i,
            literal(0, ScalarType.U8),
            literal(10, ScalarType.U8),
            10,
            block(skip, stop, add),
            SPAN);
    assertEquals(25, handlerResult(let(sum, literal(0, ScalarType.U16)), loop, ret(wide(sum))));
  }

  @Test
  void whileLoop_pastItsLimit_ends() {
    Local n = local("n", ScalarType.U32);
    TypedStmt loop =
        new TypedStmt.While(
            literal(1, ScalarType.BOOL),
            6,
            block(assign(ref(n), BinaryOp.ADD, literal(2, ScalarType.U32))),
            SPAN);
    assertEquals(12, handlerResult(let(n, literal(0, ScalarType.U32)), loop, ret(wide(n))));
  }

  @Test
  void logic_evaluatesTheRightSideOnlyIfNeeded() {
    Symbol.Helper probe =
        new Symbol.Helper("probe", 500, List.of(ScalarType.U64), ScalarType.BOOL, false, "");
    TypedExpr no = new TypedExpr.HelperCall(probe, List.of(literal(0, ScalarType.U64)), SPAN);
    TypedExpr yes = new TypedExpr.HelperCall(probe, List.of(literal(1, ScalarType.U64)), SPAN);
    Type bool = ScalarType.BOOL;
    machine.helper(
        500,
        args -> {
          calls.add("probe " + args[0]);
          return args[0];
        });
    TypedExpr both = binary(BinaryOp.AND_AND, no, yes, bool);
    TypedExpr either = binary(BinaryOp.OR_OR, both, yes, bool);
    long result = handlerResult(ret(new TypedExpr.Cast(either, ScalarType.U64, SPAN)));
    assertEquals(1, result);
    assertEquals(List.of("probe 0", "probe 1"), calls);
  }

  @Test
  void log_passesTheFormatWithItsZero() {
    Symbol.Helper trace = new Symbol.Helper("log", 6, List.of(), SpecialType.VOID, true, "");
    machine.helper(
        6,
        args -> {
          assertArrayEquals(new byte[] {'x', '=', '%', 'd', 0}, read(args[0], 5));
          calls.add("log " + args[1] + " " + args[2]);
          return 5L;
        });
    handlerResult(
        new TypedStmt.Log(trace, "x=%d", List.of(literal(-3, ScalarType.I64)), SPAN),
        ret(literal(1, ScalarType.U64)));
    assertEquals(List.of("log 5 -3"), calls);
  }

  @Test
  void function_withATask_getsBothRegisters() {
    Local task = local("t", SpecialType.RUNNABLE);
    Symbol.Function symbol =
        new Symbol.Function("weigh", false, List.of(SpecialType.RUNNABLE), ScalarType.I16, SPAN);
    TypedExpr gtid = new TypedExpr.TaskGtid(ref(task), SPAN);
    CheckedPolicy.Function function =
        new CheckedPolicy.Function(
            symbol, List.of(task), block(ret(new TypedExpr.Cast(gtid, ScalarType.I16, SPAN))));
    TypedExpr call =
        new TypedExpr.Call(symbol, List.of(new TypedExpr.ContextTaskRef(TASK, SPAN)), SPAN);
    BpfObject object =
        compile(
            Trees.policy(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(function),
                handler(WAKEUP, ret(new TypedExpr.Cast(call, ScalarType.I64, SPAN)))));
    assertEquals(-2, run(object, message(66, 0xfffe, 1)));
  }

  private static TypedExpr wide(Local local) {
    return new TypedExpr.Cast(ref(local), ScalarType.U64, SPAN);
  }

  private long handlerResult(TypedStmt... body) {
    return run(
        compile(
            Trees.policy(
                List.of(), List.of(), List.of(), List.of(), List.of(), handler(WAKEUP, body))),
        message(66, 1, 1));
  }
}
