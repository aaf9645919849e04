package dev.braid.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellsTest {
  private final Cells cells = new Cells();

  private static Message request(String header) {
    return new Message(
        List.of(),
        new Header("id", "execute_request", "", "", "", ""),
        header.getBytes(StandardCharsets.UTF_8),
        "",
        Json.object(),
        Json.object(),
        List.of());
  }

  private String parent(long cell) {
    return new String(cells.parent(cell), StandardCharsets.UTF_8);
  }

  @Test
  void newestTenThousandAreKept() {
    for (int i = 1; i <= 10_001; i++) {
      assertThat(cells.begin(request("{\"n\":%d}".formatted(i)), false).number()).isEqualTo(i);
    }

    assertThat(parent(1)).isEqualTo("{}");
    assertThat(parent(2)).isEqualTo("{\"n\":2}");
    assertThat(parent(10_001)).isEqualTo("{\"n\":10001}");
    assertThat(parent(0)).isEqualTo("{}");
  }

  @Test
  void onlyTheLastThatBeganRuns() {
    Cells.Cell first = cells.begin(request("{}"), true);
    assertThat(cells.running(first.number())).contains(first);
    cells.end();
    assertThat(cells.running(first.number())).isEmpty();
    Cells.Cell second = cells.begin(request("{}"), true);
    assertThat(cells.running(first.number())).isEmpty();
    assertThat(cells.running(second.number())).contains(second);
  }
}
