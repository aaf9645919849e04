package dev.braid.memory;

import dev.braid.os.OperatingSystem;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A named instant at which a test ends this process with `SIGKILL`, to see that those that remain
/// are unharmed.
///
/// Off, and free, unless the system property `braid.kill` says where: `name` or `name:n`, for the
/// n-th pass; or `armed`, for a process whose program will tell.
public final class KillPoint {
  private static final int SIGKILL = 9;
  private static final boolean OFF = System.getProperty("braid.kill", "").isEmpty();

  private static volatile Consumer<String> order =
      Order.of(System.getProperty("braid.kill", ""), KillPoint::kill);

  private KillPoint() {}

  private record Order(String name, int pass, Runnable deed, AtomicInteger passes)
      implements Consumer<String> {
    static Order of(String instant, Runnable deed) {
      int colon = instant.indexOf(':');
      return new Order(
          colon < 0 ? instant : instant.substring(0, colon),
          colon < 0 ? 1 : Integer.parseInt(instant.substring(colon + 1)),
          deed,
          new AtomicInteger());
    }

    @Override
    public void accept(String here) {
      if (here.equals(name) && passes.incrementAndGet() == pass) {
        deed.run();
      }
    }
  }

  /// True unless this process was started with `braid.kill`.
  static boolean isOff() {
    return OFF;
  }

  /// Ends this process here if a test asked for it.
  public static void at(String name) {
    if (!OFF) {
      order.accept(name);
    }
  }

  /// Does that at the instant, `name` or `name:n`; passes count from now.
  ///
  /// @throws IllegalStateException if this process was started without `braid.kill`
  public static void arm(String instant, Runnable deed) {
    watch(instant, Order.of(instant, deed));
  }

  /// Ends this process at once: `SIGKILL` lets no thread make another step.
  public static void kill() {
    OperatingSystem.current().signal(ProcessHandle.current().pid(), SIGKILL);
  }

  /// Calls that at every instant, on the thread that passes it.
  static void watch(Consumer<String> watcher) {
    watch("a watcher", watcher);
  }

  private static void watch(String what, Consumer<String> watcher) {
    if (OFF) {
      throw new IllegalStateException(
          "can't arm %s: kill points are off in this process; start it with -Dbraid.kill=armed"
              .formatted(what));
    }
    order = watcher;
  }
}
