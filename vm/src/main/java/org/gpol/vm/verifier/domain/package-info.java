/**
 * What the verifier can know about a value: which bits and which ranges a number may have, and what
 * a pointer points at. All immutable, and all of it says something about sets of concrete values: a
 * fact is sound if no value that can occur lies outside the set.
 */
package org.gpol.vm.verifier.domain;
