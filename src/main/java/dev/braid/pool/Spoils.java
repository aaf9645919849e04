package dev.braid.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;

/// Tasks that came to nothing, found under the dispatcher's lock and told to their jobs without it.
final class Spoils {
  private record Spoil(Batch batch, int from, int end, Trouble trouble) {}

  private final List<Spoil> spoils = new ArrayList<>();

  /// The first task of a batch that isn't settled yet.
  void next(Batch batch, Trouble trouble) {
    add(batch, batch.claimed() + 1, trouble);
  }

  /// All tasks of a batch that aren't settled yet.
  void rest(Batch batch, Trouble trouble) {
    add(batch, batch.count(), trouble);
  }

  private void add(Batch batch, int end, Trouble trouble) {
    spoils.add(new Spoil(batch, batch.claimed(), end, trouble));
    batch.claimUpTo(end);
  }

  /// Tells the jobs.
  ///
  /// @param told counts the tasks of a job that it has been told of
  void tell(ObjIntConsumer<Job> told) {
    for (Spoil spoil : spoils) {
      Job job = spoil.batch.job();
      for (int i = spoil.from; i < spoil.end; i++) {
        job.failed(spoil.batch.indexInJob(i), spoil.trouble);
      }
      told.accept(job, spoil.end - spoil.from);
    }
  }
}
