package org.gpol.kernel.model;

import static org.gpol.kernel.hook.ContextCodec.getInt;
import static org.gpol.kernel.hook.ContextCodec.getLong;
import static org.gpol.kernel.hook.ContextCodec.putInt;
import static org.gpol.kernel.hook.ContextCodec.putLong;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.hook.GhostAbi;
import org.junit.jupiter.api.Test;

/** The calls on ctl by number, with arguments laid out as ghOSt's header has them. */
class IoctlTest {
  private static final int G = 'g' << 8;
  private final EnclaveHarness ghost = new EnclaveHarness();

  @Test
  void unknownNumbers_enotty() {
    ghost.boot(1);
    assertEquals(-Errno.ENOTTY, ghost.ctl.ioctl(G | 12, new byte[64]));
    assertEquals(-Errno.ENOTTY, ghost.ctl.ioctl('h' << 8 | 1, new byte[64]));
    assertEquals(0, ghost.ctl.ioctl(G, new byte[0]));
    int status = ghost.user.open(ghost.thread, "enclave_1/status", false);
    Ctl none = ghost.user.ctl(ghost.thread, status);
    assertEquals(-Errno.ENOTTY, none.ioctl(G | 5, new byte[4]));
  }

  @Test
  void shortArguments_efault() {
    ghost.boot(1);
    for (int number = 1; number <= 11; number++) {
      assertEquals(-Errno.EFAULT, ghost.ctl.ioctl(G | number, new byte[3]), "number " + number);
    }
    byte[] commit = new byte[16];
    putLong(commit, 0, 9);
    putInt(commit, 8, 8);
    assertEquals(-Errno.EFAULT, ghost.ctl.ioctl(G | 8, commit));
  }

  @Test
  void createQueue_writesTheSizeOfItsMapping() {
    ghost.boot(1);
    byte[] arg = new byte[24];
    putInt(arg, 0, 65536);
    int fd = ghost.ctl.ioctl(G | 3, arg);
    assertTrue(fd > 0);
    assertEquals(528_384, getLong(arg, 16));
    byte[] set = new byte[4];
    putInt(set, 0, fd);
    assertEquals(0, ghost.ctl.ioctl(G | 5, set));
    byte[] wakeup = new byte[32];
    putInt(wakeup, 0, fd);
    putLong(wakeup, 8, 24);
    putInt(wakeup, 16, 1);
    assertEquals(0, ghost.ctl.ioctl(G | 6, wakeup));
    putInt(wakeup, 28, 1);
    assertEquals(-Errno.EINVAL, ghost.ctl.ioctl(G | 6, wakeup), "a priority");
  }

  @Test
  void statusWordOfATask_isFoundAssociatedAndTimed() {
    ghost.machine.ghost(1000, kernel -> kernel.currentRun(1_000_000));
    ghost.boot(1).enter(0).agents(0).until(1100);
    StatusWord word = ghost.word(0);
    byte[] info = new byte[24];
    putInt(info, 0, GhostAbi.SRC_TASK);
    putLong(info, 8, word.gtid());
    assertEquals(0, ghost.ctl.ioctl(G | 1, info));
    assertEquals(List.of(word.region(), word.index()), List.of(getInt(info, 16), getInt(info, 20)));
    byte[] free = new byte[8];
    putInt(free, 4, word.index());
    assertEquals(-Errno.EINVAL, ghost.ctl.ioctl(G | 2, free));
    byte[] associate = new byte[32];
    putInt(associate, 0, ghost.queueFd);
    putInt(associate, 8, GhostAbi.SRC_TASK);
    putLong(associate, 16, word.gtid());
    putInt(associate, 24, word.barrier());
    assertEquals(GhostAbi.ASSOC_ALREADY, ghost.ctl.ioctl(G | 4, associate));
    ghost.runOn(0, 0, 0).until(1_000_000);
    byte[] time = new byte[16];
    putLong(time, 0, word.gtid());
    assertEquals(0, ghost.ctl.ioctl(G | 7, time));
    assertTrue(getLong(time, 8) >= 0);
  }

  @Test
  void commit_ofAPing_runsTheAgentOfItsProcess() {
    ghost.boot(2).agents(0, 1);
    int barrier = ghost.cpu(1).ghost.agentBarrier;
    ghost.txn(1).open(GhostAbi.AGENT_GTID, 0, 0, 0, GhostAbi.COMMIT_AT_TXN_COMMIT);
    byte[] commit = new byte[24];
    putLong(commit, 0, 16);
    putInt(commit, 8, 8);
    putLong(commit, 16, 2);
    assertEquals(0, ghost.ctl.ioctl(G | 8, commit));
    assertEquals(Transaction.COMPLETE, ghost.txn(1).state());
    assertTrue(ghost.cpu(1).ghost.agentBarrier > barrier);
    ghost.txn(0).open(GhostAbi.NULL_GTID, 0, 0, 0, 0);
    assertEquals(0, ghost.ctl.ioctl(G | 9, new byte[16]) & ~1);
    byte[] run = new byte[24];
    putLong(run, 0, GhostAbi.AGENT_GTID);
    putInt(run, 16, 1);
    assertEquals(0, ghost.ctl.ioctl(G | 11, run));
  }

  @Test
  void timer_withGhostPart_tellsTheAgent() {
    ghost.boot(1).agents(0);
    byte[] arg = new byte[80];
    putInt(arg, 0, ghost.user.createTimer(ghost.thread));
    putLong(arg, 8, 48);
    putInt(arg, 28, GhostAbi.TIMERFD_ENABLED);
    putLong(arg, 32, 3);
    putLong(arg, 40, 4);
    putLong(arg, 48 + 24, 5000);
    assertEquals(0, ghost.ctl.ioctl(G | 10, arg));
    ghost.until(9000);
    assertEquals(List.of("CPU_TIMER_EXPIRED(cpu0)"), ghost.drained());
    assertEquals(4, ghost.message(0).field("cookie"));
  }
}
