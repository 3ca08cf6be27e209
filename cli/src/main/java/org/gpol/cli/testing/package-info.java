/** Tests that stand in policies: running them, and telling how they went and what they reached. */
package org.gpol.cli.testing;
