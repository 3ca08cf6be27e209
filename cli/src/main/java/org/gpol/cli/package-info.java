/**
 * The command line: one class a command, each of which parses its options, calls the modules below
 * and prints what they say. Nothing is decided here that another program could not decide by
 * calling the same modules.
 */
package org.gpol.cli;
