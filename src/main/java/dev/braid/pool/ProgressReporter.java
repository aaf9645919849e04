package dev.braid.pool;

import dev.braid.memory.Audience;
import dev.braid.memory.Output;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;

/// Shows how far one job is, if it takes longer than half a second and a person watches.
///
/// It belongs to the cell of the thread that makes it. Everything is shown on a thread of its own:
/// a display that is slow, or fails, holds up no task.
public final class ProgressReporter implements AutoCloseable {
  private final Tally tally = new Tally();
  private final Optional<Showing> showing;

  private ProgressReporter() {
    this.showing = Optional.empty();
  }

  ProgressReporter(String label, OptionalLong total, Showing.Views views, Pace pace) {
    long begin = pace.nanoTime();
    this.showing =
        Optional.of(
            new Showing(
                () -> tally.progress(label, total, Duration.ofNanos(pace.nanoTime() - begin)),
                views,
                pace));
  }

  /// For a job that begins now.
  ///
  /// @param label what it is called; may be empty
  /// @param total how many tasks it has, if that is known
  /// @param quiet true if it is to show nothing
  public static ProgressReporter of(String label, OptionalLong total, boolean quiet) {
    Audience audience = quiet ? Audience.NOBODY : Output.audience();
    return audience == Audience.NOBODY
        ? new ProgressReporter()
        : new ProgressReporter(label, total, () -> view(audience), Pace.real());
  }

  private static Optional<ProgressView> view(Audience audience) {
    return switch (audience) {
      case NOTEBOOK ->
          ServiceLoader.load(ProgressView.class, ProgressView.class.getClassLoader()).findFirst();
      case TERMINAL -> Optional.of(new TerminalLine());
      case NOBODY -> Optional.empty();
    };
  }

  /// Counts tasks that have ended; from any thread, without waiting for anything.
  ///
  /// @param worker whose tasks they were, by its name
  /// @param count how many have ended, those that failed too
  /// @param failures how many of them failed
  public void done(String worker, int count, int failures) {
    if (showing.isPresent()) {
      tally.add(worker, count, failures);
    }
  }

  /// Ends it when the job has ended, however it did. If anything is shown, it waits until the last
  /// state is, so that what the job's owner prints next stands below; no longer than a second.
  @Override
  public void close() {
    showing.ifPresent(Showing::close);
  }
}
