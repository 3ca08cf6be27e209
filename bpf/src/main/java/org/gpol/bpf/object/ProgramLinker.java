package org.gpol.bpf.object;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.binary.ObjectFormatException;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.DecodeException;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnCodec;

/**
 * Puts one program together: its own function and, behind it, each function that it reaches, in the
 * order in which libbpf appends them. Offsets count slots of 8 bytes until the code is decoded.
 */
final class ProgramLinker {
  /** What the programs of an object may have together: much shared code would multiply. */
  private static final int MAX_SLOTS_OF_ALL = 2 * InsnCodec.MAX_SLOTS;

  private static final int CALL = 0x85;
  private static final int LDDW = 0x18;
  private static final int LOCAL_CALL = 1;
  private static final int CODE_ADDRESS = 4;

  private final FunctionSymbols functions;
  private final CodeSections sections;
  private final SymbolReferences references;
  private int slotsOfAll;

  /** Where each function of the program begins. */
  private Map<FunctionSymbols.Body, Integer> starts;

  private ByteBuffer code;
  private int slots;

  /** Functions whose instructions are being looked at, innermost last. */
  private List<Cursor> open;

  /** How far a function has been looked at. */
  private static final class Cursor {
    private final FunctionSymbols.Body body;
    private int slot;

    Cursor(FunctionSymbols.Body body) {
      this.body = body;
    }
  }

  ProgramLinker(FunctionSymbols functions, CodeSections sections, SymbolReferences references) {
    this.functions = functions;
    this.sections = sections;
    this.references = references;
  }

