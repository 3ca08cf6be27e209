/**
 * The seam between the kernel model and a policy's programs. The model fills a context, a byte
 * array laid out as the ghOSt ABI says ({@link org.gpol.kernel.hook.ContextCodec}), runs whatever
 * {@link org.gpol.kernel.hook.HookProgram} is attached to the {@link
 * org.gpol.kernel.hook.HookPoint}, and reads the outputs back. A program reaches the kernel only
 * through its {@link org.gpol.kernel.hook.HookEnvironment}, so the model neither knows nor cares
 * whether the program is BPF in a machine or a few lines of Java in a test.
 */
package org.gpol.kernel.hook;
