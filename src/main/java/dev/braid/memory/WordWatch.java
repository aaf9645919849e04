package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.os.OperatingSystem;
import dev.braid.os.OperatingSystem.Word;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The one thread of this process that sleeps in the operating system for many: for virtual
/// threads, which would hold their carriers there, and for futures.
///
/// It starts with the first wait, and while nobody waits it is parked in Java, so that it delays no
/// end of the JVM. It looks at all words once per slice even if nothing wakes it.
final class WordWatch {
  private static final WordWatch CURRENT = new WordWatch();
  private static final VarHandle WORD = JAVA_INT.varHandle();
  private static final OperatingSystem OS = OperatingSystem.current();

  /// Which sleepers one sleep in the operating system serves alike.
  private record Key(long address, int expected) {
    Key(Word word) {
      this(word.memory().address() + word.offset(), word.expected());
    }
  }

  /// Somebody who waits.
  ///
  /// @param bearsFalseAlarms true if he looks again anyway
  private record Sleeper(Word word, Runnable wake, boolean bearsFalseAlarms) {}

  /// Changed to make the thread look again at what it is to watch.
  private final MemorySegment bell = Arena.global().allocate(JAVA_INT);

  @GuardedBy("this")
  private final Map<Key, List<Sleeper>> sleepers = new HashMap<>();

  /// What the thread's present sleep watches; more than that is no harm, less would be.
  @GuardedBy("this")
  private Set<Key> covered = new HashSet<>();

  @GuardedBy("this")
  private @Nullable Thread thread;

  private WordWatch() {}

  static WordWatch current() {
    return CURRENT;
  }

  /// Parks the calling thread while the word is as expected; may return early for no reason.
  void sleep(Word word, Duration limit) {
    Thread caller = Thread.currentThread();
    Sleeper sleeper = new Sleeper(word, () -> LockSupport.unpark(caller), true);
    enter(sleeper);
    try {
      // Looked at after we are known to the thread: a change from now on unparks us.
      if (!hasChanged(word)) {
        LockSupport.parkNanos(this, limit.toNanos());
      }
    } finally {
      leave(sleeper);
    }
  }

  /// Completes once the word isn't as expected.
  CompletableFuture<Void> changed(Word word) {
    return watched(word, false);
  }

  /// Completes once the word isn't as expected, its sleepers were woken, or a slice is over.
  CompletableFuture<Void> woken(Word word) {
    return watched(word, true).completeOnTimeout(null, Waits.SLICE.toNanos(), TimeUnit.NANOSECONDS);
  }

  private CompletableFuture<Void> watched(Word word, boolean bearsFalseAlarms) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    // By another thread: what depends on the future is others' code, and may block.
    Runnable complete = () -> future.completeAsync(() -> null);
    Sleeper sleeper = new Sleeper(word, complete, bearsFalseAlarms);
    enter(sleeper);
    var _ = future.whenComplete((_, _) -> leave(sleeper));
    if (hasChanged(word)) {
      future.complete(null);
    }
    return future;
  }

  private static boolean hasChanged(Word word) {
    // Volatile: pairs with the store of whoever changes the word before he wakes.
    return (int) WORD.getVolatile(word.memory(), word.offset()) != word.expected();
  }

  private void enter(Sleeper sleeper) {
    Key key = new Key(sleeper.word());
    boolean isNew;
    synchronized (this) {
      sleepers.computeIfAbsent(key, _ -> new ArrayList<>()).add(sleeper);
      isNew = !covered.contains(key);
      if (thread == null) {
        thread = Thread.ofPlatform().daemon().name("braid-futex").start(this::watch);
      }
      notifyAll();
    }
    if (isNew) {
      ring();
    }
  }

  private void ring() {
    var _ = (int) WORD.getAndAdd(bell, 0L, 1);
    OS.wake(bell, 0, 1);
  }

  private synchronized void leave(Sleeper sleeper) {
    // The thread isn't told: what it still watches is in its next sleep no more.
    sleepers.computeIfPresent(
        new Key(sleeper.word()),
        (_, all) -> {
          all.removeIf(each -> isSame(each, sleeper));
          return all.isEmpty() ? null : all;
        });
  }

  @SuppressWarnings("ReferenceEquality") // a thread's sleeps may be equal, but are each its own
  private static boolean isSame(Sleeper one, Sleeper other) {
    return one == other;
  }

  /// How many words are watched.
  synchronized int size() {
    return sleepers.size();
  }

  private void watch() {
    while (true) {
      try {
        List<Word> words = nextWords();
        int woken = OS.awaitAny(words, Waits.SLICE);
        look(woken > 0 ? words.get(woken) : null).forEach(sleeper -> sleeper.wake().run());
      } catch (InterruptedException e) {
        // Nobody has a reason to end this thread, and its sleepers would hang.
      }
    }
  }

  private synchronized List<Word> nextWords() throws InterruptedException {
    while (sleepers.isEmpty()) {
      covered = new HashSet<>();
      wait();
    }
    List<Word> words = new ArrayList<>();
    // Read before the sleepers: one who comes later changes it.
    words.add(new Word(bell, 0, (int) WORD.getVolatile(bell, 0L)));
    sleepers.values().forEach(all -> words.add(all.getFirst().word()));
    covered = new HashSet<>(sleepers.keySet());
    return words;
  }

  /// Those that are to be woken; they are forgotten.
  private synchronized List<Sleeper> look(@Nullable Word woken) {
    List<Sleeper> due = new ArrayList<>();
    if (woken != null) {
      List<Sleeper> all = sleepers.get(new Key(woken));
      if (all == null) {
        // The wake-up was for somebody who had just gone: another process may need it.
        OS.wake(woken.memory(), woken.offset(), 1);
      } else if (!hasChanged(woken)) {
        all.stream().filter(Sleeper::bearsFalseAlarms).findFirst().ifPresent(due::add);
      }
    }
    sleepers
        .values()
        .removeIf(all -> {
          boolean changed = hasChanged(all.getFirst().word());
          if (changed) {
            due.addAll(all);
          }
          return changed;
        });
    return due;
  }
}
