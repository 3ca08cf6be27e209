package org.gpol.kernel.model;

import org.gpol.kernel.report.HookResult;

/** How often a program ran, and what it took. */
final class RunCounter {
  long calls;
  long insns;
  long errors;

  HookResult result(String hook) {
    return new HookResult(hook, calls, insns, errors);
  }
}
