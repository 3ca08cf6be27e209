/**
 * Running programs that nobody verified, one at a time, as the conformance suite's protocol wants
 * it: from bytes in hex to R0. Nothing here knows command lines, so that it starts fast.
 */
package org.gpol.cli.exec;
