package dev.braid;

import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.sleep;

/// The `main` of a session of its own that has a pool.
final class PoolRoot {
  private PoolRoot() {}

  /// Ends in the way that the argument names.
  public static void main(String[] arguments) {
    Pool pool = new Pool(2);
    println("pids", pool.pids().getFirst(), pool.pids().getLast());
    switch (arguments[0]) {
      case "prints" -> {
        for (int i = 0; i < 20; i++) {
          pool.apply(x -> tell("task", x), i);
          println("result", i);
        }
      }
      case "idle" -> {}
      case "busy" -> {
        AsyncResult<?> _ = pool.mapAsync(_ -> tell("begun", 0) + nap(), range(100), 1);
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static int tell(String what, int x) {
    println(what, x);
    return x;
  }

  private static int nap() {
    sleep(1000);
    return 0;
  }
}
