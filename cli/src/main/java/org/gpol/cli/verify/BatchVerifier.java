package org.gpol.cli.verify;

import java.util.List;
import java.util.Set;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.cli.exec.BadProgram;
import org.gpol.cli.exec.HexText;
import org.gpol.cli.exec.RawCode;
import org.gpol.vm.EngineKind;
import org.gpol.vm.LoadException;
import org.gpol.vm.LoadOptions;
import org.gpol.vm.Loader;
import org.gpol.vm.VerifierRejection;
import org.gpol.vm.call.Environment;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.engine.VmFault;
import org.gpol.vm.verifier.Rejection;
import org.gpol.vm.verifier.VerificationResult;
import org.gpol.vm.verifier.Verifier;
import org.gpol.vm.verifier.VerifierInput;

/**
 * Judges many raw programs, a line each.
 *
 * @param word how answers call the type
 * @param engine what runs accepted programs; null to run none
 */
public record BatchVerifier(
    String word,
    ProgramType type,
    Platform platform,
    HelperTable helpers,
    List<MapSpec> maps,
    EngineKind engine) {
  private static final long BUDGET = 100_000_000;

  /**
   * The answer to a line {@code NAME|HEX}: {@code NAME}, type, {@code ACCEPT} and what is known, or
   * {@code REJECT} and why, with tabs between.
   */
  public String answer(String line) {
    int bar = line.indexOf('|');
    String name = bar < 0 ? line : line.substring(0, bar);
    String start = name + "\t" + word + "\t";
    try {
      if (bar < 0) {
        throw new BadProgram("a line is NAME|HEX");
      }
      return start + verdict(RawCode.ofBytes(HexText.bytes(line.substring(bar + 1))));
    } catch (BadProgram e) {
      return start + "REJECT\t" + e.getMessage();
    }
  }

  private String verdict(Code code) {
    VerifierInput input = new VerifierInput(code, type, platform, maps, java.util.Map.of());
    VerificationResult result = Verifier.verify(input);
    if (!result.accepted()) {
      Rejection rejection = result.rejection().orElseThrow();
      return "REJECT\t" + rejection.check() + ": " + rejection.slot() + ": " + rejection.message();
    }
    String insns = "insns=" + result.instructionsProcessed();
    return engine == null ? "ACCEPT\t" + insns : "ACCEPT\t" + run(code) + insns;
  }

  private String run(Code code) {
    BpfObject object =
        new BpfObject(
            "batch",
            "GPL",
            List.of(new Program("main", type.section(), code)),
            maps,
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            List.of(),
            BtfTable.EMPTY);
    LoadOptions options = new LoadOptions(1, java.util.Map.of(), BUDGET, engine);
    try {
      byte[] context = new byte[type.context().size()];
      long r0 =
          Loader.load(object, platform, helpers, options)
              .programs()
              .get(0)
              .run(context, Still.WORLD);
      return "retval=0x" + Integer.toHexString((int) r0) + "\tr0=0x" + Long.toHexString(r0) + "\t";
    } catch (LoadException | VerifierRejection | VmFault e) {
      return "error=" + e.getMessage() + "\t";
    }
  }

  /** Time stands still, chance is 0, and nothing is printed. */
  private enum Still implements Environment {
    WORLD;

    @Override
    public long ktimeNs() {
      return 0;
    }

    @Override
    public int currentCpu() {
      return 0;
    }

    @Override
    public int randomU32() {
      return 0;
    }

    @Override
    public void tracePrintk(String text) {
      // Answers go to standard output and nothing else does.
    }
  }
}
