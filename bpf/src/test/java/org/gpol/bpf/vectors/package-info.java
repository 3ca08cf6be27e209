/**
 * The conformance vectors of the repository: how they are made, and that they leave nothing out.
 */
package org.gpol.bpf.vectors;
