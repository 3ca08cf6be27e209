package org.gpol.kernel.hook;

/**
 * The files of an enclave that change what the kernel tells a policy.
 *
 * @param deliverTicks produce CPU_TICK on a tick that hits a ghost task
 * @param deliverCpuAvailability produce CPU_AVAILABLE and CPU_BUSY
 * @param wakeOnWakerCpu where SELECT_RQ has no opinion, wake on the waker's CPU, not the task's
 *     last
 */
public record EnclaveTunables(
    boolean deliverTicks, boolean deliverCpuAvailability, boolean wakeOnWakerCpu) {

  /** What a policy written wholly in BPF sets when its enclave is ready (as ghOSt's biff does). */
  public static final EnclaveTunables ALL_MESSAGES = new EnclaveTunables(true, true, false);

  /** What a fresh enclave has. */
  public static final EnclaveTunables FRESH = new EnclaveTunables(false, false, false);
}
