package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;

/// Those who sleep until others have changed something, on a word of its own: odd while somebody
/// may sleep there, so that who changes things and sees it even needn't ask the system.
///
/// ```text
///   sleeper                        waker
///   makes the word odd             changes what the sleeper looks at
///   looks: is it as I want it?     is the word odd? then adds 2 to it
///   sleeps if the word is as       wakes as many as can go on
///   it was made                    if that is nobody: makes it even, and wakes all
/// ```
///
/// All of that is volatile, and so in one order. Either a sleeper's look comes after the change, or
/// the waker's after the word was made odd; then the word changes, and who was about to sleep
/// doesn't. The word is made even only if nobody slept a moment ago, and who has gone to sleep
/// since then is woken. So no wake-up is lost, unless the waker dies on his way: then it comes when
/// the sleeper's slice is over.
///
/// A word is 4 bytes, zero at first. It is the eventcount of Reed and Kanodia, *Synchronization
/// with Eventcounts and Sequencers*, 1979, with a mark for those who wait.
///
/// Kill points: `sleepers.waking` (what is waited for has come, nobody is woken),
/// `sleepers.leaving` (the word is even, and who went to sleep meanwhile isn't woken yet).
final class Sleepers {
  private static final VarHandle INT = JAVA_INT.varHandle();

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

  private static boolean isOdd(int word) {
    return (word & 1) != 0;
  }

  /// Says that the caller may be about to sleep; to be called before his last look.
  ///
  /// @return what [#sleep] is to be given
  int enter() {
    int word = word();
    while (!isOdd(word) && !INT.compareAndSet(memory, offset, word, word + 1)) {
      word = word();
    }
    return word | 1;
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
    if (!isOdd(word())) {
      return;
    }
    int word = (int) INT.getAndAdd(memory, offset, 2) + 2;
    KillPoint.at("sleepers.waking");
    if (Waits.wake(memory, offset, count) == 0
        && isOdd(word)
        && INT.compareAndSet(memory, offset, word, word + 1)) {
      KillPoint.at("sleepers.leaving");
      var _ = Waits.wake(memory, offset, Integer.MAX_VALUE);
    }
  }

  /// Wakes all, and makes those look again who are about to sleep.
  void wakeAll() {
    var _ = (int) INT.getAndAdd(memory, offset, 2);
    var _ = Waits.wake(memory, offset, Integer.MAX_VALUE);
  }
}
