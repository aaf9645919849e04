package dev.braid;

/// One way in which something goes wrong: a kind of worker, a mishap, and an instant, where the
/// mishap has several.
sealed interface PoolCell {
  /// Lets it happen to the pool that it opens, and checks what those who wait are told.
  void happen(Stage stage);

  /// False if it ended the pool.
  default boolean poolGoesOn() {
    return true;
  }

  /// No worker dies by itself.
  record Mishappens(Workers workers, Mishap mishap) implements PoolCell {
    @Override
    public void happen(Stage stage) {
      mishap.happen(stage.open(workers.builder(2)));
    }
  }

  /// No worker gets as far as its first task.
  ///
  /// @param lazily as [BadStart#isTold]; a cell of its own, for it takes several starts
  record StartsBadly(Workers workers, BadStart start, boolean lazily) implements PoolCell {
    @Override
    public void happen(Stage stage) {
      Event repaired = new Event();
      BadStart how = start;
      start.isTold(stage.open(workers.builder(1).initializer(() -> how.begin(repaired))), lazily);
      repaired.set();
    }
  }

  /// The pool ends while there is something to do.
  record EndsAbruptly(Workers workers, AbruptEnd end) implements PoolCell {
    @Override
    public void happen(Stage stage) {
      end.happen(stage.open(workers.builder(2)));
    }

    @Override
    public boolean poolGoesOn() {
      return false;
    }
  }

  /// A worker dies, which is a process; its neighbour doesn't.
  record WorkerDies(Death death, Instant instant) implements PoolCell {
    @Override
    public void happen(Stage stage) {
      Pool pool = stage.open(death);
      try (Neighbour _ = Neighbour.of(pool)) {
        instant.happen(pool, death);
      }
    }
  }

  /// A worker dies with something that is too large for a ring, or that is shared.
  record WorkerDiesWith(Load load, Death death, String instant) implements PoolCell {
    @Override
    public void happen(Stage stage) {
      Pool pool = stage.open(death);
      try (Neighbour _ = Neighbour.of(pool)) {
        load.happen(pool, death, instant);
      }
    }
  }
}
