package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;

/// Those who sleep until others have changed something, on a word of its own. It says whether one
/// may sleep, or more than one, or nobody: then who changes something needn't ask the system.
///
/// ```text
///   sleeper                        waker
///   marks the word                 changes what the sleeper looks at
///   looks: is it as I want it?     is the word marked? then counts it up
///   sleeps if the word is as         for one: unmarks it by that, and wakes all
///   it was after the mark            for more: wakes as many as can go on; if that is nobody,
///                                    unmarks it, and wakes all
/// ```
///
/// All of that is volatile, and so in one order. Either a sleeper's look comes after the change, or
/// the waker's after the mark; then the word changes, and who was about to sleep doesn't. Whenever
/// the mark goes, all are woken who slept under it. So no wake-up is lost, unless the waker dies on
/// his way: then it comes when the sleeper's slice is over.
///
/// A word is 4 bytes, zero at first: bit 0 if one may sleep, bit 1 if more, then the count. It is
/// the eventcount of Reed and Kanodia, *Synchronization with Eventcounts and Sequencers*, 1979,
/// with the marks.
///
/// Kill points: `sleepers.waking` (what is waited for has come, nobody is woken),
/// `sleepers.leaving` (the mark is gone, and who slept under it isn't woken yet).
final class Sleepers {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final int ONE = 1;
  private static final int MARKS = 3;
  private static final int STEP = 4;

  private final MemorySegment memory;
  private final long offset;

  /// @param offset of the word
  Sleepers(MemorySegment memory, long offset) {
    this.memory = memory;
    this.offset = offset;
  }

  private int word() {
    return (int) INT.getVolatile(memory, offset);
  }

  private boolean change(int word, int to) {
    return INT.compareAndSet(memory, offset, word, to);
  }

  /// Says that the caller may be about to sleep; to be called before his last look.
  ///
  /// @return what [#sleep] is to be given
  int enter() {
    while (true) {
      int word = word();
      // Who marks the second time may be the same one, a slice later: that costs a wake-up of none.
      int marked = (word & MARKS) == 0 ? word | ONE : word | MARKS;
      if (word == marked || change(word, marked)) {
        return marked;
      }
    }
  }

  /// Sleeps until the caller is woken, for a slice at most; not at all if others were woken since
  /// he entered.
  ///
  /// @throws InterruptedException if the thread is interrupted; another one has been woken then, in
  ///   case that this one was
  void sleep(int entered, Deadline deadline) throws InterruptedException {
    try {
      Waits.slice(memory, offset, entered, deadline);
    } catch (InterruptedException e) {
      wake(1);
      throw e;
    }
  }

  /// The same without a thread: completes when the caller is to look again.
  CompletableFuture<Void> asleep(int entered) {
    return Waits.changed(memory, offset, entered);
  }

  /// Wakes up to `count` of them; to be called when they can go on.
  void wake(int count) {
    int word = word();
    while ((word & MARKS) == ONE) {
      KillPoint.at("sleepers.waking");
      if (leave(word)) {
        return;
      }
      word = word();
    }
    if ((word & MARKS) == 0) {
      return;
    }
    word = (int) INT.getAndAdd(memory, offset, STEP) + STEP;
    KillPoint.at("sleepers.waking");
    if (Waits.wake(memory, offset, count) == 0) {
      boolean _ = leave(word);
    }
  }

  /// Unmarks the word, if it is still that, and wakes all who slept.
  private boolean leave(int word) {
    boolean left = change(word, (word & ~MARKS) + STEP);
    if (left) {
      KillPoint.at("sleepers.leaving");
      var _ = Waits.wake(memory, offset, Integer.MAX_VALUE);
    }
    return left;
  }

  /// Wakes all, and makes those look again who are about to sleep.
  void wakeAll() {
    var _ = (int) INT.getAndAdd(memory, offset, STEP);
    var _ = Waits.wake(memory, offset, Integer.MAX_VALUE);
  }
}
