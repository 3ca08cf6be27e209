/**
 * A second meaning of the language, against which the compiler is held: policies are interpreted as
 * they were checked, by code that shares nothing with what makes and runs programs.
 */
package org.gpol.policies.reference;
