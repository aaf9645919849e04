package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Pools and the variables of cells, through the real kernel.
@Timeout(120)
class PoolCellTest {
  @TempDir private static Path folder;
  private static LiveKernel kernel;

  @BeforeAll
  static void start() throws Exception {
    kernel = new LiveKernel(folder);
  }

  @AfterAll
  static void close() throws Exception {
    kernel.close();
  }

  @Test
  void tasksFindWhatTheInitializerOfTheirWorkerFilled() throws Exception {
    String filled =
        """
        String word = "unset";
        var cache = new ArrayList<Integer>();
        var filling = Pool.builder().processes(1)
            .initializer(() -> { word = "set in a worker"; cache.add(7); }).open();
        word = "changed in the notebook";
        var found = filling.map(i -> word + cache, range(1)).getFirst() + ", " + word + cache;
        filling.close();
        filling.join();
        found
        """;
    assertThat(kernel.run(filled).value())
        .isEqualTo("set in a worker[7], changed in the notebook[]");
  }

  @Test
  void tasksFindVariablesAsTheyWereAtTheirSubmission() throws Exception {
    String renewed =
        """
        int factor = 2;
        var renewing = new Pool(1);
        Fn1<Integer, Integer> scaled = i -> i * factor;
        var first = renewing.map(scaled, range(3));
        factor = 10;
        var second = renewing.map(scaled, range(3));
        int offset = 5;
        var called = renewing.apply(() -> factor + offset);
        renewing.close();
        renewing.join();
        first + " " + second + " " + called
        """;
    assertThat(kernel.run(renewed).value()).isEqualTo("[0, 2, 4] [0, 10, 20] 15");
  }

  @Test
  void tasksOfAManagersPoolFindThemToo() throws Exception {
    String renewed =
        """
        int times = 2;
        record Product(int value) {}
        var manager = new Manager();
        var served = manager.pool(1);
        Fn1<Integer, Product> multiplied = i -> new Product(i * times);
        var before = served.map(multiplied, range(3));
        times = 10;
        var after = served.mapAsync(multiplied, range(3)).get();
        var child = new Process(() -> println("a child: " + served.map(multiplied, range(2))));
        child.start();
        child.join();
        manager.close();
        before + " " + after
        """;
    LiveKernel.Ran ran = kernel.run(renewed);
    assertThat(ran.value())
        .isEqualTo(
            "[Product[value=0], Product[value=2], Product[value=4]]"
                + " [Product[value=0], Product[value=10], Product[value=20]]");
    assertThat(ran.out()).contains("a child: [Product[value=0], Product[value=10]]");
  }
}
