/** What a compiler hands to a loader: programs, maps, global data and what is known about them. */
package org.gpol.bpf.object;
