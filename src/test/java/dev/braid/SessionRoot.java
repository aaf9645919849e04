package dev.braid;

import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;

import java.io.IOException;
import java.util.List;

/// The `main` of a session of its own, whose end a test watches.
final class SessionRoot {
  private SessionRoot() {}

  /// Starts a family, then ends in the way that the argument names.
  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "family" -> {
        family();
        sleep(1000);
      }
      case "manager" -> manage(arguments[1]);
      case "return" -> finish();
      case "throw" -> {
        finish();
        throw new IllegalStateException("the end");
      }
      case "exit" -> {
        finish();
        System.exit(3);
      }
      case "closed" -> {
        System.out.close();
        System.err.close();
        Process child = new Process(() -> println("into the void"));
        child.start();
        child.join();
        Integer code = child.exitCode();
        System.exit(code == null ? 99 : code);
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void family() {
    new Process(SessionRoot::announce, "daemon").daemon(true).start();
    new Process(SessionRoot::announce, "child").start();
    new Process(
            () -> {
              new Process(SessionRoot::announce, "grandchild").start();
              announce("middle");
            })
        .start();
  }

  private static void announce(String who) {
    println("pid", who, getpid());
    sleep(1000);
  }

  /// Has a server until its input ends, and doesn't close it.
  private static void manage(String how) throws IOException {
    Manager manager = new Manager();
    List<Integer> list = manager.list(List.of(1));
    println("pid", "server", manager.pid());
    while (System.in.read() >= 0) {
      // The end is what counts.
    }
    println("list", list);
    switch (how) {
      case "return" -> {}
      case "throw" -> throw new IllegalStateException("the end");
      case "exit" -> System.exit(3);
      default -> throw new IllegalArgumentException(how);
    }
  }

  private static void finish() {
    new Process(() -> sleep(1000)).daemon(true).start();
    new Process(
            () -> {
              sleep(0.3);
              println("last line");
            })
        .start();
  }
}
