/**
 * What a run looks like in the formats of other tools: Perfetto's protobuf, ftrace text, CSV,
 * HdrHistogram logs, the tables of perf, schbench and ghOSt, and a page of HTML that needs nothing
 * else.
 */
package org.gpol.cli.report;
