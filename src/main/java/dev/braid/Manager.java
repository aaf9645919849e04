package dev.braid;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A server process of this session that has maps, lists, sets, namespaces and objects of your own,
/// for all processes; Python's `multiprocessing.Manager`.
///
/// ```java
/// try (var manager = new Manager()) {
///   Map<String, Integer> counts = manager.dict();
///   counts.merge("egon", 1, Integer::sum);
/// }
/// ```
///
/// Calls go through shared memory. Queues, locks and whatever else this session's shared memory
/// holds by itself needs no server, and is made there; so it stays when the manager is closed.
///
/// When the server ends, or is killed, every call of its objects is a [ManagerLostException]. Close
/// it in the process that made it; with that process it ends, at the latest. Safe for use by many
/// threads.
public final class Manager extends SyncManager implements AutoCloseable {
  /// How long each step of a shutdown may take: the word, SIGTERM, SIGKILL; and an answer to
  /// [#toString].
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// The answer of a server that has ended.
  private static final String LOST = "";

  private final ManagerProcess process;
  private final Root root;
  private volatile boolean closed;

  /// Starts a server.
  ///
  /// @throws StartFailedException if the operating system refuses
  public Manager() {
    this(() -> {});
  }

  /// Starts a server that runs `initializer` first.
  ///
  /// @throws CopyException if the initializer reaches something that can't be copied
  /// @throws StartFailedException if the operating system refuses, or the initializer fails; then
  ///   with what it threw as the cause
  public Manager(Task initializer) {
    try (Pipe<Object> door = new Pipe<>();
        Pipe<Root> report = Pipe.oneWay()) {
      this.process = new ManagerProcess(report.second(), door, initializer);
      process.start();
      // The server alone is to have these, so that its end is theirs.
      door.second().close();
      report.second().close();
      this.root = awaitRoot(report.first());
    }
  }

  private Root awaitRoot(Connection<Root> report) {
    try {
      return report.recv();
    } catch (EndOfFileException e) {
      process.join();
      StartFailedException failure =
          new StartFailedException(
              "%s ended with exit code %s before it served anything: %s"
                  .formatted(
                      process.name(),
                      process.exitCode(),
                      process.exception().map(Object::toString).orElse("it printed why")),
              process.exception().orElse(e));
      process.close();
      throw failure;
    } catch (InterruptedWaitException e) {
      process.kill();
      throw e;
    }
  }

  @Override
  Object make(Standard kind, @Nullable Object... arguments) {
    requireOpen();
    return kind.isServed() ? root.create(kind, arguments) : kind.make(arguments);
  }

  /// An object of your own at the server, called by an interface; Python's `register` and the
  /// method that it makes.
  ///
  /// All public methods of the interface can be called, and nothing else. Several calls may run at
  /// a time, so the object must be safe for use by many threads. What a method returns is copied,
  /// but objects whose declared type is an interface that was given here, iterators, and objects
  /// that can't be copied: of those the caller gets proxies. What it throws is thrown here, too.
  ///
  /// @param type an interface, or [Pool]
  /// @param factory that makes the object, in the server process
  /// @throws IllegalArgumentException if `type` is no interface
  /// @throws CopyException if the factory reaches something that can't be copied
  public <T> T create(Class<T> type, Fn<? extends T> factory) {
    requireOpen();
    Proxies.requirePossibleHere(type);
    return type.cast(root.make(type, factory));
  }

  /// As [#pool(int)], with as many processes as there are processors.
  public Pool pool() {
    return pool(Multiprocessing.cpuCount());
  }

  /// A new [Pool] of so many processes, which are children of the server: so all processes of the
  /// session can give them tasks. Inputs are taken, and callbacks run, in the process that submits;
  /// its tasks are shown under its cell.
  ///
  /// It is terminated some time after nobody has it any more. When a process that waits for its
  /// tasks ends, they are cancelled; those that nobody waits for go on. For another kind of pool,
  /// `manager.create(Pool.class, () -> Pool.builder().processes(2).maxTasksPerChild(9).open())`. A
  /// [ManagerClient] has none, for it can't send code.
  ///
  /// @throws IllegalArgumentException if there is less than one
  /// @throws StartFailedException if one can't be started
  public Pool pool(int processes) {
    return create(Pool.class, () -> new Pool(processes));
  }

  /// How many objects of the server somebody has; Python's `_number_of_objects`.
  public int numberOfObjects() {
    requireOpen();
    return root.count();
  }

  /// The server's pid.
  public long pid() {
    return process.pid();
  }

  /// The name of the server process, such as `Manager-1`.
  public String name() {
    return process.name();
  }

  /// How the server ended; null while it runs. Waits for its end after [#close].
  public @Nullable Integer exitCode() {
    return process.exitCode();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "the manager '%s' has been shut down; make a new one".formatted(name()));
    }
  }

  /// Ends the server: by word, and if that doesn't help within a second, by force. Calls of its
  /// objects fail from now on. Twice is fine.
  @Override
  public void close() {
    closed = true;
    if (!process.isAlive()) {
      return;
    }
    var _ =
        ask(root -> {
          root.shutdown();
          return "ended";
        });
    if (!process.join(PATIENCE)) {
      process.terminate();
      if (!process.join(PATIENCE)) {
        process.kill();
        process.join();
      }
    }
  }

  /// Asks the server on a thread of its own, which ends with the server at the latest: for a server
  /// that is stopped answers nothing.
  private FutureTask<String> ask(Function<Root, String> question) {
    FutureTask<String> answer =
        new FutureTask<>(() -> {
          try {
            return question.apply(root);
          } catch (ManagerLostException e) {
            // It has ended already, or before it could answer.
            return LOST;
          } finally {
            Remote remote = Proxies.remoteOf(root);
            if (remote != null) {
              remote.leave();
            }
          }
        });
    var _ = Thread.ofVirtual().name("braid-manager-question").start(answer);
    return answer;
  }

  /// The same as [#close], by Python's name.
  public void shutdown() {
    close();
  }

  /// With how many objects somebody has, which asks the server, for a second at most.
  @Override
  public String toString() {
    return "Manager[%s, pid %d, %s]".formatted(name(), pid(), state());
  }

  private String state() {
    if (process.isAlive()) {
      FutureTask<String> answer =
          ask(root -> {
            int count = root.count();
            return "serving %d %s".formatted(count, count == 1 ? "object" : "objects");
          });
      try {
        String state = answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        if (!state.equals(LOST)) {
          return state;
        }
        process.join();
      } catch (TimeoutException e) {
        boolean _ = answer.cancel(true);
        return "doesn't answer";
      } catch (ExecutionException e) {
        return "fails: " + e.getCause();
      } catch (InterruptedException e) {
        boolean _ = answer.cancel(true);
        Thread.currentThread().interrupt();
        return "not asked, for this thread is interrupted";
      }
    }
    return "ended with exit code " + process.exitCode();
  }
}
