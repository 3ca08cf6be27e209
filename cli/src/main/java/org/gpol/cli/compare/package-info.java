/**
 * Policies side by side: the same workloads and seeds under each, and how sure the differences are.
 */
package org.gpol.cli.compare;
