/** Programs as lists of instructions with the place in the source that each came from. */
package org.gpol.bpf.code;
