package dev.braid.os;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/// A child started by `ProcessBuilder`. What it reports comes in a private file, read when it has
/// ended.
final class PortableChild implements Child {
  private final java.lang.Process process;
  private final ChildWatcher watcher;
  private final Path report;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("braid-send-", 0).daemon(true).factory());

  private PortableChild(java.lang.Process process, ChildWatcher watcher, Path report) {
    this.process = process;
    this.watcher = watcher;
    this.report = report;
  }

  static PortableChild start(Command command, ChildWatcher watcher) throws StartException {
    Path report = null;
    try {
      report = PrivateFile.create("report");
      List<String> words = new ArrayList<>(command.words());
      words.add(1, ParentLink.REPORT_OPTION + report);
      java.lang.Process process =
          new ProcessBuilder(words)
              .redirectOutput(Redirect.PIPE)
              .redirectError(Redirect.PIPE)
              .start();
      PortableChild child = new PortableChild(process, watcher, report);
      child.watch();
      return child;
    } catch (IOException e) {
      if (report != null) {
        PrivateFile.delete(report);
      }
      throw new StartException(
          "can't start %s: %s".formatted(command.executable(), e.getMessage()));
    }
  }

  private void watch() {
    Thread out = pump(process.getInputStream(), false);
    Thread err = pump(process.getErrorStream(), true);
    Thread.ofPlatform()
        .name("braid-child-" + process.pid())
        .daemon(true)
        .start(() -> {
          Ended how = awaitEnd(out, err);
          writer.shutdown();
          PrivateFile.delete(report);
          // Its own children's, if it was killed.
          PrivateFile.sweep(process.pid());
          watcher.ended(process.pid(), how);
        });
  }

  private Ended awaitEnd(Thread out, Thread err) {
    try {
      int status = process.waitFor();
      out.join();
      err.join();
      return ended(status, readReports());
    } catch (IOException e) {
      return new Ended.Exited(process.exitValue());
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  /// Hands over what the child reported.
  ///
  /// @return true if it said goodbye
  private boolean readReports() throws IOException {
    ByteBuffer reports = ByteBuffer.wrap(Files.readAllBytes(report));
    while (reports.remaining() >= Integer.BYTES) {
      int length = reports.getInt();
      if (length == ParentLink.GOODBYE) {
        return true;
      }
      if (length > reports.remaining()) {
        // It was killed while it reported.
        break;
      }
      byte[] bytes = new byte[length];
      reports.get(bytes);
      watcher.reported(bytes);
    }
    return false;
  }

  /// Every JVM that ends by itself says goodbye, so a large status without it means a signal.
  private static Ended ended(int status, boolean saidGoodbye) {
    return status > 128 && !saidGoodbye ? new Ended.Killed(status - 128) : new Ended.Exited(status);
  }

  private Thread pump(InputStream from, boolean error) {
    return Thread.ofPlatform()
        .name("braid-drain-" + process.pid())
        .daemon(true)
        .start(() -> {
          byte[] buffer = new byte[64 * 1024];
          try (from) {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
              byte[] bytes = java.util.Arrays.copyOf(buffer, n);
              synchronized (watcher) {
                watcher.printed(process.pid(), error, bytes);
              }
            }
          } catch (IOException e) {
            // The JDK closes the stream when the child ends: what was in it has been read.
          }
        });
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void send(byte[] bytes) {
    try {
      writer.execute(() -> write(bytes));
    } catch (RejectedExecutionException e) {
      // The child has ended, and its writer with it.
    }
  }

  private void write(byte[] bytes) {
    OutputStream down = process.getOutputStream();
    try {
      down.write(bytes);
      down.flush();
    } catch (IOException e) {
      // The child has ended; its watcher hears of it.
    }
  }

  @Override
  public void signal(int number) {
    if (process.isAlive()) {
      kill(process.pid(), number);
    }
  }

  static void kill(long pid, int number) {
    try {
      new ProcessBuilder("kill", "-" + number, Long.toString(pid))
          .redirectErrorStream(true)
          .redirectOutput(Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      // No such command, as on Windows, which knows only one way to stop a process.
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void reap() {
    // The JDK reaps by itself.
  }
}
