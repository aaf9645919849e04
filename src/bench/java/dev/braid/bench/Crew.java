package dev.braid.bench;

import dev.braid.Connection;
import dev.braid.Pipe;
import dev.braid.Process;
import dev.braid.Task;
import java.util.ArrayList;
import java.util.List;

/// Child processes that do their work in rounds, all at once; closing it ends them.
///
/// They stay from round to round, so that what is measured is neither their start nor code that
/// hasn't been compiled.
final class Crew implements AutoCloseable {
  private record Member(Process process, Connection<Boolean> control) {}

  private final List<Member> members = new ArrayList<>();

  /// Starts one that does this in every round.
  void hire(Task work) {
    Pipe<Boolean> pipe = new Pipe<>();
    Connection<Boolean> theirs = pipe.second();
    Process process =
        new Process(() -> {
          while (theirs.recv()) {
            work.run();
            theirs.send(true);
          }
        });
    process.start();
    members.add(new Member(process, pipe.first()));
  }

  /// Runs a round, and returns when all have done their part.
  void round() {
    members.forEach(member -> member.control().send(true));
    members.forEach(member -> member.control().recv());
  }

  /// Ends them between two rounds.
  ///
  /// @throws IllegalStateException if one failed
  @Override
  public void close() {
    members.forEach(member -> member.control().send(false));
    for (Member member : members) {
      member.process().join();
      Integer exitCode = member.process().exitCode();
      if (exitCode == null || exitCode != 0) {
        throw new IllegalStateException(
            member.process() + " did not end well; see its output in the log");
      }
    }
  }
}
