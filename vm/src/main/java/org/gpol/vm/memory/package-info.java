/**
 * The memory of a machine: regions that programs address with 64-bit pointers, every access checked
 * against its region even for verified programs.
 */
package org.gpol.vm.memory;
