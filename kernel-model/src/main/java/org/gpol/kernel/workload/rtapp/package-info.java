/**
 * Reads the workload files of rt-app (github.com/scheduler-tools/rt-app, doc/tutorial.txt) and
 * plays them. The text becomes a positioned tree ({@link
 * org.gpol.kernel.workload.rtapp.JsonTreeReader}), the tree becomes one program per task ({@link
 * org.gpol.kernel.workload.rtapp.TaskParser}), and the programs are proved to keep their locks in
 * order and to let time pass before anything runs ({@link
 * org.gpol.kernel.workload.rtapp.ProgramCheck}). What rt-app accepts and we do not support yet is
 * refused by name and place; nothing that changes behaviour is ever skipped. Where rt-app's
 * documentation and its source disagree the source decides, and the Javadoc of the step concerned
 * says so.
 */
package org.gpol.kernel.workload.rtapp;
