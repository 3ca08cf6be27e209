/** Conformance vectors, the repository's own and the public suite's, from file to verdict. */
package org.gpol.cli.conformance;
