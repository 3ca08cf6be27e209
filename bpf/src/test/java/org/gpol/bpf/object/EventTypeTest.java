package org.gpol.bpf.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.gpol.bpf.object.EventType.Field;
import org.gpol.bpf.object.EventType.FieldType;
import org.junit.jupiter.api.Test;

class EventTypeTest {
  private static final byte[] RECORD = {99, -1, -1, 0x34, 0x12, 0, 0};

  @Test
  void read_narrowNumbers_extendsThemByTheirSign() {
    assertEquals(-1, new Field("a", FieldType.I16, 0).read(RECORD, 1));
    assertEquals(0xffff, new Field("a", FieldType.U16, 0).read(RECORD, 1));
    assertEquals(0x1234, new Field("a", FieldType.CPU, 2).read(RECORD, 1));
  }

  @Test
  void text_ofWholeRange_isWhatPeopleRead() {
    assertEquals("18446744073709551615", FieldType.TIME.text(-1));
    assertEquals("-1", FieldType.DURATION.text(-1));
    assertEquals("true", FieldType.BOOL.text(1));
  }

  @Test
  void new_fieldBehindTheEnd_throws() {
    List<Field> fields = List.of(new Field("a", FieldType.U32, 6));
    assertThrows(IllegalArgumentException.class, () -> new EventType("e", 0, 8, fields));
  }
}
