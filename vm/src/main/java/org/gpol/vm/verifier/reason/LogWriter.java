package org.gpol.vm.verifier.reason;

import java.util.function.Consumer;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.text.Disassembler;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.StatePrinter;
import org.gpol.vm.verifier.transfer.Footprint;
import org.gpol.vm.verifier.transfer.Path;

/**
 * Writes what the verifier knows as it goes, in the manner of the kernel's log: a line an
 * instruction, behind it the registers that it changed; where a path begins, all that is known.
 */
public final class LogWriter implements Consumer<Path> {
  private final Code code;
  private final Names names;
  private final StatePrinter printer;
  private final Consumer<String> lines;
  private final int[] slots;
  private Path current;
  private String line;
  private SourceLocation source;

  /** A log of the verification of {@code code} that goes to {@code lines}. */
  public LogWriter(Code code, Names names, Consumer<String> lines) {
    this.code = code;
    this.names = names;
    this.lines = lines;
    printer = new StatePrinter(names::map);
    slots = new int[code.size()];
    for (int i = 1; i < slots.length; i++) {
      slots[i] = slots[i - 1] + code.insn(i - 1).slots();
    }
  }

  @Override
  public void accept(Path path) {
    Footprint before = path.footprint();
    if (path == current) {
      finish(changes(before, path));
    } else {
      finish("");
      String from = before == null ? "" : "from " + slots[before.index()] + " to ";
      lines.accept(from + slots[path.index()] + ": " + printer.print(path.state()));
      source = null;
      current = path;
    }
    SourceLocation here = code.location(path.index());
    boolean tells = here != null && Language.of(here) != Language.ASSEMBLY;
    if (tells && (source == null || here.line() != source.line())) {
      lines.accept("; " + here.line() + ": " + here.text().strip());
    }
    source = here;
    line =
        slots[path.index()]
            + ": "
            + Disassembler.line(code, path.index(), names.helpers(), names.maps());
    path.leaveFootprint();
  }

  /** Writes what is left. */
  public void end() {
    finish("");
  }

  private void finish(String changes) {
    if (line != null) {
      lines.accept(line + (changes.isEmpty() ? "" : "  ;" + changes));
      line = null;
    }
  }

  private String changes(Footprint before, Path path) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Reg.COUNT; i++) {
      Value now = path.state().reg(Reg.of(i));
      if (!now.equals(before.reg(Reg.of(i))) && before.depth() == path.state().depth()) {
        text.append(" r").append(i).append('=').append(printer.print(now));
      }
    }
    return text.toString();
  }
}
