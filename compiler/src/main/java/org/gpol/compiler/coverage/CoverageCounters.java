package org.gpol.compiler.coverage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Width;
import org.gpol.bpf.object.DataSection;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrModule;
import org.gpol.compiler.ir.IrTerminator;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Register;

/**
 * Adds a counter to each block and to both ways out of each condition. That is done before anything
 * is optimised, so the blocks are those of the text, however that is laid out.
 */
public final class CoverageCounters {
  private static final String SECTION = ".cover";

  /** Where the library's functions come from, which are not the policy's to test. */
  private static final String LIBRARY = "container/";

  private static final int BYTES = 8;

  /** A module with counters, and what they count. */
  public record Counted(IrModule module, CoverageMap map) {}

  private final int map;
  private final List<CoverageMap.Block> blocks = new ArrayList<>();
  private final List<CoverageMap.Branch> branches = new ArrayList<>();
  private int counters;

  private CoverageCounters(int map) {
    this.map = map;
  }

  /** {@code module} with counters. */
  public static Counted add(IrModule module) {
    CoverageCounters added = new CoverageCounters(module.maps().size());
    List<IrFunction> functions = new ArrayList<>();
    for (IrFunction function : module.functions()) {
      functions.add(added.function(function));
    }
    int bytes = Math.max(1, added.counters) * BYTES;
    List<MapSpec> maps = new ArrayList<>(module.maps());
    maps.add(MapSpec.globalData(SECTION, bytes, false));
    List<DataSection> data = new ArrayList<>(module.data());
    data.add(new DataSection(added.map, new byte[bytes], false));
    IrModule counted =
        new IrModule(
            module.name(),
            maps,
            data,
            module.variables(),
            module.statistics(),
            module.hooks(),
            functions,
            module.programs());
    return new Counted(counted, new CoverageMap(added.map, added.blocks, added.branches));
  }

  private IrFunction function(IrFunction function) {
    int[] free = {function.freeRegister()};
    List<IrBlock> done = new ArrayList<>();
    List<IrBlock> ways = new ArrayList<>();
    for (IrBlock block : function.blocks()) {
      List<SourceLocation> lines = lines(block);
      List<IrInst> insts = new ArrayList<>();
      if (!lines.isEmpty()) {
        int counter = counters++;
        blocks.add(new CoverageMap.Block(counter, lines));
        count(counter, lines.get(0), free, insts);
      }
      insts.addAll(block.insts());
      IrTerminator end = block.terminator();
      if (end instanceof IrTerminator.Branch branch && isOfPolicy(branch.location())) {
        end = condition(block.label(), branch, free, ways);
      }
      done.add(new IrBlock(block.label(), insts, end));
    }
    done.addAll(ways);
    return function.withBlocks(done);
  }

  private IrTerminator condition(
      String label, IrTerminator.Branch branch, int[] free, List<IrBlock> ways) {
    int whenTrue = counters++;
    int whenFalse = counters++;
    branches.add(new CoverageMap.Branch(whenTrue, whenFalse, branch.location()));
    String yes = way(label + ".yes", branch.then(), whenTrue, branch.location(), free, ways);
    String no = way(label + ".no", branch.otherwise(), whenFalse, branch.location(), free, ways);
    return new IrTerminator.Branch(
        branch.cond(), branch.width(), branch.left(), branch.right(), yes, no, branch.location());
  }

  private String way(
      String label, String target, int counter, SourceLocation at, int[] free, List<IrBlock> ways) {
    List<IrInst> insts = new ArrayList<>();
    count(counter, at, free, insts);
    ways.add(new IrBlock(label, insts, new IrTerminator.Jump(target, at)));
    return label;
  }

  private void count(int counter, SourceLocation at, int[] free, List<IrInst> insts) {
    IrValue cell = new IrValue.GlobalAddress(map, counter * BYTES);
    Register before = new Register(free[0]++, IrType.U64);
    Register after = new Register(free[0]++, IrType.U64);
    insts.add(new IrInst.Load(before, MemSize.B8, cell, 0, at));
    insts.add(
        new IrInst.Binary(
            after, AluOp.ADD, Width.W64, before, new IrValue.Constant(1, IrType.U64), at));
    insts.add(new IrInst.Store(MemSize.B8, cell, 0, after, at));
  }

  private static boolean isOfPolicy(SourceLocation at) {
    return at != null && !at.file().startsWith(LIBRARY);
  }

  /** The lines that a block has something of, each once. */
  private static List<SourceLocation> lines(IrBlock block) {
    Map<String, SourceLocation> lines = new LinkedHashMap<>();
    List<SourceLocation> all = new ArrayList<>();
    block.insts().forEach(inst -> all.add(inst.location()));
    all.add(block.terminator().location());
    for (SourceLocation at : all) {
      // The line of a function's head has what stands before and behind its body.
      if (isOfPolicy(at)) {
        lines.putIfAbsent(at.file() + ":" + at.line(), at);
      }
    }
    return List.copyOf(lines.values());
  }
}
