package dev.braid;

import static dev.braid.Multiprocessing.range;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // closed before the end of the block, as users do
class PoolTest {
  @Test
  void mapReturnsResultsInOrder() {
    try (Pool pool = new Pool(2)) {
      assertThat(pool.map(x -> x * x, range(10)))
          .containsExactly(0, 1, 4, 9, 16, 25, 36, 49, 64, 81);
      assertThat(pool.apply(Multiprocessing::getpid)).isIn(pool.pids());
      pool.close();
      pool.join();
    }
  }
}
