/**
 * The BPF machine from outside: a loader that creates maps, sets parameters, verifies and prepares
 * programs, and the loaded programs themselves.
 */
package org.gpol.vm;
