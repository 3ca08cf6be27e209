/** What {@code gpol verify} reads, asks and prints. */
package org.gpol.cli.verify;
