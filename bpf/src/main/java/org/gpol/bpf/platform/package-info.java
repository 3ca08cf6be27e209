/**
 * Contracts of a platform: which program types, context fields, helpers and map types exist. A
 * platform is declared in these types, provided by whoever runs programs, and passed to the
 * verifier as an argument.
 */
package org.gpol.bpf.platform;
