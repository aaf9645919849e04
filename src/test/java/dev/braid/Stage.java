package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where a cell of the [PoolMatrixTest] opens its pool; ended with it.
///
/// @param scratch a directory for its files
/// @param pools the one that it opened
record Stage(Path scratch, List<Pool> pools) implements AutoCloseable {
  Stage(Path scratch) {
    this(scratch, new ArrayList<>());
  }

  /// The pool of this cell.
  Pool open(PoolBuilder builder) {
    assertThat(pools).isEmpty();
    Pool pool = builder.open();
    pools.add(pool);
    return pool;
  }

  /// The pool of this cell: of two processes that are able to die so, at an instant that their
  /// program may name. Those that come after them are as always.
  Pool open(Death death) {
    System.setProperty("braid.kill", "armed");
    try {
      StandInJava.withOptions(scratch, death.javaOptions())
          .during(() -> open(Pool.builder().processes(2)));
    } finally {
      System.clearProperty("braid.kill");
    }
    return pool();
  }

  Pool pool() {
    return pools.getFirst();
  }

  @Override
  public void close() {
    pools.forEach(Workers::end);
  }
}
