package org.gpol.kernel.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.kernel.hook.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageQueueTest {
  private static final int BLOCKED_SLOTS = 5;
  private final byte[] payload = new byte[64];
  private final Message message = new Message();

  private boolean produce(MessageQueue queue, MessageType type, int seqnum) {
    return queue.produce(type.number(), seqnum, payload, type.payloadSize());
  }

  @Test
  void header_ofAQueue_saysVersionStartAndSlots() {
    MessageQueue queue = new MessageQueue(1024);
    assertEquals(0, queue.getInt(0));
    assertEquals(64, queue.getInt(4));
    assertEquals(1024, queue.getInt(8));
    assertEquals(12_288, queue.size());
  }

  @Test
  void mapSize_ofTheLargest_isTheKernels() {
    assertEquals(528_384, new MessageQueue(65536).size());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 3, 131_072})
  void size_thatIsNoPowerOfTwoUpTo65536_isInvalid(int elements) {
    assertFalse(MessageQueue.isValidSize(elements));
  }

  @Test
  void message_inTheRing_hasTypeLengthSeqnumPayload() {
    MessageQueue queue = new MessageQueue(16);
    payload[0] = 42;
    assertTrue(produce(queue, MessageType.TASK_PREEMPT, 7));
    assertEquals(68 | 48 << 16, queue.getInt(76));
    assertEquals(7, queue.getInt(80));
    assertEquals(42, queue.getInt(84));
    assertEquals(6, queue.getInt(64));
    assertTrue(queue.read(message));
    assertEquals(MessageType.TASK_PREEMPT, message.type());
    assertEquals(48, message.length());
    assertEquals(7, message.seqnum());
    assertEquals(42, message.gtid());
    assertEquals(6, queue.getInt(68));
    assertFalse(queue.read(message));
  }

  @Test
  void lengths_notMultiplesOfEight_takeWholeSlots() {
    MessageQueue queue = new MessageQueue(16);
    assertTrue(produce(queue, MessageType.CPU_BUSY, 1));
    assertEquals(2, queue.used());
    assertTrue(queue.read(message));
    assertEquals(12, message.length());
    assertEquals(0, queue.used());
  }

  /** Leaves head at slot 11 of 16, five before the end, with the ring empty. */
  private MessageQueue fiveSlotsBeforeTheEnd() {
    MessageQueue queue = new MessageQueue(16);
    assertTrue(produce(queue, MessageType.TASK_PREEMPT, 1));
    assertTrue(produce(queue, MessageType.TASK_BLOCKED, 2));
    while (queue.read(message)) {
      assertTrue(message.seqnum() < 3);
    }
    assertEquals(6 + BLOCKED_SLOTS, queue.getInt(64));
    return queue;
  }

  @Test
  void d9_messageThatDoesNotFitBeforeTheEnd_nopThenMessageAtTheBeginning() {
    MessageQueue queue = fiveSlotsBeforeTheEnd();
    assertTrue(produce(queue, MessageType.TASK_NEW, 3));
    int nop = 76 + 8 * 11;
    assertEquals(40 << 16, queue.getInt(nop));
    assertEquals(67 | 56 << 16, queue.getInt(76));
    assertEquals(11 + 12, queue.getInt(64));
    assertTrue(queue.read(message));
    assertEquals(3, message.seqnum());
    assertEquals(0, queue.used());
  }

  @Test
  void d9_noRoomAtTheBeginningEither_overflowAndNothingWritten() {
    MessageQueue queue = new MessageQueue(16);
    assertTrue(produce(queue, MessageType.TASK_PREEMPT, 1));
    assertTrue(produce(queue, MessageType.TASK_BLOCKED, 2));
    assertTrue(queue.read(message));
    int head = queue.getInt(64);
    assertFalse(produce(queue, MessageType.TASK_NEW, 3));
    assertEquals(1, queue.overflow());
    assertEquals(head, queue.getInt(64));
    assertTrue(queue.read(message));
    assertEquals(2, message.seqnum());
    assertFalse(queue.read(message));
  }

  @Test
  void ring_withAllSlotsTaken_overflows() {
    MessageQueue queue = new MessageQueue(1);
    assertFalse(produce(queue, MessageType.CPU_TICK, 1));
    assertEquals(1, queue.overflow());
  }
}
