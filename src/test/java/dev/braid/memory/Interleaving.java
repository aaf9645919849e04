package dev.braid.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/// Runs threads one at a time, switching between them at the named instants, in every order.
///
/// A step of a thread goes from one instant to the next. Which thread makes the next step is a
/// choice; all sequences of choices are tried, depth first: each run repeats the choices of the one
/// before up to the last that can be changed. A thread may sleep within a step, by [Waits]; then it
/// makes no other before it is woken, for a slice never ends here. If all that are left sleep, a
/// wake-up was lost.
final class Interleaving {
  /// A choice that was made: the how manyeth of so many threads that could go on.
  private record Choice(int taken, int of) {}

  /// What a run begins with and how it must end.
  interface Experiment {
    /// The threads of a new run.
    List<Callable<?>> threads() throws Exception;

    /// Called on each thread at each of its instants, when its turn has come.
    default void passed(String instant) {}

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
      experiment.passed(instant);
    });
    List<Choice> choices = new ArrayList<>();
    int runs = 0;
    do {
      Waits.model(new ModelFutex(instants));
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
      List<Runner> awake = left.stream().filter(runner -> !runner.isAsleep()).toList();
      if (awake.isEmpty()) {
        throw new AssertionError("a wake-up was lost in the order " + choices);
      }
      if (i == choices.size()) {
        choices.add(new Choice(0, awake.size()));
      }
      Runner next = awake.get(choices.get(i).taken);
      if (!next.step()) {
        left.remove(next);
        if (next.failure() != null) {
          // Others may wait for what it would have done.
          throw new AssertionError("in the order " + choices, next.failure());
        }
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
