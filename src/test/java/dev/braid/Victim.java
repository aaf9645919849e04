package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.KillPoint;
import dev.braid.os.OperatingSystem;

/// A child that is killed at a named instant of its task.
final class Victim {
  private static final int SIGKILL = 9;
  private static final int SIGSTOP = 19;
  private static final long STOPPED_FOR = 5_000_000_000L;

  static {
    // The switch is read once; not by this process, please.
    KillPoint.at("any");
  }

  private Victim() {}

  /// Starts a child that is killed when its task comes to that instant, `name` or `name:n`.
  static Process start(String instant, Task task) {
    return start(
        "armed",
        new Process(() -> {
          KillPoint.arm(instant, KillPoint::kill);
          task.run();
        }));
  }

  /// Starts a child that stops itself when its task comes to that instant, and goes on from there.
  static Process startStopping(String instant, Task task) {
    return start(
        "armed",
        new Process(() -> {
          KillPoint.arm(instant, Victim::stop);
          task.run();
        }));
  }

  /// Stops this process.
  ///
  /// Other threads than this may get the signal, so this one waits for its effect: time that passes
  /// without it, be it already in the call.
  static void stop() {
    long last = System.nanoTime();
    OperatingSystem.current().signal(ProcessHandle.current().pid(), SIGSTOP);
    for (long now = last; now - last < STOPPED_FOR; now = System.nanoTime()) {
      last = now;
    }
  }

  private static Process start(String property, Process child) {
    System.setProperty("braid.kill", property);
    try {
      child.start();
    } finally {
      System.clearProperty("braid.kill");
    }
    return child;
  }

  /// Starts a child that is killed at an instant of its whole life, that of taking its task
  /// included.
  static Process startDoomed(String instant, Task task) {
    return start(instant, new Process(task));
  }

  /// Returns when the child has been killed at the instant.
  static void killed(String instant, Task task) {
    awaitDeath(instant, start(instant, task));
  }

  static void awaitDeath(String instant, Process victim) {
    victim.join();
    assertThat(victim.exitCode()).as("whether it came to %s", instant).isEqualTo(-SIGKILL);
  }
}
