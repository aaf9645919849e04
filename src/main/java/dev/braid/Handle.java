package dev.braid;

import dev.braid.memory.Output;
import dev.braid.os.Ended;
import dev.braid.spawn.ChildJvm;
import dev.braid.spawn.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What this process holds of another one: its end, and, of a child, its JVM.
final class Handle {
  private final CompletableFuture<Ended> ended;
  private final @Nullable ChildJvm jvm;

  private Handle(CompletableFuture<Ended> ended, @Nullable ChildJvm jvm) {
    this.ended = ended;
    this.jvm = jvm;
  }

  static Handle onChild(ChildJvm jvm) {
    return new Handle(jvm.ended(), jvm);
  }

  /// The parent tells nobody how it ended, so the code is never shown.
  static Handle onParent(CompletableFuture<Void> gone) {
    return new Handle(gone.thenApply(_ -> new Ended.Exited(0)), null);
  }

  /// The child's; empty for the parent.
  Optional<ChildJvm> jvm() {
    return Optional.ofNullable(jvm);
  }

  /// Completes at its end.
  CompletableFuture<Ended> ended() {
    return ended;
  }

  boolean hasEnded() {
    return ended.isDone();
  }

  /// Waits for its end and its output, then reaps it.
  ///
  /// @return false if `limit` was over first
  boolean await(String name, Duration limit) {
    long begin = System.nanoTime();
    long nanos = TimeUnit.NANOSECONDS.convert(limit);
    try {
      ended.get(nanos, TimeUnit.NANOSECONDS);
      // It has ended, even if its last lines take longer than the limit to be shown.
      boolean _ =
          Output.awaitShown(Duration.ofNanos(Math.max(0, nanos - (System.nanoTime() - begin))));
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of %s can't be known".formatted(name), e);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("joining " + name, e);
    }
    reap();
    return true;
  }

  /// Of a child that has ended; null for the parent.
  @Nullable Integer exitCode() {
    return jvm == null ? null : ended.join().exitCode();
  }

  void reap() {
    if (jvm != null) {
      jvm.reap();
    }
  }

  /// What a child of that name threw.
  Optional<Throwable> exception(String name) {
    return jvm == null ? Optional.empty() : jvm.failure().map(failure -> thrown(name, failure));
  }

  /// Says why there is no handle by which to `verb` that process.
  static IllegalStateException missing(String verb, String name, long pid) {
    return new IllegalStateException(
        pid == 0
            ? "can only %s a started process; call start() on %s first".formatted(verb, name)
            : "can only %s a child process; %s (pid %d) isn't one of this process"
                .formatted(verb, name, pid));
  }

  private static Throwable thrown(String name, Failure failure) {
    return switch (failure) {
      case Failure.Thrown(var exception) -> exception;
      case Failure.Described(var text) -> new ChildException(text);
      case Failure.NotStarted(var text) -> new StartFailedException("%s: %s".formatted(name, text));
    };
  }
}
