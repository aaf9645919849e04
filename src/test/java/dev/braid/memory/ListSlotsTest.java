package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ListSlotsTest {
  private final ListSlots.Items items = ListSlots.Items.of(Arrays.asList("12345678", 5, null));
  // Of longs, for the alignment.
  private final MemorySegment memory = MemorySegment.ofArray(new long[(int) items.size() / 8]);
  private final ListSlots slots = ListSlots.create(memory, items);

  @Test
  void bytesAreWhereTheDocumentSays() {
    assertThat(items.size()).isEqualTo(16 + 3 * 24 + 2 * (16 + 8 + 8));
    assertThat(memory.get(JAVA_INT, 0)).isEqualTo(ListHeader.MAGIC);
    assertThat(memory.get(JAVA_LONG, 8)).isEqualTo(3);
    // A string of eight bytes has room for more, as in Python.
    assertThat(memory.get(JAVA_LONG, 16)).isEqualTo(88);
    assertThat(memory.get(JAVA_LONG, 24)).isEqualTo(16);
    // Set once, and so in the second half of its room.
    assertThat(memory.get(JAVA_LONG, 32)).isEqualTo(1L << 40 | 5L << 32 | 8);
    assertThat(memory.get(JAVA_BYTE, 104)).isEqualTo((byte) '1');
    assertThat(memory.get(JAVA_LONG, 40)).isEqualTo(120);
    assertThat(memory.get(JAVA_LONG, 128)).isEqualTo(5);
    assertThat(memory.get(JAVA_LONG, 64)).isEqualTo(136);
    assertThat(memory.get(JAVA_LONG, 80)).isEqualTo(1L << 40);
    slots.set(0, "abc");
    assertThat(memory.get(JAVA_LONG, 32)).isEqualTo(2L << 40 | 5L << 32 | 3);
    assertThat(memory.get(JAVA_BYTE, 88)).isEqualTo((byte) 'a');
    assertThat(memory.get(JAVA_BYTE, 104)).isEqualTo((byte) '1');
  }

  @Test
  void openedListIsTheSame() {
    ListSlots opened = ListSlots.open(memory);
    opened.set(1, 6L);
    assertThat(slots.get(1)).isEqualTo(6L);
    assertThat(opened.length()).isEqualTo(3);
  }

  @Test
  void listOfAnotherVersionIsRefused() {
    memory.set(JAVA_INT, 4, 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> ListSlots.open(memory))
        .withMessageContaining("version 2");
  }

  @Test
  void lengthBeyondTheMemoryIsRefused() {
    for (long length : new long[] {-1, 6, Long.MAX_VALUE}) {
      memory.set(JAVA_LONG, 8, length);
      assertThatIllegalStateException().isThrownBy(() -> ListSlots.open(memory));
    }
  }

  @Test
  void unknownKindIsNamed() {
    memory.set(JAVA_LONG, 32, 9L << 32);
    assertThatIllegalStateException()
        .isThrownBy(() -> slots.get(0))
        .withMessageContaining("kind 9");
  }
}
