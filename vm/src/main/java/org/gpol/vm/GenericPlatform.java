package org.gpol.vm;

import java.util.List;
import java.util.Optional;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.platform.ContextLayout;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.KernelVariable;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.vm.call.GenericHelpers;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.call.TaskStruct;

/**
 * A platform without a kernel: whatever section a program is in, its context is some bytes of
 * memory that it reads and writes, and it may call the helpers that every type has.
 */
public final class GenericPlatform implements Platform {
  private final HelperTable helpers = GenericHelpers.table();
  private final int contextBytes;

  /** A platform whose programs are given {@code contextBytes} bytes. */
  public GenericPlatform(int contextBytes) {
    this.contextBytes = contextBytes;
  }

  /** What the helpers do. */
  public HelperTable helpers() {
    return helpers;
  }

  /** None by name: every section has a type. */
  @Override
  public List<ProgramType> programTypes() {
    return List.of();
  }

  @Override
  public Optional<HelperSignature> helper(ProgramType type, int id) {
    return helpers.signature(id);
  }

  @Override
  public List<KernelVariable> variables() {
    return helpers.declaredVariables();
  }

  @Override
  public List<String> functions() {
    return helpers.kfuncNames();
  }

  @Override
  public int objectBytes(String typeName) {
    return typeName.equals(TaskStruct.NAME) ? TaskStruct.BYTES : 0;
  }

  @Override
  public BtfTable types() {
    return TaskStruct.types();
  }

  @Override
  public Optional<ProgramType> programType(String section) {
    ContextLayout memory = new ContextLayout("memory", contextBytes, List.of());
    return Optional.of(new ProgramType("generic", section, memory));
  }
}
