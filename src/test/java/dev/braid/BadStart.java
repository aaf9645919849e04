package dev.braid;

import static dev.braid.Multiprocessing.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.memory.KillPoint;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What an initializer can do instead of its work.
enum BadStart {
  /// No process ends; so it can happen to threads, too.
  INITIALIZER_THROWS(0),
  INITIALIZER_EXITS(5),
  /// As if the system lacked memory for it: it is tried again, but not for ever.
  INITIALIZER_IS_KILLED(-9);

  private final int exitCode;

  BadStart(int exitCode) {
    this.exitCode = exitCode;
  }

  /// The initializer.
  void begin(Event repaired) {
    if (!repaired.isSet()) {
      switch (this) {
        case INITIALIZER_THROWS -> throw new IllegalStateException("no licence");
        case INITIALIZER_EXITS -> System.exit(exitCode);
        case INITIALIZER_IS_KILLED -> KillPoint.kill();
      }
    }
  }

  /// Threads would take everybody with them.
  boolean endsTheProcess() {
    return this != INITIALIZER_THROWS;
  }

  /// Every task has the exception, however often.
  ///
  /// @param lazily by one who takes the results one after the other
  void isTold(Pool pool, boolean lazily) {
    isThrownBy(
        lazily ? () -> pool.imap(x -> x, range(1)).next() : () -> pool.map(x -> x, range(5), 1));
  }

  private void isThrownBy(ThrowingCallable submission) {
    AbstractThrowableAssert<?, ?> thrown = assertThatThrownBy(submission);
    if (endsTheProcess()) {
      thrown
          .isInstanceOfSatisfying(
              WorkerDiedException.class, died -> assertThat(died.exitCode()).isEqualTo(exitCode))
          .hasMessageContaining("before it could take a task");
    } else {
      thrown.isInstanceOf(IllegalStateException.class).hasMessage("no licence");
    }
  }
}
