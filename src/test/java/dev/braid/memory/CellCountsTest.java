package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class CellCountsTest {
  private final CellCounts counts = new CellCounts(Arena.ofAuto().allocate(CellCounts.SIZE, 8));

  @Test
  void aCellHasItsCountUntilALaterOneTakesItsPlace() {
    counts.put(1, 7);
    counts.put(2, 7);
    assertThat(counts.get(1)).isEqualTo(7);
    assertThat(counts.get(2)).isEqualTo(7);
    assertThat(counts.get(3)).isZero();
    counts.put(1 + CellCounts.CELLS, 9);
    assertThat(counts.get(1)).isZero();
    assertThat(counts.get(1 + CellCounts.CELLS)).isEqualTo(9);
  }
}
