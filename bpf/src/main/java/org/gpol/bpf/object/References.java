package org.gpol.bpf.object;

import java.util.Map;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.object.CodeLayout.CodeSection;
import org.gpol.bpf.object.CodeLayout.Placed;
import org.gpol.bpf.object.CodeSectionWriter.Reference;

/**
 * What instructions refer to as relocations, in the forms that compilers write and libbpf reads. A
 * function of {@code .text} is its section and, in the instruction, the place there: counted in
 * slots from the one behind the call, or in bytes where its address is taken.
 */
final class References {
  private static final int SLOT_BYTES = 8;

  private final BpfObject object;
  private final Map<CodeSection, CodeSectionWriter> code;
  private final Map<CodeSection, Integer> indices;
  private final ElfData data;

  References(
      BpfObject object,
      Map<CodeSection, CodeSectionWriter> code,
      Map<CodeSection, Integer> indices,
      ElfData data) {
    this.object = object;
    this.code = code;
    this.indices = indices;
    this.data = data;
  }

  /** What the loader does with a reference. */
  ElfImage.Relocation relocation(Reference reference) {
    boolean call = !(reference.insn() instanceof Insn.LoadRef);
    int type = call ? ElfFormat.R_BPF_64_32 : ElfFormat.R_BPF_64_64;
    return new ElfImage.Relocation(reference.offset(), type, symbol(reference));
  }

  private ElfImage.Symbol symbol(Reference reference) {
    if (reference.function() != null) {
      return ElfImage.Symbol.section(indices.get(reference.function().section()));
    }
    if (reference.insn() instanceof Insn.CallBtf call) {
      return kernel(call, call.id());
    }
    Insn.LoadRef ref = (Insn.LoadRef) reference.insn();
    return switch (ref.kind()) {
      case MAP -> data.map(ref.index());
      case MAP_VALUE -> data.data(ref.index(), ref.offset());
      case VARIABLE -> kernel(ref, ref.index());
      case CODE, MAP_BY_INDEX, MAP_VALUE_BY_INDEX ->
          throw new IllegalArgumentException(ref + " has no place in a file");
    };
  }

  private ElfImage.Symbol kernel(Insn insn, int id) {
    return ElfImage.Symbol.undefined(ObjectTypes.declared(object, insn, id));
  }

  /** What the instruction itself says. */
  int immediate(Reference reference) {
    if (reference.function() != null) {
      int offset = offset(reference.function());
      return reference.insn() instanceof Insn.LoadRef ? offset : offset / SLOT_BYTES - 1;
    }
    if (reference.insn() instanceof Insn.LoadRef ref) {
      return ref.kind() == RefKind.MAP_VALUE
          ? ref.offset() - data.data(ref.index(), ref.offset()).value()
          : 0;
    }
    return -1;
  }

  private int offset(Placed function) {
    return code.get(function.section()).offset(function);
  }
}