  Code link(FunctionSymbols.Body entry) throws ObjectFormatException {
    starts = new LinkedHashMap<>();
    code = ByteBuffer.allocate(entry.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    slots = 0;
    open = new ArrayList<>();
    append(entry);
    while (!open.isEmpty()) {
      Cursor cursor = open.get(open.size() - 1);
      if (cursor.slot == cursor.body.slots()) {
        open.remove(open.size() - 1);
      } else {
        instruction(cursor);
      }
    }
    return decode();
  }

  private int append(FunctionSymbols.Body body) throws ObjectFormatException {
    Integer there = starts.get(body);
    if (there != null) {
      return there;
    }
    slotsOfAll += body.slots();
    if (slots + body.slots() > InsnCodec.MAX_SLOTS || slotsOfAll > MAX_SLOTS_OF_ALL) {
      throw fail(body, 0, "programs with more than a million instructions");
    }
    int start = slots;
    slots += body.slots();
    grow(slots * InsnCodec.SLOT_BYTES);
    byte[] bytes = sections.of(body.section()).bytes().array();
    code.put(start * InsnCodec.SLOT_BYTES, bytes, body.offset(), body.bytes());
    starts.put(body, start);
    open.add(new Cursor(body));
    return start;
  }

  private void grow(int bytes) {
    if (bytes > code.capacity()) {
      byte[] larger = Arrays.copyOf(code.array(), Math.max(bytes, 2 * code.capacity()));
      code = ByteBuffer.wrap(larger).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** Relocates the next instruction of a function. */
  private void instruction(Cursor cursor) throws ObjectFormatException {
    FunctionSymbols.Body body = cursor.body;
    int slot = cursor.slot;
    int from = body.offset() + slot * InsnCodec.SLOT_BYTES;
    int at = (starts.get(body) + slot) * InsnCodec.SLOT_BYTES;
    int opcode = code.get(at) & 0xff;
    boolean wide = opcode == LDDW;
    if (wide && slot + 1 == body.slots()) {
      throw fail(body, slot, "a wide instruction without its second half");
    }
    cursor.slot += wide ? 2 : 1;
    ElfFile.Relocation relocation = sections.of(body.section()).relocation(from);
    if (relocation != null) {
      relocate(relocation, at, opcode);
    } else if (isLocal(opcode, source(at))) {
      FunctionSymbols.Body target = functions.at(body.section(), from + 8 + 8L * imm(at));
      if (target == null) {
        throw fail(body, slot, "a call of something that is no function");
      }
      point(at, append(target));
    }
  }

  private static boolean isLocal(int opcode, int source) {
    return (opcode == CALL && source == LOCAL_CALL) || (opcode == LDDW && source == CODE_ADDRESS);
  }

  private void relocate(ElfFile.Relocation relocation, int at, int opcode)
      throws ObjectFormatException {
    boolean call = relocation.type() == ElfFormat.R_BPF_64_32;
    if (!call && relocation.type() != ElfFormat.R_BPF_64_64) {
      throw new ObjectFormatException(
          relocation.at(), "relocation of type " + relocation.type() + " in code");
    }
    if (opcode != (call ? CALL : LDDW)) {
      String expected = call ? "a call" : "a wide load";
      throw new ObjectFormatException(relocation.at(), "expected a relocation of " + expected);
    }
    // The number in a call counts slots from the one behind it: -1 is the symbol itself.
    long addend = call ? 8L * (imm(at) + 1L) : imm(at);
    SymbolReferences.Reference found = references.of(relocation, call, addend);
    if (found.function() != null) {
      set(at, call ? LOCAL_CALL : CODE_ADDRESS, 0);
      point(at, append(found.function()));
      return;
    }
    set(at, found.source(), found.number());
    if (!call) {
      code.putInt(at + 12, found.offset());
    }
  }

  private int source(int at) {
    return (code.get(at + 1) & 0xff) >> 4;
  }

  private int imm(int at) {
    return code.getInt(at + 4);
  }

  private void set(int at, int source, int number) {
    code.put(at + 1, (byte) ((code.get(at + 1) & 0x0f) | (source << 4))).putInt(at + 4, number);
  }

  /** Makes a call or a wide load refer to the slot {@code target}. */
  private void point(int at, int target) {
    code.putInt(at + 4, target - at / InsnCodec.SLOT_BYTES - 1);
  }

  private Code decode() throws ObjectFormatException {
    List<Insn> insns;
    try {
      insns = InsnCodec.decode(Arrays.copyOf(code.array(), slots * InsnCodec.SLOT_BYTES));
    } catch (DecodeException e) {
      throw undecodable(e);
    }
    List<Function> named = new ArrayList<>();
    List<SourceLocation> lines = new ArrayList<>();
    List<Map.Entry<FunctionSymbols.Body, Integer>> bodies = new ArrayList<>(starts.entrySet());
    int next = 0;
    int slot = 0;
    FunctionSymbols.Body body = null;
    for (Insn insn : insns) {
      if (next < bodies.size() && bodies.get(next).getValue() == slot) {
        body = bodies.get(next++).getKey();
        named.add(new Function(body.name(), lines.size()));
      }
      int offset = body.offset() + (slot - starts.get(body)) * InsnCodec.SLOT_BYTES;
      lines.add(sections.of(body.section()).line(body.offset(), offset));
      slot += insn.slots();
    }
    return new Code(insns, named, lines);
  }

  private ObjectFormatException undecodable(DecodeException e) {
    for (Map.Entry<FunctionSymbols.Body, Integer> entry : starts.entrySet()) {
      int inside = e.slot() - entry.getValue();
      if (inside >= 0 && inside < entry.getKey().slots()) {
        // The slot in the message counts from the start of the program, which nobody can look up.
        String what = e.getMessage().replaceFirst(" at slot \\d+$", "");
        return fail(entry.getKey(), inside, what);
      }
    }
    return fail(starts.keySet().iterator().next(), 0, e.getMessage());
  }

  private static ObjectFormatException fail(FunctionSymbols.Body body, int slot, String what) {
    return body.section()
        .content()
        .fail(
            body.offset() + (long) slot * InsnCodec.SLOT_BYTES,
            "in function `" + body.name() + "`, instruction " + slot + ": " + what);
  }
}
