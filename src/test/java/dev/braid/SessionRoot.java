package dev.braid;

import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;

/// The `main` of a session of its own, whose end a test watches.
final class SessionRoot {
  private SessionRoot() {}

  /// Starts a family, then ends in the way that the argument names.
  public static void main(String[] arguments) {
    switch (arguments[0]) {
      case "family" -> {
        family();
        sleep(1000);
      }
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
