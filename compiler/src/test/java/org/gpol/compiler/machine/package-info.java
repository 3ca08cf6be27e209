/** A slow BPF evaluator for tests of the compiler; shares no arithmetic with anything it checks. */
package org.gpol.compiler.machine;
