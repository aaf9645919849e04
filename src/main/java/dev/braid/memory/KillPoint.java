package dev.braid.memory;

import dev.braid.os.OperatingSystem;
import java.util.concurrent.atomic.AtomicInteger;

/// A named instant at which a test ends this process with `SIGKILL`, to see that those that remain
/// are unharmed.
///
/// Off, and free, unless the system property `braid.kill` is `name` or `name:n`, for the n-th pass.
public final class KillPoint {
  private static final String WANTED = System.getProperty("braid.kill", "");
  private static final boolean OFF = WANTED.isEmpty();
  private static final AtomicInteger PASSES = new AtomicInteger();

  private KillPoint() {}

  /// Ends this process here if a test asked for it.
  public static void at(String name) {
    if (OFF) {
      return;
    }
    int colon = WANTED.indexOf(':');
    String wanted = colon < 0 ? WANTED : WANTED.substring(0, colon);
    int pass = colon < 0 ? 1 : Integer.parseInt(WANTED.substring(colon + 1));
    if (name.equals(wanted) && PASSES.incrementAndGet() == pass) {
      OperatingSystem.current().signal(ProcessHandle.current().pid(), 9);
    }
  }
}
