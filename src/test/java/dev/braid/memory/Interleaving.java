package dev.braid.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Runs threads one at a time, switching between them at the named instants, in every order.
///
/// A step of a thread goes from one instant to the next. Which thread makes the next step is a
/// choice; all sequences of choices are tried, depth first: each run repeats the choices of the one
/// before up to the last that can be changed. The threads must not block on each other within a
/// step.
final class Interleaving {
  /// One thread of a run, which moves only when it is told to.
  private static final class Runner {
    private static final ThreadLocal<Runner> CURRENT = new ThreadLocal<>();

    private final SynchronousQueue<Boolean> go = new SynchronousQueue<>();
    private final SynchronousQueue<Boolean> paused = new SynchronousQueue<>();
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    Runner(Callable<?> work) {
      thread =
          Thread.ofPlatform()
              .start(() -> {
                CURRENT.set(this);
                try {
                  go.take();
                  Object _ = work.call();
                } catch (Throwable t) {
                  failure = t;
                }
                try {
                  paused.put(false);
                } catch (InterruptedException e) {
                  failure = e;
                }
              });
    }

    /// Called at each instant, on the runner's thread.
    static void pause() {
      Runner runner = CURRENT.get();
      if (runner != null) {
        try {
          runner.paused.put(true);
          runner.go.take();
        } catch (InterruptedException e) {
          throw new IllegalStateException("the run was given up", e);
        }
      }
    }

    /// Lets it make a step; false if that was its last.
    boolean step() throws InterruptedException {
      go.put(true);
      boolean more = paused.take();
      if (!more) {
        thread.join();
      }
      return more;
    }
  }

  /// A choice that was made: the how manyeth of so many threads that could go on.
  private record Choice(int taken, int of) {}

  /// What a run begins with and how it must end.
  interface Experiment {
    /// The threads of a new run.
    List<Callable<?>> threads() throws Exception;

    /// Looks at the outcome of the run.
    void check() throws Exception;
  }

  private Interleaving() {}

  /// Tries all orders.
  ///
  /// @param instants at which threads change
  /// @return how many orders there are
  static int all(Experiment experiment, Predicate<String> instants) throws Exception {
    KillPoint.watch(instant -> {
      if (instants.test(instant)) {
        Runner.pause();
      }
    });
    List<Choice> choices = new ArrayList<>();
    int runs = 0;
    do {
      run(experiment, choices);
      runs++;
    } while (advance(choices));
    return runs;
  }

  private static void run(Experiment experiment, List<Choice> choices) throws Exception {
    List<Runner> runners = new ArrayList<>();
    for (Callable<?> work : experiment.threads()) {
      runners.add(new Runner(work));
    }
    List<Runner> left = new ArrayList<>(runners);
    for (int i = 0; !left.isEmpty(); i++) {
      if (i == choices.size()) {
        choices.add(new Choice(0, left.size()));
      }
      Runner next = left.get(choices.get(i).taken);
      if (!next.step()) {
        left.remove(next);
      }
    }
    for (Runner runner : runners) {
      if (runner.failure != null) {
        throw new AssertionError("in the order " + choices, runner.failure);
      }
    }
    try {
      experiment.check();
    } catch (AssertionError e) {
      throw new AssertionError("in the order " + choices, e);
    }
  }

  /// The next sequence of choices; false if that was the last.
  private static boolean advance(List<Choice> choices) {
    while (!choices.isEmpty()) {
      Choice last = choices.removeLast();
      if (last.taken + 1 < last.of) {
        choices.add(new Choice(last.taken + 1, last.of));
        return true;
      }
    }
    return false;
  }
}
