/**
 * Machines as they are described outside of the simulation: {@code lscpu -p}, the kernel's own
 * files under {@code /sys/devices/system}, and machines that have a name. All of them become a
 * {@link org.gpol.kernel.model.Topology}.
 */
package org.gpol.kernel.machine;
