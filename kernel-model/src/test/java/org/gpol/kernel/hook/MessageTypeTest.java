package org.gpol.kernel.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.bpf.platform.ContextField;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageTypeTest {
  @ParameterizedTest
  @EnumSource(MessageType.class)
  void payload_fields_areAlignedInOrderAndInside(MessageType type) {
    int end = 0;
    for (ContextField field : type.payload()) {
      assertEquals(0, field.offset() % field.bytes(), field.toString());
      assertTrue(field.offset() >= end, field.toString());
      end = field.offset() + field.bytes();
    }
    assertTrue(end <= type.payloadSize(), type + " ends at " + end);
    assertEquals(type.isCpuMessage() ? "cpu" : "gtid", type.payload().get(0).name());
    assertEquals(0, type.payload().get(0).offset());
  }
}
