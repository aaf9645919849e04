package dev.braid.pool;

import dev.braid.memory.Bell;
import dev.braid.memory.BlockName;
import dev.braid.memory.Channel;
import dev.braid.memory.Deadline;
import dev.braid.memory.Incoming;
import dev.braid.memory.Journal;
import dev.braid.memory.Lookout;
import dev.braid.memory.Message;
import dev.braid.memory.SharedArena;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The way between a dispatcher and one of its worker processes. Nothing in it but the bell, which
/// nobody holds, is used by another worker: so one that is stopped, at whatever moment, holds up no
/// other one.
///
/// @param tasks batches for it
/// @param reports from it
/// @param journal of what it does
/// @param bell of the pool, which rings after each report
public record Lane(Channel tasks, Channel reports, Journal journal, Bell bell) {
  /// A new one.
  ///
  /// @throws dev.braid.memory.ArenaFullException if there is no memory for it
  static Lane create(Bell bell) {
    SharedArena arena = SharedArena.current();
    return new Lane(
        Channel.create(arena, 0, 0), Channel.create(arena, 0, 0), Journal.create(arena), bell);
  }

  /// By which the worker finds it.
  Address address() {
    return new Address(
        BlockName.of(tasks.block()),
        BlockName.of(reports.block()),
        BlockName.of(journal.block()),
        BlockName.of(bell.block()));
  }

  /// Brings the worker a message.
  ///
  /// @throws dev.braid.memory.ArenaFullException if there is no room for it
  void bring(Message message) {
    put(tasks, message);
  }

  /// Brings the dispatcher a message.
  ///
  /// @throws dev.braid.memory.ArenaFullException if there is no room for it
  void report(Message message) {
    put(reports, message);
    // Whoever dies before this is found within a slice, for the dispatcher looks again then.
    int _ = bell.ring();
  }

  /// Both channels have no bound, so nothing is waited for that would be worth an interruption.
  private static void put(Channel channel, Message message) {
    boolean interrupted = Thread.interrupted();
    while (true) {
      try {
        boolean _ = channel.put(message, Deadline.NONE, Lookout.NONE);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes the first message back that the worker hasn't taken; null if there is none. None is
  /// taken from a worker that is stopped while it takes one itself.
  @Nullable Incoming takeBack() {
    return poll(tasks);
  }

  /// True if there is a report.
  boolean hasReport() {
    return reports.size() > 0;
  }

  /// The next report; null if there is none.
  @Nullable Incoming nextReport() {
    return poll(reports);
  }

  private static @Nullable Incoming poll(Channel channel) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return channel.take(Deadline.in(Duration.ZERO), Lookout.NONE);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// A lane on its way to its worker.
  public record Address(BlockName tasks, BlockName reports, BlockName journal, BlockName bell)
      implements Serializable {
    Lane open() {
      SharedArena arena = SharedArena.current();
      return new Lane(
          new Channel(arena, arena.attach(tasks)),
          new Channel(arena, arena.attach(reports)),
          new Journal(arena.attach(journal)),
          new Bell(arena.attach(bell)));
    }
  }
}
