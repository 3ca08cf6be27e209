/**
 * How results look: tables for people, JSON for programs, traces for the Perfetto UI and pictures
 * for pages.
 */
package org.gpol.cli.output;
