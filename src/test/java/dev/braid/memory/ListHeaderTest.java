package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListHeaderTest {
  @ParameterizedTest
  @CsvSource({"magic,0", "version,4", "length,8"})
  void fieldsSitWhereTheDocumentSays(String field, long offset) {
    assertThat(ListHeader.offset(field)).isEqualTo(offset);
    assertThat(ListHeader.LAYOUT.byteSize()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({"start,0", "capacity,8", "content,16"})
  void fieldsOfASlotSitWhereTheDocumentSays(String field, long offset) {
    assertThat(ListHeader.offsetInSlot(field)).isEqualTo(offset);
    assertThat(ListHeader.SLOT.byteSize()).isEqualTo(24);
  }
}
