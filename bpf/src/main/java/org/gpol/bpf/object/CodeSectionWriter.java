package org.gpol.bpf.object;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gpol.bpf.btf.BtfExt;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnCodec;
import org.gpol.bpf.object.CodeLayout.CodeSection;
import org.gpol.bpf.object.CodeLayout.Placed;

/**
 * Writes one section of code: the instructions with nothing in the place of what a loader fills in,
 * and what belongs there.
 */
final class CodeSectionWriter {
  private static final int SLOT_BYTES = 8;

  /** Where the immediate is in an instruction. */
  private static final int IMMEDIATE = 4;

  /** What an instruction refers to, by the instruction's offset in the section. */
  record Reference(int offset, Insn insn, Placed function) {}

  private final CodeSection section;
  private final List<Insn> insns = new ArrayList<>();
  private final List<Integer> offsets = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();
  private final List<BtfExt.LineInfo> lines = new ArrayList<>();
  private int bytes;

  CodeSectionWriter(CodeSection section) {
    this.section = section;
    section.functions().forEach(this::add);
    offsets.add(bytes);
  }

  /** Says what stands in the immediate of an instruction until a loader adds to it. */
  interface Immediates {
    int of(Reference reference);
  }

  /** The bytes of the section. */
  byte[] content(Immediates immediates) {
    byte[] content = InsnCodec.encode(insns);
    ByteBuffer words = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    for (Reference reference : references) {
      words.putInt(reference.offset() + IMMEDIATE, immediates.of(reference));
    }
    return content;
  }

  /** What the loader has to fill in, by rising offset. */
  List<Reference> references() {
    return references;
  }

  /** Line info: at least for the start of each function. */
  List<BtfExt.LineInfo> lines() {
    return lines;
  }

  /** Where a function of this section begins. */
  int offset(Placed function) {
    return offsets.get(function.first());
  }

  /** How long a function of this section is. */
  int bytes(Placed function) {
    int end = function.first() + function.body().end() - function.body().start();
    return offsets.get(end) - offset(function);
  }

  private void add(Placed function) {
    int base = function.body().start() - function.first();
    SourceLocation last = null;
    for (int i = function.body().start(); i < function.body().end(); i++) {
      Insn insn = function.body().code().insn(i);
      SourceLocation location = function.body().code().location(i);
      // Each function says where it begins: the kernel asks for that.
      if (i == function.body().start() || !Objects.equals(location, last)) {
        lines.add(new BtfExt.LineInfo(bytes, location));
        last = location;
      }
      offsets.add(bytes);
      int callee = FunctionKeys.callee(insn);
      Placed target = callee < 0 ? null : function.callees().get(callee);
      insns.add(encodable(insn, base, target));
      bytes += insn.slots() * SLOT_BYTES;
    }
  }

  /** The instruction as the file has it; what it refers to is noted. */
  private Insn encodable(Insn insn, int base, Placed target) {
    if (insn instanceof Insn.CallLocal && target.section() == section) {
      return new Insn.CallLocal(target.first());
    }
    if (insn instanceof Insn.CallLocal || insn instanceof Insn.CallBtf) {
      references.add(new Reference(bytes, insn, target));
      return new Insn.CallLocal(0);
    }
    if (insn instanceof Insn.LoadRef ref) {
      if (!ObjectTypes.hasPlace(ref.kind())) {
        throw new IllegalArgumentException(insn + " counts in a list that files do not have");
      }
      references.add(new Reference(bytes, insn, target));
      return new Insn.LoadImm64(ref.dst(), 0);
    }
    return FunctionKeys.relative(insn, base, 0);
  }
}
