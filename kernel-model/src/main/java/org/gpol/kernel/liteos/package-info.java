/**
 * The task API of a small real-time kernel, LiteOS, on a simulated CPU of its own: {@link
 * org.gpol.kernel.liteos.LiteOs} has the calls of {@code los_task.h} with their states, status bits
 * and error numbers, and tells a {@link org.gpol.kernel.report.TraceListener} what happens, so that
 * the pictures, traces and checks that simulations have serve here too.
 */
package org.gpol.kernel.liteos;
