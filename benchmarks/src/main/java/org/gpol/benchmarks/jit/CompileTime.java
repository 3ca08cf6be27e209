package org.gpol.benchmarks.jit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gpol.bpf.code.Code;
import org.gpol.vm.GenericPlatform;
import org.gpol.vm.LoadOptions;
import org.gpol.vm.engine.FunctionAddresses;
import org.gpol.vm.engine.Linkage;
import org.gpol.vm.engine.ProgramTable;
import org.gpol.vm.engine.jit.JitEngine;
import org.gpol.vm.engine.jit.NotCompilableException;
import org.gpol.vm.map.MapRegistry;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.verifier.VerificationResult;
import org.gpol.vm.verifier.Verifier;
import org.gpol.vm.verifier.VerifierInput;

/** How long compiling takes, from verified instructions to a class that can run. */
final class CompileTime {
  static final List<Integer> SIZES = List.of(50, 500, 5_000, 20_000);

  private final Code code;
  private final VerificationResult verdict;
  private final GenericPlatform platform = new GenericPlatform(SyntheticProgram.CONTEXT);

  private CompileTime(Code code) {
    this.code = code;
    this.verdict =
        Verifier.verify(
            new VerifierInput(
                code,
                platform.programType("program").orElseThrow(),
                platform,
                List.of(),
                Map.of()));
    if (verdict.rejection().isPresent()) {
      throw new IllegalStateException(verdict.rejection().get().toString());
    }
  }

  /** A row for each size: the first time in this process, and the median of many. */
  static String table(int times) {
    StringBuilder out =
        new StringBuilder("| instructions | first, ms | warm, ms | class, bytes |\n");
    out.append("|---:|---:|---:|---:|\n");
    for (int size : SIZES) {
      out.append(new CompileTime(SyntheticProgram.of(size)).row(Math.max(5, times * 50 / size)));
    }
    return out.toString();
  }

  private String row(int times) {
    long start = System.nanoTime();
    int bytes = compile();
    double first = (System.nanoTime() - start) / 1e6;
    for (int i = 0; i < times; i++) {
      compile();
    }
    double[] warm = new double[times];
    for (int i = 0; i < times; i++) {
      start = System.nanoTime();
      compile();
      warm[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(warm);
    return String.format(
        Locale.ROOT, "| %,d | %.2f | %.2f | %,d |\n", code.size(), first, warm[times / 2], bytes);
  }

  private int compile() {
    AddressSpace memory = new AddressSpace();
    MapRegistry maps = new MapRegistry(memory, 1);
    FunctionAddresses functions = FunctionAddresses.assign(memory, "the program", code);
    Linkage linkage =
        new Linkage(platform.helpers(), maps, functions, new ProgramTable(), List.of());
    try {
      return JitEngine.compile(code, verdict.facts(), linkage, LoadOptions.DEFAULT_BUDGET)
          .classBytes();
    } catch (NotCompilableException e) {
      throw new IllegalStateException(e);
    }
  }
}
