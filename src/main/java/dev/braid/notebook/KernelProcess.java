package dev.braid.notebook;

import dev.braid.jupyter.ConnectionFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// A kernel in a process of its own, from its start to the end of everything that it started.
///
/// The creator closes it. Its connection file is in a directory that only this user can read, and
/// its secret is gone as soon as the kernel has read it.
final class KernelProcess implements AutoCloseable {
  private static final String CONNECTION_FILE = "connection.json";

  /// How long each way of asking it to end may take; jupyter_client allows the same.
  private static final Duration GRACE = Duration.ofMillis(2500);

  /// How long what the kernel started may outlive it, as it promises.
  private static final Duration PROMISED = Duration.ofSeconds(1);

  private final Path folder;
  private final ConnectionFile connection;
  private final Process process;
  private final LastLines output;
  private List<ProcessHandle> started = List.of();

  private KernelProcess(Path folder, ConnectionFile connection, Process process) {
    this.folder = folder;
    this.connection = connection;
    this.process = process;
    this.output = new LastLines("braid-kernel-output", process.getInputStream());
  }

  /// Starts a kernel in a directory.
  static KernelProcess start(KernelCommand command, Path workingDirectory) throws IOException {
    // Named by its owner, as all of our files; 0700.
    Path folder =
        Files.createTempDirectory("braid-%d-run-".formatted(ProcessHandle.current().pid()));
    try {
      ConnectionFile connection = ConnectionFile.create();
      Path file = folder.resolve(CONNECTION_FILE);
      connection.write(file);
      ProcessBuilder builder =
          new ProcessBuilder(command.with(file.toString()))
              .directory(workingDirectory.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
      // It ends when we do, also when we have no time to tell it.
      builder.environment().put("JPY_PARENT_PID", Long.toString(ProcessHandle.current().pid()));
      return new KernelProcess(folder, connection, builder.start());
    } catch (IOException e) {
      delete(folder);
      throw new IOException(
          "the kernel can't be started (%s); check that memory and processes are left, and run"
                  .formatted(e.getMessage())
              + " ./braid doctor",
          e);
    }
  }

  ConnectionFile connection() {
    return connection;
  }

  long pid() {
    return process.pid();
  }

  /// Calls back once it has ended, by whatever cause, on a thread of its own.
  void onExit(Consumer<KernelDiedException> listener) {
    Thread.ofPlatform()
        .name("braid-kernel-exit")
        .daemon()
        .start(() -> {
          try {
            int status = process.waitFor();
            listener.accept(new KernelDiedException(process.pid(), status, output.await(GRACE)));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does
          }
        });
  }

  /// Deletes the connection file, once the kernel answers and so has read it: if this program is
  /// killed, nothing is left of it.
  void hasAnswered() throws IOException {
    Files.deleteIfExists(folder.resolve(CONNECTION_FILE));
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // A kernel that keeps more beside it has that until its end.
    }
  }

  /// Notes what it has started, which can't be found out once it has ended.
  void rememberDescendants() {
    if (process.isAlive()) {
      started = process.descendants().toList();
    }
  }

  /// Waits for it to end because it was asked to.
  boolean awaitExit() throws InterruptedException {
    return process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Ends it and everything that it started: SIGTERM, then SIGKILL.
  @Override
  public void close() throws IOException {
    rememberDescendants();
    boolean interrupted = false;
    try {
      process.destroy();
      if (!awaitExit()) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      interrupted = true; // somebody is in a hurry
      process.destroyForcibly();
    }
    try {
      process.waitFor();
      if (!haveEnded(started, PROMISED)) {
        started.forEach(ProcessHandle::destroyForcibly);
        haveEnded(started, GRACE);
      }
    } catch (InterruptedException e) {
      interrupted = true;
      started.forEach(ProcessHandle::destroyForcibly);
    } finally {
      delete(folder);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean haveEnded(List<ProcessHandle> processes, Duration timeout)
      throws InterruptedException {
    var ends = processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a process can't fail", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.list(folder)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }
}
