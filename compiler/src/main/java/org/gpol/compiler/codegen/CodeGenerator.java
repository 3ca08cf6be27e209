package org.gpol.compiler.codegen;

import java.util.List;
import org.gpol.compiler.ir.IrFunction;

/** Turns functions of the intermediate representation into machine instructions. */
public final class CodeGenerator {
  private CodeGenerator() {}

  /** The function with all registers allocated, ready for {@link CodeEmitter}. */
  public static MachineFunction generate(IrFunction function) {
    FrameLayout frame = new FrameLayout(function.slots());
    List<MachineBlock> selected = new InstructionSelector(function, frame).select();
    List<MachineBlock> allocated = new RegisterAllocator(selected, frame).allocate();
    return new MachineFunction(function.name(), frame.bytes(), allocated);
  }
}
