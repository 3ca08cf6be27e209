/** Many runs that do not depend on one another, on all cores, with their results in order. */
package org.gpol.cli.trial;
