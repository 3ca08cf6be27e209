package org.gpol.kernel.agent;

import org.gpol.kernel.model.Message;
import org.gpol.kernel.model.StatusWord;

/** A task as a scheduler in user space keeps it. */
final class Job {
  final long gtid;
  final StatusWord statusWord;
  int seqnum;

  /** The CPU it is queued or runs on, -1 while it has none. */
  int cpu = -1;

  /** It goes before others: it was interrupted or has just woken. */
  boolean boosted;

  Job(Message created, StatusWord statusWord) {
    this.gtid = created.gtid();
    this.statusWord = statusWord;
    this.seqnum = created.seqnum();
  }
}
