/** Reading of binary formats that anybody may have written: every access is checked. */
package org.gpol.bpf.binary;
