/**
 * Helpers: each one object with its signature and its implementation, bound to numbers in a table.
 */
package org.gpol.vm.call;
