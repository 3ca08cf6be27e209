/**
 * Holds the engines to each other. A {@link org.gpol.vm.agreement.Trial} is programs and what they
 * run on; {@link org.gpol.vm.agreement.Grade}s generate trials, from random bytes to programs that
 * the verifier accepts; {@link org.gpol.vm.agreement.Comparison} runs one on the interpreter and
 * compiled and says what differs; {@link org.gpol.vm.agreement.Shrinker} makes it smaller while it
 * still does; {@link org.gpol.vm.agreement.Corpus} keeps it; and {@link
 * org.gpol.vm.agreement.Campaign} does all that for any number of programs.
 */
package org.gpol.vm.agreement;
