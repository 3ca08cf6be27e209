package org.gpol.vm.engine.jit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.engine.Bench;
import org.gpol.vm.proof.ProgramFacts;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/** HotSpot leaves methods of more than 8,000 bytes of bytecode interpreted for ever. */
class MethodSizeTest {
  @Test
  void methodsOfALongProgram_areShortEnoughForHotSpot() {
    Map<String, Integer> sizes = sizes(longProgram());

    assertTrue(sizes.size() > 5, () -> "methods: " + sizes);
    sizes.forEach((method, size) -> assertTrue(size <= MethodSize.LIMIT, method + ": " + size));
  }

  /** Every branch leaves its stretch: the worst that can happen to a chunk. */
  private static Code longProgram() {
    CodeBuilder code = new CodeBuilder();
    CodeBuilder.Label end = new CodeBuilder.Label();
    for (int i = 0; i < 4_000; i++) {
      code.branch(JumpCond.JSGT, Width.W64, Reg.R1, new Imm(i), end);
      code.add(new Insn.Load(MemSize.B8, false, Reg.R3, Reg.R1, 8));
      code.add(new Insn.Alu(AluOp.ADD, Width.W32, Reg.R2, new Imm(1_000_000 + i)));
    }
    return code.place(end).add(new Insn.Exit()).build();
  }

  private static Map<String, Integer> sizes(Code code) {
    ProgramFacts facts = ProgramFacts.none(code.size());
    CompilationUnit unit = CompilationUnit.of(code, facts, new Bench(1).linkage(code), 1_000);
    Map<String, Integer> sizes = new TreeMap<>();
    new ClassReader(new ProgramClass(unit).write()).accept(new Sizes(sizes), 0);
    return sizes;
  }

  private static final class Sizes extends ClassVisitor {
    private final Map<String, Integer> sizes;

    Sizes(Map<String, Integer> sizes) {
      super(Opcodes.ASM9);
      this.sizes = sizes;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String type, String signature, String[] exceptions) {
      return new CodeSizeEvaluator(null) {
        @Override
        public void visitEnd() {
          sizes.put(name, getMaxSize());
        }
      };
    }
  }
}
