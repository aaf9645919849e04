package dev.braid;

import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.sleep;

import java.util.stream.Collectors;

/// The `main` of a session of its own that has a pool.
final class PoolRoot {
  private PoolRoot() {}

  /// Ends in the way that the first argument names; the second one names the kind of workers.
  public static void main(String[] arguments) {
    Pool pool = Workers.valueOf(arguments[1]).open(2);
    println("pids", pool.pids().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    switch (arguments[0]) {
      case "prints" -> {
        for (int i = 0; i < 20; i++) {
          pool.apply(x -> tell("task", x), i);
          println("result", i);
        }
      }
      case "idle" -> {}
      case "busy" -> {
        Event begun = new Event();
        AsyncResult<?> _ =
            pool.mapAsync(
                _ -> {
                  begun.set();
                  return nap();
                },
                range(100),
                1);
        begun.await();
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
