/** Figures of a policy on workloads that are the same for all, beside the kernel's own classes. */
package org.gpol.cli.figures;
