package org.gpol.kernel.liteos;

/** What the calls answer, by the names and numbers of {@code LOS_ERRNO_TSK_*}. */
public enum LiteOsError {
  /** {@code LOS_OK}. */
  OK(0),
  /** There is no program. */
  ENTRY_NULL(0x0200_0204),
  /** The name is empty. */
  NAME_EMPTY(0x0200_0205),
  /** The priority is not 0 to 31. */
  PRIOR_ERROR(0x0200_0203),
  /** There can be no task of that number, or it is the idle task's. */
  ID_INVALID(0x0200_0207),
  /** It is suspended already. */
  ALREADY_SUSPENDED(0x0200_0208),
  /** It is not suspended. */
  NOT_SUSPENDED(0x0200_0209),
  /** There is no task of that number. */
  NOT_CREATED(0x0200_020a),
  /** A task that has locked scheduling cannot delete itself. */
  DELETE_LOCKED(0x0300_020b),
  /** A task that has locked scheduling cannot wait. */
  DELAY_IN_LOCK(0x0300_020e),
  /** A task that has locked scheduling cannot yield. */
  YIELD_IN_LOCK(0x0200_020f),
  /** No other task of the priority is ready. */
  YIELD_NOT_ENOUGH_TASK(0x0200_0210),
  /** There are as many tasks as there can be. */
  TCB_UNAVAILABLE(0x0200_0211),
  /** The idle task cannot be operated on. */
  OPERATE_IDLE(0x0200_0214),
  /** A task that has locked scheduling cannot suspend itself. */
  SUSPEND_LOCKED(0x0300_0215);

  private final int number;

  LiteOsError(int number) {
    this.number = number;
  }

  /** The number that the call returns in C. */
  public int number() {
    return number;
  }
}
