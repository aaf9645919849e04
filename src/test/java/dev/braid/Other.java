package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Somebody else who uses a shared object.
interface Other {
  /// Waits for his end; fails if he did.
  void join();

  /// What he is.
  enum Kind {
    PROCESS,
    THREAD,
    VIRTUAL_THREAD;

    Other start(Task task) {
      return switch (this) {
        case PROCESS -> process(task);
        case THREAD -> thread(Thread.ofPlatform(), task);
        case VIRTUAL_THREAD -> thread(Thread.ofVirtual(), task);
      };
    }

    List<Other> start(int count, Task task) {
      List<Other> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(start(task));
      }
      return all;
    }
  }

  static void joinAll(List<Other> all) {
    all.forEach(Other::join);
  }

  private static Other process(Task task) {
    Process process = new Process(task);
    process.start();
    return () -> {
      process.join();
      assertThat(process.exitCode()).as("exit code").isZero();
    };
  }

  private static Other thread(Thread.Builder builder, Task task) {
    CompletableFuture<Object> done = new CompletableFuture<>();
    Thread thread =
        builder.start(() -> {
          try {
            task.run();
            done.complete("");
          } catch (Throwable t) {
            done.completeExceptionally(t);
          }
        });
    return () -> {
      try {
        Object _ = done.get();
        thread.join();
      } catch (ExecutionException e) {
        throw new AssertionError("the other thread failed", e.getCause());
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    };
  }
}
