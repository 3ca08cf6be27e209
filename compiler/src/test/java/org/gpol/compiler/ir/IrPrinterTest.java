package org.gpol.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Width;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.GlobalAddress;
import org.gpol.compiler.ir.IrValue.MapReference;
import org.gpol.compiler.ir.IrValue.Register;
import org.gpol.compiler.ir.IrValue.SlotAddress;
import org.junit.jupiter.api.Test;

final class IrPrinterTest {
  @Test
  void print_everyInstruction_isStableText() {
    IrFunctionBuilder code = new IrFunctionBuilder("demo", IrType.S32);
    Register context = code.param(IrType.CONTEXT);
    SlotAddress key = new SlotAddress(code.slot("key", 4, 4), 0);
    Register type = code.load(IrType.U16, MemSize.B2, context, 48);
    code.store(MemSize.B4, key, 0, new Constant(7, IrType.U32));
    Register entry =
        code.helper(IrType.VALUE, 1, "map_lookup_elem", List.of(new MapReference(0), key));
    code.branch(JumpCond.JEQ, Width.W64, entry, new Constant(0, IrType.U64), "none", "some");
    code.start("some");
    Register narrow = code.convert(AluOp.MOVSX8, Width.W32, IrType.S8, type);
    Register negative = code.register(IrType.S32);
    code.add(new IrInst.Negate(negative, Width.W32, narrow, null));
    code.binary(AluOp.ADD, IrType.S32, negative, Constant.of(-1, IrType.S32));
    code.move(code.register(IrType.VALUE), new GlobalAddress(2, 16));
    code.call(null, "other", List.of(negative));
    code.end(
        new IrTerminator.Switch(
            type, List.of(new IrTerminator.Switch.Case(64, "none")), "none", null));
    code.start("none");
    code.ret(Constant.of(-3, IrType.S32));
    assertEquals(
        """
        fn demo(%0: *context) -> s32 {
          slot0: key, 4 bytes
        entry:
          %1: u16 = u16[%0 + 48]
          u32[&slot0 + 0] = 7
          %2: *value = helper map_lookup_elem#1(map0, &slot0)
          if %2 ==64 0 goto none else some
        some:
          %3: s8 = movsx8to32 %1
          %4: s32 = neg32 %3
          %5: s32 = %4 +32 -1
          %6: *value = &map2+16
          call other(%4)
          switch %1 {64: none, _: none}
        none:
          return -3
        }
        """,
        IrPrinter.print(code.build()));
  }
}
