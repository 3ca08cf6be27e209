package org.gpol.kernel.liteos;

/**
 * The answer to a creation.
 *
 * @param error what was wrong, or OK
 * @param id the task's number, -1 without one
 */
public record LiteOsCreated(LiteOsError error, int id) {}
