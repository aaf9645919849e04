package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.braid.os.OperatingSystem.Word;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Predicate;

/// The system's sleep for threads that move one at a time: no slice ends, so that who isn't woken
/// sleeps for ever.
///
/// It has instants of its own: `futex.sleep` before the word is compared, `futex.wake` before
/// anybody is woken. What a thread writes here is seen by the next one, for they hand their turns
/// over.
final class ModelFutex implements Waits.Futex {
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final Predicate<String> instants;

  /// In the order in which they are woken.
  private final Deque<Sleeper> sleepers = new ArrayDeque<>();

  private record Sleeper(Runner runner, long address) {}

  /// @param instants at which threads change
  ModelFutex(Predicate<String> instants) {
    this.instants = instants;
  }

  private void pauseAt(String instant) {
    if (instants.test(instant)) {
      Runner.pause();
    }
  }

  @Override
  public void await(Word word) {
    pauseAt("futex.sleep");
    Runner runner = Runner.current();
    if (runner != null && (int) INT.getVolatile(word.memory(), word.offset()) == word.expected()) {
      sleepers.add(new Sleeper(runner, word.memory().address() + word.offset()));
      runner.sleep();
    }
  }

  @Override
  public int wake(MemorySegment memory, long offset, int count) {
    pauseAt("futex.wake");
    long address = memory.address() + offset;
    int woken = 0;
    for (Iterator<Sleeper> all = sleepers.iterator(); all.hasNext() && woken < count; ) {
      Sleeper sleeper = all.next();
      if (sleeper.address == address) {
        all.remove();
        sleeper.runner.wake();
        woken++;
      }
    }
    return woken;
  }
}
