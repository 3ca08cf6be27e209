package org.gpol.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.object.BpfObject;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.SyncCommit;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.kernel.platform.CpuTables;
import org.junit.jupiter.api.Test;

/** {@code sync_commit} asks the kernel for what the policy wrote. */
class SyncCommitTest {
  private static final String POLICY =
      """
      policy pairs;
      on pick_next_task(ctx) {
          var first = SyncCommit { cpus: [2, -1], gtids: [7, 0], barriers: [5, 0], run_flags: [SEND_TASK_ON_CPU, 0] };
          if sync_commit(first) == 1 {
              var both = first;
              both.cpus[1] = 3;
              both.gtids[1] = 9;
              both.commit_flags = [1, 2];
              if sync_commit(both) < 0 { ctx.dont_idle = true; }
          }
      }
      """;

  /** A kernel that remembers what was to be committed, and refuses two at once. */
  private static final class Kernel extends SilentKernel {
    private final List<List<SyncCommit>> commits = new ArrayList<>();

    @Override
    public int syncCommit(List<SyncCommit> transactions) {
      commits.add(transactions);
      return transactions.size() == 1 ? 1 : -16;
    }
  }

  @Test
  void transactions_committed_reachTheKernelAsWritten() throws Exception {
    BpfObject object =
        GpolCompiler.compile(new SourceFile("pairs.gpol", POLICY), CompilerOptions.DEFAULT)
            .object()
            .orElseThrow();
    BpfPolicy policy = BpfPolicy.load(object, CpuTables.options(Topology.flat(4)));
    byte[] context = new byte[ContextCodec.PNT_SIZE];
    ContextCodec.writePnt(context, false, false, false, 0);
    Kernel kernel = new Kernel();

    policy.program(HookPoint.PICK_NEXT_TASK).run(context, kernel);

    SyncCommit first = new SyncCommit(2, 7, 5, GhostAbi.SEND_TASK_ON_CPU, 0);
    assertEquals(
        List.of(
            List.of(first),
            List.of(
                new SyncCommit(2, 7, 5, GhostAbi.SEND_TASK_ON_CPU, 1),
                new SyncCommit(3, 9, 0, 0, 2))),
        kernel.commits);
    assertTrue(context[ContextCodec.PNT_DONT_IDLE] != 0);
  }
}
