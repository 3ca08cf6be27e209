package org.gpol.kernel.model;

/**
 * Whom a timer tells.
 *
 * @param cpu whose agent gets CPU_TIMER_EXPIRED
 * @param flags {@link org.gpol.kernel.hook.GhostAbi#TIMERFD_ENABLED}
 * @param type what the message says
 * @param cookie what the message says
 */
public record TimerTarget(int cpu, int flags, long type, long cookie) {}
