package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemoryLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogHeaderTest {
  @ParameterizedTest
  @CsvSource({
    "magic,0",
    "version,4",
    "capacity,8",
    "lock,128",
    "tail,256",
    "head,384",
    "sleeping,512",
    "full,640"
  })
  void fieldsSitWhereTheDocumentSays(String field, long offset) {
    assertThat(LogHeader.offset(field)).isEqualTo(offset);
  }

  @ParameterizedTest
  @CsvSource({"length,0", "kind,4", "cell,8", "pid,16"})
  void fieldsOfARecordSitWhereTheDocumentSays(String field, long offset) {
    assertThat(LogHeader.RECORD.byteOffset(MemoryLayout.PathElement.groupElement(field)))
        .isEqualTo(offset);
    assertThat(LogHeader.RECORD.byteSize()).isEqualTo(LogHeader.RECORD_HEADER);
  }
}
