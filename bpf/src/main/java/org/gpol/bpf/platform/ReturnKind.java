package org.gpol.bpf.platform;

/** What a helper leaves in R0. */
public enum ReturnKind {
  /** A scalar of which nothing is known. */
  SCALAR,
  /** A negative error number or 0 or more, sign-extended from 32 bits. */
  ERRNO,
  /** A pointer to a value of the map given, or null; for a map of maps, the inner map or null. */
  MAP_VALUE_OR_NULL
}
