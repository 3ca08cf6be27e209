package org.gpol.kernel.hook;

/** The places where an enclave runs a policy's program; one program each (ghOSt attach types). */
public enum HookPoint {
  /** Every pick of a next task on a CPU of the enclave, {@code GHOST_SCHED_PNT}. */
  PICK_NEXT_TASK("ghost_sched/pnt", ContextCodec.PNT_SIZE),
  /** Every message about to be delivered, {@code GHOST_MSG_SEND}. */
  MSG_SEND("ghost_msg/msg_send", ContextCodec.MSG_SIZE),
  /** The choice of a run queue for a waking or new task, {@code GHOST_SELECT_RQ}. */
  SELECT_RQ("ghost_select_rq/select_rq", ContextCodec.SELECT_RQ_SIZE),
  /** The polling of a CPU that is about to idle, {@code GHOST_HALT_POLL}. */
  HALT_POLL("ghost_halt_poll/halt_poll", ContextCodec.HALT_POLL_SIZE);

  private final String section;
  private final int contextSize;

  HookPoint(String section, int contextSize) {
    this.section = section;
    this.contextSize = contextSize;
  }

  /** The ELF section that holds programs for this point. */
  public String section() {
    return section;
  }

  /** Bytes of context a program is given. */
  public int contextSize() {
    return contextSize;
  }
}
