/**
 * Maps with Linux's semantics and error numbers. Values live in memory that programs address
 * directly and never move.
 */
package org.gpol.vm.map;
