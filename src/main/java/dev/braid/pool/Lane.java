package dev.braid.pool;

import dev.braid.memory.BlockName;
import dev.braid.memory.Channel;
import dev.braid.memory.Journal;
import dev.braid.memory.SharedArena;
import java.io.Serializable;

/// The way between a dispatcher and one of its worker processes.
///
/// @param worker its number in the pool
/// @param tasks batches for it
/// @param reports from all workers of the pool
/// @param journal of what it does
public record Lane(int worker, Channel tasks, Channel reports, Journal journal) {
  /// A new one.
  ///
  /// @throws dev.braid.memory.ArenaFullException if there is no memory for it
  static Lane create(int worker, Channel reports) {
    SharedArena arena = SharedArena.current();
    return new Lane(worker, Channel.create(arena, 0, 0), reports, Journal.create(arena));
  }

  /// By which the worker finds it.
  Address address() {
    return new Address(
        worker,
        BlockName.of(tasks.block()),
        BlockName.of(reports.block()),
        BlockName.of(journal.block()));
  }

  /// A lane on its way to its worker.
  public record Address(int worker, BlockName tasks, BlockName reports, BlockName journal)
      implements Serializable {
    Lane open() {
      SharedArena arena = SharedArena.current();
      return new Lane(
          worker,
          new Channel(arena, arena.attach(tasks)),
          new Channel(arena, arena.attach(reports)),
          new Journal(arena.attach(journal)));
    }
  }
}
