package org.gpol.kernel.sim;

import java.util.ArrayList;
import java.util.List;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.report.TraceListener;

/** Every event as a line. */
final class RecordingListener implements TraceListener {
  final List<String> lines = new ArrayList<>();

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    lines.add(timeNs + " switch " + cpu + " " + prev + " " + reason + " " + next);
  }

  @Override
  public void running(long timeNs, int cpu, int task) {
    lines.add(timeNs + " running " + cpu + " " + task);
  }

  @Override
  public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
    lines.add(timeNs + " woken " + task + " " + cpu + " " + wakerCpu + " " + fresh);
  }

  @Override
  public void migrated(long timeNs, int task, int fromCpu, int toCpu) {
    lines.add(timeNs + " migrated " + task + " " + fromCpu + " " + toCpu);
  }

  @Override
  public void latched(long timeNs, int task, int cpu) {
    lines.add(timeNs + " latched " + task + " " + cpu);
  }

  @Override
  public void message(
      long timeNs, int cpu, MessageType type, int task, int seqnum, boolean delivered) {
    lines.add(timeNs + " message " + cpu + " " + type + " " + task + " " + seqnum);
  }

  @Override
  public void hook(long timeNs, int cpu, HookPoint point, long insns, long result) {
    lines.add(timeNs + " hook " + cpu + " " + point + " " + insns + " " + result);
  }
}
