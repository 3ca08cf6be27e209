/**
 * CO-RE, "compile once, run everywhere": what an object compiled against one kernel's types needs
 * to be told about another's. Follows libbpf's rules (Linux, tools/lib/bpf/relo_core.c; "BPF CO-RE
 * reference guide").
 */
package org.gpol.bpf.core;
