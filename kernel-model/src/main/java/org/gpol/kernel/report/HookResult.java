package org.gpol.kernel.report;

/**
 * How often a hook ran.
 *
 * @param hook the name a policy gives it; messages are listed by their own hooks
 * @param insns executed in all calls together
 * @param errors calls that ended in a fault
 */
public record HookResult(String hook, long calls, long insns, long errors) {}
