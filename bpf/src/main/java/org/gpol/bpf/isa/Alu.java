package org.gpol.bpf.isa;

/**
 * The arithmetic of RFC 9669 section 4.1, written once: interpreter, compiler, constant folding and
 * the verifier's concrete cases all run these kernels. A 32-bit kernel reads the low halves and
 * returns a zero-extended result.
 */
public final class Alu {
  private static final long LOW = 0xffff_ffffL;

  private Alu() {}

  public static long add64(long dst, long src) {
    return dst + src;
  }

  public static long add32(long dst, long src) {
    return (dst + src) & LOW;
  }

  public static long sub64(long dst, long src) {
    return dst - src;
  }

  public static long sub32(long dst, long src) {
    return (dst - src) & LOW;
  }

  public static long mul64(long dst, long src) {
    return dst * src;
  }

  public static long mul32(long dst, long src) {
    return (dst * src) & LOW;
  }

  /** Unsigned division; by zero the result is 0. */
  public static long div64(long dst, long src) {
    return src == 0 ? 0 : Long.divideUnsigned(dst, src);
  }

  /** Unsigned division of the low halves; by zero the result is 0. */
  public static long div32(long dst, long src) {
    long divisor = src & LOW;
    return divisor == 0 ? 0 : (dst & LOW) / divisor;
  }

  /** Signed division truncated towards zero; by zero the result is 0, LONG_MIN / -1 is LONG_MIN. */
  public static long sdiv64(long dst, long src) {
    return src == 0 ? 0 : dst / src;
  }

  /** Signed division of the low halves; by zero the result is 0. */
  public static long sdiv32(long dst, long src) {
    int divisor = (int) src;
    return divisor == 0 ? 0 : ((int) dst / divisor) & LOW;
  }

  /** Unsigned remainder; modulo zero leaves the dividend. */
  public static long mod64(long dst, long src) {
    return src == 0 ? dst : Long.remainderUnsigned(dst, src);
  }

  /** Unsigned remainder of the low halves; modulo zero leaves the dividend's low half. */
  public static long mod32(long dst, long src) {
    long divisor = src & LOW;
    return divisor == 0 ? dst & LOW : (dst & LOW) % divisor;
  }

  /** Signed remainder with the dividend's sign; modulo zero leaves the dividend. */
  public static long smod64(long dst, long src) {
    return src == 0 ? dst : dst % src;
  }

  /** Signed remainder of the low halves; modulo zero leaves the dividend's low half. */
  public static long smod32(long dst, long src) {
    int divisor = (int) src;
    return divisor == 0 ? dst & LOW : ((int) dst % divisor) & LOW;
  }

  public static long or64(long dst, long src) {
    return dst | src;
  }

  public static long or32(long dst, long src) {
    return (dst | src) & LOW;
  }

  public static long and64(long dst, long src) {
    return dst & src;
  }

  public static long and32(long dst, long src) {
    return dst & src & LOW;
  }

  public static long xor64(long dst, long src) {
    return dst ^ src;
  }

  public static long xor32(long dst, long src) {
    return (dst ^ src) & LOW;
  }

  /** Shift left by the low six bits of {@code src}. */
  public static long lsh64(long dst, long src) {
    return dst << (src & 63);
  }

  /** Shift left by the low five bits of {@code src}. */
  public static long lsh32(long dst, long src) {
    return (dst << (src & 31)) & LOW;
  }

  public static long rsh64(long dst, long src) {
    return dst >>> (src & 63);
  }

  public static long rsh32(long dst, long src) {
    return (dst & LOW) >>> (src & 31);
  }

  public static long arsh64(long dst, long src) {
    return dst >> (src & 63);
  }

  public static long arsh32(long dst, long src) {
    return ((int) dst >> (int) (src & 31)) & LOW;
  }

  public static long mov64(long dst, long src) {
    return src;
  }

  public static long mov32(long dst, long src) {
    return src & LOW;
  }

  /** The low byte of {@code src}, sign-extended to 64 bits. */
  public static long movsx8to64(long dst, long src) {
    return (byte) src;
  }

  public static long movsx16to64(long dst, long src) {
    return (short) src;
  }

  public static long movsx32to64(long dst, long src) {
    return (int) src;
  }

  /** The low byte of {@code src}, sign-extended to 32 bits and zero-extended from there. */
  public static long movsx8to32(long dst, long src) {
    return (byte) src & LOW;
  }

  public static long movsx16to32(long dst, long src) {
    return (short) src & LOW;
  }

  public static long neg64(long dst) {
    return -dst;
  }

  public static long neg32(long dst) {
    return -dst & LOW;
  }

  /** The low 16 bits as they are: what "to little endian" does on a little-endian machine. */
  public static long le16(long dst) {
    return dst & 0xffff;
  }

  public static long le32(long dst) {
    return dst & LOW;
  }

  public static long le64(long dst) {
    return dst;
  }

  /** The low 16 bits with their bytes reversed, zero-extended. */
  public static long swap16(long dst) {
    return Short.reverseBytes((short) dst) & 0xffff;
  }

  public static long swap32(long dst) {
    return Integer.reverseBytes((int) dst) & LOW;
  }

  public static long swap64(long dst) {
    return Long.reverseBytes(dst);
  }
}
