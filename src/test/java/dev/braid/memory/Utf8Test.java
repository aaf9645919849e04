package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
  @ParameterizedTest
  @ValueSource(strings = {"", "a", "é", "中", "😀", "ab😀", "中文", "é1"})
  void everyCutLeavesWholeCharacters(String text) {
    byte[] all = text.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= all.length; cut++) {
      byte[] head = Arrays.copyOf(all, cut);
      int whole = Utf8.wholeCharacters(head);
      assertThat(text).startsWith(new String(head, 0, whole, StandardCharsets.UTF_8));
      assertThat(cut - whole).isLessThan(4);
    }
    assertThat(Utf8.wholeCharacters(all)).isEqualTo(all.length);
  }
}
