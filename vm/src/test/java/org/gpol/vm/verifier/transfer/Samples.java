package org.gpol.vm.verifier.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Tnum;

/** Sets of numbers with some numbers that are in them, from edges and from a seeded generator. */
final class Samples {
  /** A set and some of its members. */
  record Sample(Scalar set, List<Long> members) {}

  private static final long[] EDGES = {
    0,
    1,
    2,
    3,
    7,
    8,
    31,
    32,
    63,
    64,
    127,
    128,
    255,
    256,
    0x7fff,
    0x8000,
    0xffff,
    0x7fff_ffffL,
    0x8000_0000L,
    0xffff_ffffL,
    0x1_0000_0000L,
    0x1_7fff_ffffL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -2,
    -3,
    -8,
    -128,
    -129,
    -0x8000,
    -0x8000_0000L,
    -0x8000_0001L,
    -0xffff_ffffL,
    0xffff_ffff_0000_0000L,
    0x5555_5555_5555_5555L
  };

  private final Random random;

  Samples(long seed) {
    random = new Random(seed);
  }

  long number() {
    long edge = EDGES[random.nextInt(EDGES.length)];
    return switch (random.nextInt(4)) {
      case 0 -> edge;
      case 1 -> edge + random.nextInt(17) - 8;
      case 2 -> random.nextLong() >> random.nextInt(64);
      default -> random.nextLong() >>> random.nextInt(64);
    };
  }

  /** The least set that one of several forms can give for a few numbers. */
  Sample sample() {
    List<Long> members = new ArrayList<>();
    long first = number();
    members.add(first);
    int more = random.nextInt(4);
    for (int i = 0; i < more; i++) {
      members.add(random.nextBoolean() ? number() : first + random.nextInt(9));
    }
    Scalar set = hull(members);
    if (random.nextInt(3) == 0) {
      set = Scalar.ofBits(set.bits());
    } else if (random.nextInt(3) == 0) {
      set = Scalar.signed(set.smin(), set.smax());
    } else if (random.nextInt(3) == 0) {
      set = Scalar.unsigned(set.umin(), set.umax());
    }
    addIfMember(members, set, set.umin());
    addIfMember(members, set, set.umax());
    addIfMember(members, set, set.smin());
    addIfMember(members, set, set.smax());
    addIfMember(members, set, set.bits().value());
    addIfMember(members, set, set.bits().max());
    return new Sample(set, members);
  }

  private static void addIfMember(List<Long> members, Scalar set, long number) {
    if (set.contains(number)) {
      members.add(number);
    }
  }

  /** The least set that has all of {@code members}. */
  static Scalar hull(List<Long> members) {
    long ones = -1;
    long any = 0;
    long umin = -1;
    long umax = 0;
    long smin = Long.MAX_VALUE;
    long smax = Long.MIN_VALUE;
    for (long member : members) {
      ones &= member;
      any |= member;
      umin = Scalar.minUnsigned(umin, member);
      umax = Scalar.maxUnsigned(umax, member);
      smin = Math.min(smin, member);
      smax = Math.max(smax, member);
    }
    return Scalar.known(new Tnum(ones, any & ~ones), umin, umax, smin, smax);
  }
}
