package dev.braid.leak;

import dev.braid.memory.Session;
import dev.braid.os.ChildWatcher;
import dev.braid.os.Command;
import dev.braid.os.Ended;
import dev.braid.os.OperatingSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class that leaves a process, a zombie, a thread, a file descriptor or a file; or a
/// virtual thread of a pool.
///
/// What is about to end gets time to: the check waits for its end, and fails when there is none.
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(LeakCheck.class);

  /// Configuration parameter: milliseconds that what is about to end is given.
  static final String PATIENCE = "braid.leak.patience";

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

  /// What lasts as long as the JVM is made before the first look.
  private static final class Immortal {
    static {
      makeTemporaryDirectory();
      Session.current();
      openAndClosePipe();
      Path program = Path.of("/bin/true");
      if (Files.isExecutable(program)) {
        startAndReap(program);
      }
    }

    static void exist() {}

    /// The build gives the tests one of their own, for other sessions use the system's.
    private static void makeTemporaryDirectory() {
      try {
        Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
      } catch (IOException e) {
        throw new UncheckedIOException("making the temporary directory", e);
      }
    }

    /// The JDK keeps a socket of its own for closing channels.
    private static void openAndClosePipe() {
      try {
        Pipe pipe = Pipe.open();
        pipe.source().close();
        pipe.sink().close();
      } catch (IOException e) {
        throw new UncheckedIOException("opening a pipe", e);
      }
    }

    private static void startAndReap(Path program) {
      CompletableFuture<Ended> ended = new CompletableFuture<>();
      ChildWatcher watcher =
          new ChildWatcher() {
            @Override
            public void printed(long pid, boolean error, byte[] bytes) {}

            @Override
            public void reported(byte[] bytes) {}

            @Override
            public void ended(long pid, Ended how) {
              ended.complete(how);
            }
          };
      try {
        var child =
            OperatingSystem.current().start(new Command(List.of(program.toString())), watcher);
        ended.join();
        child.reap();
      } catch (IOException e) {
        throw new UncheckedIOException("starting " + program, e);
      }
    }
  }

  /// For JUnit, which finds it by its service file.
  public LeakCheck() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getStore(OURS).put(context.getUniqueId(), begin());
  }

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    Footprint before = context.getStore(OURS).get(context.getUniqueId(), Footprint.class);
    long patience = context.getConfigurationParameter(PATIENCE, Long::valueOf).orElse(10_000L);
    if (before != null) {
      end(before, Duration.ofMillis(patience), context.getRequiredTestClass());
    }
  }

  /// What is there before a class of tests, or a test.
  public static Footprint begin() {
    Immortal.exist();
    return Footprint.now();
  }

  /// Fails if more is there after it.
  public static void end(Footprint before, Duration patience, Class<?> tests)
      throws InterruptedException {
    List<String> leaks = leaks(before, patience);
    if (!leaks.isEmpty()) {
      throw new AssertionError(
          "%s leaves behind:%n  %s".formatted(tests.getSimpleName(), String.join("\n  ", leaks)));
    }
  }

  private static List<String> leaks(Footprint before, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    List<String> leaks = new ArrayList<>();
    for (ProcessHandle process : Footprint.now().processes()) {
      if (!before.processes().contains(process) && !ends(process, deadline)) {
        leaks.add("process %d: %s%n%s".formatted(process.pid(), command(process), stacks(process)));
        process.destroyForcibly();
      }
    }
    for (Thread thread : Footprint.now().threads()) {
      if (!before.threads().contains(thread) && !ends(thread, deadline)) {
        leaks.add(
            "%sthread '%s' in %s"
                .formatted(thread.isDaemon() ? "daemon " : "", thread.getName(), top(thread)));
      }
    }
    leaks.addAll(settled(before, deadline));
    return leaks;
  }

  /// Whose ends nobody can be told of: these are looked at again and again.
  private static List<String> settled(Footprint before, long deadline) throws InterruptedException {
    List<String> leaks = unwatchable(before);
    while (!leaks.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(BETWEEN_LOOKS);
      leaks = unwatchable(before);
    }
    return leaks;
  }

  private static List<String> unwatchable(Footprint before) {
    Footprint now = Footprint.now();
    List<String> leaks = new ArrayList<>();
    now.zombies().stream()
        .filter(pid -> !before.zombies().contains(pid))
        .forEach(pid -> leaks.add("zombie " + pid));
    now.descriptors()
        .forEach((target, count) -> {
          long more = count - before.descriptors().getOrDefault(target, 0L);
          if (more > 0) {
            leaks.add("file descriptor: %s (%d)".formatted(target, more));
          }
        });
    now.files().stream()
        .filter(file -> !before.files().contains(file))
        .forEach(file -> leaks.add("file " + file));
    now.virtualThreads().stream()
        .filter(thread -> !before.virtualThreads().contains(thread))
        .forEach(thread -> leaks.add("virtual thread " + thread));
    return leaks;
  }

  private static boolean ends(ProcessHandle process, long deadline) throws InterruptedException {
    try {
      process.onExit().get(left(deadline), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError("waiting for " + process, e);
    }
  }

  private static boolean ends(Thread thread, long deadline) throws InterruptedException {
    return thread.join(Duration.ofNanos(left(deadline)));
  }

  private static long left(long deadline) {
    return Math.max(1, deadline - System.nanoTime());
  }

  private static String command(ProcessHandle process) {
    return process.info().commandLine().orElse("an unknown command");
  }

  /// What its threads do, if it is a JVM that still answers.
  private static String stacks(ProcessHandle process) throws InterruptedException {
    Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
    try {
      Path text = Files.createTempFile("stacks", ".txt");
      try {
        java.lang.Process asked =
            new ProcessBuilder(jstack.toString(), "" + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(text.toFile())
                .start();
        if (!asked.waitFor(10, TimeUnit.SECONDS)) {
          asked.destroyForcibly().waitFor();
        }
        return Files.readString(text);
      } finally {
        Files.delete(text);
      }
    } catch (IOException e) {
      return "its stacks can't be had: " + e;
    }
  }

  private static @Nullable StackTraceElement top(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return stack.length == 0 ? null : stack[0];
  }
}
