/** A language server: the compiler's editor API by the Language Server Protocol. */
package org.gpol.cli.lsp;
