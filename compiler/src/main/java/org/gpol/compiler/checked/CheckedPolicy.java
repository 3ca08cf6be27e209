package org.gpol.compiler.checked;

import java.util.List;
import org.gpol.bpf.contract.Contract;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.diagnostics.SourceSpan;

/**
 * A whole policy without errors; all lists are in the order of the source.
 *
 * @param externs what the loader has to fill in, of those that are used or not
 * @param functions callees need not come before callers; there is no recursion
 * @param handlers at most one per hook
 * @param contracts what every run must keep
 * @param tests that stand in it
 */
public record CheckedPolicy(
    SourceFile file,
    String name,
    List<Symbol.Param> params,
    List<Symbol.Global> globals,
    List<Symbol.ExternVar> externs,
    List<Symbol.Map> maps,
    List<Symbol.Stat> stats,
    List<Symbol.Event> events,
    List<StructType> structs,
    List<EnumType> enums,
    List<Function> functions,
    List<Handler> handlers,
    List<Contract> contracts,
    List<PolicyTest> tests) {

  /**
   * A function with its body.
   *
   * @param parameters numbers and runnables; five registers at most, of which a runnable takes two
   */
  public record Function(Symbol.Function symbol, List<Local> parameters, TypedStmt.Block body) {}

  /**
   * The handler of a hook. Handlers whose hooks share a section are one program, which tells them
   * apart by the selector of their context.
   */
  public record Handler(Symbol.Hook hook, TypedStmt.Block body, SourceSpan span) {}
}
