package org.gpol.kernel.model;

import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.MessageType;

/** A message as an agent takes it out of a ring; one object serves for all. */
public final class Message {
  private final byte[] payload = new byte[ContextCodec.MSG_TYPE];
  int type;
  int length;
  int seqnum;

  /** What it tells, null for a number that the model does not know. */
  public MessageType type() {
    return MessageType.ofNumber(type);
  }

  /** Number of the type. */
  public int number() {
    return type;
  }

  /** Bytes of header and payload, not rounded. */
  public int length() {
    return length;
  }

  /** Barrier of the source after this message. */
  public int seqnum() {
    return seqnum;
  }

  /** The task it is about; for a message about a task. */
  public long gtid() {
    return getLong(ContextCodec.MSG_GTID);
  }

  /** The CPU it is about; for a message about a CPU. */
  public int cpu() {
    return getInt(ContextCodec.MSG_CPU);
  }

  /** A field of the payload, zero-extended from its size or, of four bytes, sign-extended. */
  public long field(String name) {
    for (var field : type().payload()) {
      if (field.name().equals(name)) {
        return switch (field.bytes()) {
          case 1 -> payload[field.offset()] & 0xff;
          case 2 -> ContextCodec.getShort(payload, field.offset());
          case 4 -> getInt(field.offset());
          default -> getLong(field.offset());
        };
      }
    }
    throw new IllegalArgumentException(type() + " has no " + name);
  }

  /** 32 bits of the payload. */
  public int getInt(int offset) {
    return ContextCodec.getInt(payload, offset);
  }

  /** 64 bits of the payload. */
  public long getLong(int offset) {
    return ContextCodec.getLong(payload, offset);
  }

  byte[] payload() {
    return payload;
  }
}
