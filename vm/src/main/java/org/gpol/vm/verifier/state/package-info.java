/**
 * What the verifier knows at one point of one path: registers and stack of every open call. And
 * what it remembers of points that it has seen: which of that knowledge was used afterwards, and
 * when a new state needs no look because an old one covers it.
 */
package org.gpol.vm.verifier.state;
