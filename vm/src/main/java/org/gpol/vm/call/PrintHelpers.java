package org.gpol.vm.call;

import static org.gpol.bpf.platform.ArgKind.CONST_SIZE;
import static org.gpol.bpf.platform.ArgKind.CONST_SIZE_OR_ZERO;
import static org.gpol.bpf.platform.ArgKind.CONST_STRING;
import static org.gpol.bpf.platform.ArgKind.MEM;
import static org.gpol.bpf.platform.ArgKind.MEM_OR_NULL;
import static org.gpol.bpf.platform.ArgKind.UNINIT_MEM_OR_NULL;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gpol.bpf.platform.ReturnKind;
import org.gpol.vm.memory.Region;

/** Formatted text. */
final class PrintHelpers {
  /** The kernel's buffer for a line, its zero included. */
  private static final int LINE_BYTES = 1024;

  /** The kernel's {@code MAX_BPRINTF_VARARGS}. */
  private static final int MOST_ARGUMENTS = 12;

  private static final String FORMATS =
      " The format knows %d %i %u %x %X, with l or ll for 64 bits, %c, %s, %p %px %pK %ps %pS %pB"
          + " %pks %pi4 %pI4 %pi6 %pI6 and %%, each with flags 0 + - and space and a width.";

  private PrintHelpers() {}

  static List<HelperBinding> helpers() {
    return List.of(tracePrintk(), snprintf(), traceVprintk());
  }

  private static HelperBinding tracePrintk() {
    return HelperBinding.of(6, "long bpf_trace_printk(const char *fmt, u32 fmt_size, ...)")
        .takes(MEM, CONST_SIZE)
        .summary("Prints a line with at most three arguments to the trace." + FORMATS)
        .returns(ReturnKind.ERRNO, "The length of the line")
        .fails("EINVAL", "the format has no zero at its end, or asks for what there is not")
        .since("4.1")
        .does(
            call ->
                print(call, call.r1(), call.r2(), new long[] {call.r3(), call.r4(), call.r5()}));
  }

  private static HelperBinding traceVprintk() {
    return HelperBinding.of(
            177,
            "long bpf_trace_vprintk(const char *fmt, u32 fmt_size, const void *data, u32 data_len)")
        .takes(MEM, CONST_SIZE, MEM_OR_NULL, CONST_SIZE_OR_ZERO)
        .summary(
            "Like bpf_trace_printk, with up to twelve arguments: an array of u64 of *data_len* bytes."
                + FORMATS)
        .returns(ReturnKind.ERRNO, "The length of the line")
        .fails("EINVAL", "as of bpf_trace_printk, or *data_len* is no multiple of 8 up to 96")
        .since("5.16")
        .does(
            call -> {
              long[] args = arguments(call, call.r3(), call.r4());
              return args == null ? Errno.EINVAL : print(call, call.r1(), call.r2(), args);
            });
  }

  private static HelperBinding snprintf() {
    return HelperBinding.of(
            165,
            "long bpf_snprintf(char *str, u32 str_size, const char *fmt, u64 *data, u32 data_len)")
        .takes(
            UNINIT_MEM_OR_NULL, CONST_SIZE_OR_ZERO, CONST_STRING, MEM_OR_NULL, CONST_SIZE_OR_ZERO)
        .summary(
            "Writes text to *str*, at most *str_size* bytes with the zero at its end. The arguments"
                + " are an array of u64 of *data_len* bytes."
                + FORMATS)
        .returns(
            ReturnKind.ERRNO,
            "How many bytes the whole text takes, its zero counted; more than *str_size* if it was cut")
        .fails(
            "EINVAL",
            "the format asks for what there is not, or *data_len* is no multiple of 8 up to 96")
        .fails("ENOSPC", "the strings among the arguments are longer than 512 bytes")
        .since("5.13")
        .does(PrintHelpers::snprintf);
  }

  private static long print(HelperCall call, long format, long size, long[] args) {
    Region region = call.memory().region(format);
    int at = call.memory().checkedOffset(region, format, (int) size);
    LineBuffer line = new LineBuffer(LINE_BYTES - 1);
    int error = PrintFormat.print(call.memory(), region.bytes(), at, at + (int) size, args, line);
    if (error != 0) {
      return error;
    }
    // A line that was printed must be printed by every run, so the run cannot be elided.
    call.noteTimeObserved();
    call.environment()
        .tracePrintk(new String(line.bytes(), 0, line.kept(), StandardCharsets.UTF_8));
    return line.length();
  }

  private static long snprintf(HelperCall call) {
    long[] args = arguments(call, call.r4(), call.r5());
    if (args == null) {
      return Errno.EINVAL;
    }
    Region format = call.memory().region(call.r3());
    int formatAt = call.memory().checkedOffset(format, call.r3(), 0);
    int size = (int) call.r2();
    Region target = size == 0 ? null : call.memory().writable(call.r1());
    int at = size == 0 ? 0 : call.memory().checkedOffset(target, call.r1(), size);
    LineBuffer text = new LineBuffer(Math.max(0, size - 1));
    int error =
        PrintFormat.print(
            call.memory(), format.bytes(), formatAt, format.bytes().length, args, text);
    if (error == 0 && target != null) {
      System.arraycopy(text.bytes(), 0, target.bytes(), at, text.kept());
      target.bytes()[at + text.kept()] = 0;
    }
    return error != 0 ? error : text.length() + 1;
  }

  /** The array of arguments, or null if there cannot be one of that size. */
  private static long[] arguments(HelperCall call, long data, long size) {
    boolean tooMany = Long.compareUnsigned(size, MOST_ARGUMENTS * Long.BYTES) > 0;
    if (size % Long.BYTES != 0 || tooMany || (size > 0 && data == 0)) {
      return null;
    }
    long[] args = new long[(int) size / Long.BYTES];
    for (int i = 0; i < args.length; i++) {
      args[i] = call.memory().load64(data + (long) i * Long.BYTES);
    }
    return args;
  }
}
