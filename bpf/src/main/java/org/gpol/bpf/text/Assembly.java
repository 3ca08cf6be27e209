package org.gpol.bpf.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnCodec;

/** The program as far as it has been read, and at the end the targets of its jumps and calls. */
final class Assembly {
  /** What a target is wanted for. */
  enum Use {
    JUMP,
    BRANCH,
    CALL,
    ADDRESS
  }

  /** An instruction whose target is known when everything has been read. */
  private record Pending(
      int at, int line, int column, Use use, Target target, IntFunction<Insn> of) {}

  private record Label(int index, int line, int column) {}

  private final Assembler.Names names;
  private final List<Insn> insns = new ArrayList<>();
  private final List<SourceLocation> locations = new ArrayList<>();
  private final Map<String, Label> labels = new LinkedHashMap<>();
  private final List<Pending> pending = new ArrayList<>();
  private final Set<String> jumpedTo = new HashSet<>();
  private final Set<String> calledOrTaken = new HashSet<>();
  private final List<AssemblyError> errors = new ArrayList<>();
  private SourceLocation location;
  private int line;
  private int[] slots;

  Assembly(Assembler.Names names) {
    this.names = names;
  }

  List<AssemblyError> errors() {
    return errors;
  }

  void startLine(int number) {
    line = number;
  }

  void location(SourceLocation where) {
    location = where;
  }

  void error(LineError e) {
    errors.add(e.at(line));
  }

  void label(Token name) throws LineError {
    Label earlier = labels.putIfAbsent(name.text(), new Label(insns.size(), line, name.column()));
    if (earlier != null) {
      throw new LineError(
          name.column(),
          "label `" + name.text() + "` is already in line " + earlier.line(),
          "give one of them another name");
    }
  }

  void add(Insn insn) throws LineError {
    if (insns.size() == InsnCodec.MAX_SLOTS) {
      throw new LineError(1, "a program of more than " + InsnCodec.MAX_SLOTS + " instructions", "");
    }
    insns.add(insn);
    locations.add(location);
  }

  /** Adds an instruction that {@code of} makes of the index that it goes to. */
  void add(Use use, Token where, Target target, IntFunction<Insn> of) throws LineError {
    pending.add(new Pending(insns.size(), line, where.column(), use, target, of));
    if (target instanceof Target.Named named) {
      boolean jumps = use == Use.JUMP || use == Use.BRANCH;
      (jumps ? jumpedTo : calledOrTaken).add(named.name().text());
    }
    add(of.apply(0));
  }

  Code finish() throws AssemblyException {
    if (insns.isEmpty() && errors.isEmpty()) {
      errors.add(new AssemblyError(1, 1, "no instruction", "the shortest program is `exit`"));
    }
    checkLabels();
    slots = new int[insns.size() + 1];
    for (int i = 0; i < insns.size(); i++) {
      slots[i + 1] = slots[i] + insns.get(i).slots();
    }
    for (Pending p : pending) {
      try {
        insns.set(p.at, resolve(p));
      } catch (LineError e) {
        errors.add(e.at(p.line));
      }
    }
    if (!errors.isEmpty()) {
      errors.sort(
          Comparator.comparingInt(AssemblyError::line).thenComparingInt(AssemblyError::column));
      throw new AssemblyException(errors);
    }
    return new Code(insns, functions(), locations);
  }

  private void checkLabels() {
    labels.forEach(
        (name, label) -> {
          if (label.index == insns.size() && errors.isEmpty()) {
            String message = "no instruction follows label `" + name + "`";
            errors.add(new AssemblyError(label.line, label.column, message, "remove it"));
          }
        });
  }

  private Insn resolve(Pending p) throws LineError {
    if (p.use == Use.CALL && p.target instanceof Target.Named named) {
      String name = named.name().text();
      if (!labels.containsKey(name) && names.helpers().containsKey(name)) {
        return new Insn.Call(names.helpers().get(name));
      }
    }
    int index = index(p);
    int distance = slots[index] - slots[p.at + 1];
    if (p.use == Use.BRANCH && distance != (short) distance) {
      throw new LineError(
          p.column,
          "the target is " + distance + " slots away; a conditional jump reaches 32767",
          "branch to a `goto` nearby");
    }
    return p.of.apply(index);
  }

  private int index(Pending p) throws LineError {
    if (p.target instanceof Target.Distance distance) {
      return indexOfSlot(p, slots[p.at] + 1 + distance.slots());
    }
    long index;
    if (p.target instanceof Target.Index absolute) {
      index = absolute.index();
    } else {
      Target.Named named = (Target.Named) p.target;
      Label label = labels.get(named.name().text());
      if (label == null) {
        throw unknown(p, named.name().text());
      }
      index = label.index + named.plus();
    }
    if (index < 0 || index >= insns.size()) {
      throw new LineError(
          p.column, "there is no instruction " + index + " among " + insns.size(), "");
    }
    return (int) index;
  }

  private int indexOfSlot(Pending p, long slot) throws LineError {
    if (slot < 0 || slot >= slots[insns.size()]) {
      throw new LineError(
          p.column,
          "target " + slot + " lies outside the " + slots[insns.size()] + " slots of the program",
          "");
    }
    int index = java.util.Arrays.binarySearch(slots, (int) slot);
    if (index < 0) {
      throw new LineError(
          p.column,
          "target " + slot + " is the second half of a 64-bit immediate",
          "distances count such an instruction twice");
    }
    return index;
  }

  private LineError unknown(Pending p, String name) {
    if (p.use != Use.CALL) {
      return new LineError(
          p.column,
          "there is no label `" + name + "`" + Spelling.didYouMean(name, labels.keySet()),
          "");
    }
    List<String> known = new ArrayList<>(labels.keySet());
    known.addAll(names.helpers().keySet().stream().sorted().toList());
    String help =
        name.matches("r\\d+") ? "a call of a register's value is `callx " + name + "`" : "";
    return new LineError(
        p.column,
        "there is no function or helper `" + name + "`" + Spelling.didYouMean(name, known),
        help);
  }

  private List<Function> functions() {
    List<Function> functions = new ArrayList<>();
    labels.forEach(
        (name, label) -> {
          if (calledOrTaken.contains(name) || !jumpedTo.contains(name)) {
            functions.add(new Function(name, label.index));
          }
        });
    if (functions.isEmpty() || functions.get(0).start() > 0) {
      functions.add(0, new Function(labels.containsKey("main") ? "entry" : "main", 0));
    }
    return functions;
  }
}
