/**
 * The kernel model as a BPF platform: {@link org.gpol.kernel.platform.ModelPlatform} says which
 * program types, contexts and helpers exist and implements the helpers on the model; {@link
 * org.gpol.kernel.platform.BpfPolicy} attaches the programs of a loaded object to the hooks.
 */
package org.gpol.kernel.platform;
