package dev.braid.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.braid.os.Syscalls.Call;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;

/// The one thread that waits for the operating system: for children's ends, their output, and room
/// to write to them.
///
/// It blocks in `ppoll` without a limit. Other threads hand it work and wake it through a pipe. It
/// never ends, so it may also be the parent thread of every child.
final class Reactor {
  /// Something to poll.
  interface Source {
    /// The descriptor; the source is dropped once it is closed.
    Descriptor descriptor();

    /// True if it also waits for room to write.
    default boolean hasPending() {
      return false;
    }

    /// Called when the descriptor is ready, or has failed.
    void ready();
  }

  private static final int CLOSE_ON_EXEC = 0x80000; // O_CLOEXEC
  private static final short READABLE = 1; // POLLIN
  private static final short WRITABLE = 4; // POLLOUT
  private static final int POLLFD_SIZE = 8; // int fd, short events, short revents

  private final List<Source> sources = new ArrayList<>();
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Descriptor wakeRead;
  private final Descriptor wakeWrite;
  private final Thread thread;

  Reactor() throws StartException {
    int[] wake = Syscalls.pair("pipe", Call.PIPE2, CLOSE_ON_EXEC, 0, 0);
    this.wakeRead = new Descriptor(wake[0]);
    this.wakeWrite = new Descriptor(wake[1]);
    this.thread = Thread.ofPlatform().name("braid-os").daemon(true).unstarted(this::run);
    thread.start();
  }

  /// Runs `task` on the reactor's thread and waits for its result; other tasks keep their order.
  <T> T call(Callable<T> task) throws StartException {
    CompletableFuture<T> result = new CompletableFuture<>();
    execute(() -> {
      try {
        result.complete(task.call());
      } catch (Throwable e) {
        result.completeExceptionally(e);
      }
    });
    try {
      // Not interruptible: the task is short, and a child that was started must not be lost.
      return result.handle((value, failure) -> new Answer<>(value, failure)).join().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StartException refused) {
        throw refused;
      }
      throw new IllegalStateException("the operating system thread failed", e.getCause());
    }
  }

  private record Answer<T>(T value, Throwable failure) {
    T get() throws ExecutionException {
      if (failure != null) {
        throw new ExecutionException(failure);
      }
      return value;
    }
  }

  /// Runs `task` on the reactor's thread, soon.
  void execute(Runnable task) {
    tasks.add(task);
    // A full pipe means that a wake-up is under way already.
    wakeWrite.write(new byte[1], 0);
  }

  /// Polls `source` from now on; only on the reactor's thread.
  void add(Source source) {
    sources.add(source);
  }

  private void run() {
    while (true) {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        guarded(task);
      }
      sources.removeIf(source -> !source.descriptor().isOpen());
      for (Source source : poll()) {
        guarded(source::ready);
      }
    }
  }

  /// One child's trouble must not be that of all others: it is reported, and the thread goes on.
  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (Throwable t) {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, t);
    }
  }

  private List<Source> poll() {
    try (Arena arena = Arena.ofConfined()) {
      int count = sources.size();
      MemorySegment array = arena.allocate((count + 1L) * POLLFD_SIZE, 8);
      array.set(JAVA_INT, 0, wakeRead.number());
      array.set(JAVA_SHORT, 4, READABLE);
      for (int i = 0; i < count; i++) {
        Source source = sources.get(i);
        long at = (i + 1L) * POLLFD_SIZE;
        array.set(JAVA_INT, at, source.descriptor().number());
        array.set(JAVA_SHORT, at + 4, source.hasPending() ? READABLE | WRITABLE : READABLE);
      }
      var _ = Syscalls.call(Call.PPOLL, array.address(), count + 1L, 0, 0, 0);
      List<Source> ready = new ArrayList<>();
      if (array.get(JAVA_SHORT, 6) != 0) {
        wakeRead.read();
      }
      for (int i = 0; i < count; i++) {
        if (array.get(JAVA_SHORT, (i + 1L) * POLLFD_SIZE + 6) != 0) {
          ready.add(sources.get(i));
        }
      }
      return ready;
    }
  }
}
