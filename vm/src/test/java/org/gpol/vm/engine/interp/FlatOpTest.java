package org.gpol.vm.engine.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeMap;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.bpf.isa.Width;
import org.junit.jupiter.api.Test;

/** The numbers of operations are dense, and each is the one that its name says. */
class FlatOpTest {
  private static final Set<String> NO_OPERATIONS = Set.of("COUNT", "IMM");

  private final TreeMap<Integer, String> byNumber = new TreeMap<>();

  FlatOpTest() throws IllegalAccessException {
    for (Field field : FlatOp.class.getDeclaredFields()) {
      boolean constant = Modifier.isStatic(field.getModifiers()) && field.getType() == int.class;
      if (constant && !NO_OPERATIONS.contains(field.getName())) {
        String other = byNumber.put(field.getInt(null), field.getName());
        assertEquals(null, other, field.getName() + " has the number of " + other);
      }
    }
  }

  @Test
  void numbers_leaveNoGaps() {
    assertEquals(FlatOp.COUNT, byNumber.size());
    assertEquals(0, byNumber.firstKey());
    assertEquals(FlatOp.COUNT - 1, byNumber.lastKey());
  }

  @Test
  void of_everyRowOfEveryTable_findsTheConstantOfItsName() {
    for (Width width : Width.values()) {
      for (AluOp op : AluOp.values()) {
        assertEquals(op.name() + width.bits(), byNumber.get(FlatOp.of(op, width)));
      }
      for (JumpCond cond : JumpCond.values()) {
        assertEquals(cond.name() + "_" + width.bits(), byNumber.get(FlatOp.of(cond, width)));
      }
      for (UnaryOp op : UnaryOp.values()) {
        String wanted = op == UnaryOp.NEG ? "NEG" + width.bits() : op.name();
        assertEquals(wanted, byNumber.get(FlatOp.of(op, width)));
      }
    }
  }

  @Test
  void loadAndStore_everySize_findTheConstantOfTheirName() {
    for (MemSize size : MemSize.values()) {
      int bits = 8 * size.bytes();
      assertEquals("LOAD" + bits, byNumber.get(FlatOp.load(size, false)));
      assertEquals((bits < 64 ? "LOADS" : "LOAD") + bits, byNumber.get(FlatOp.load(size, true)));
      assertEquals("STORE" + bits, byNumber.get(FlatOp.store(size)));
    }
  }

  @Test
  void pack_extremesOfEveryField_comeBack() {
    for (int op : new int[] {0, FlatOp.TRAP, FlatOp.IMM + FlatOp.STORE64, 255}) {
      for (int reg = 0; reg < 16; reg++) {
        for (int offset : new int[] {Short.MIN_VALUE, -1, 0, 8, Short.MAX_VALUE}) {
          for (int imm : new int[] {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE}) {
            long word = FlatOp.pack(op, reg, 15 - reg, offset, imm);
            assertEquals(op, FlatOp.op(word));
            assertEquals(reg, FlatOp.dst(word));
            assertEquals(15 - reg, FlatOp.src(word));
            assertEquals(offset, FlatOp.offset(word));
            assertEquals(imm, FlatOp.imm(word));
          }
        }
      }
    }
  }

  @Test
  void atomicOp_everyOperation_comesBack() {
    for (AtomicOp op : AtomicOp.values()) {
      long word = FlatOp.pack(FlatOp.ATOMIC64, 1, 2, -8, FlatOp.number(op));
      assertEquals(op, FlatOp.atomicOp(word));
    }
  }

  @Test
  void immediateForms_ofEveryOperation_fitIntoAByteBesideTheOthers() {
    assertTrue(FlatOp.COUNT <= FlatOp.IMM);
    assertTrue(FlatOp.IMM + FlatOp.STORE64 <= 255);
  }
}
