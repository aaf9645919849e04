package dev.braid.os;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The only door to the operating system.
///
/// [Linux] speaks to the kernel itself, so that zombies, orphans, signals and exit statuses are
/// what they are. [Portable] makes do with what the JDK offers everywhere; `-Dbraid.os=portable`
/// chooses it on Linux too.
public sealed interface OperatingSystem permits Linux, Portable {
  /// The one of this machine.
  static OperatingSystem current() {
    return Holder.CURRENT;
  }

  /// Starts a program whose descriptors 0, 1 and 2 lead to this process, and which inherits no
  /// other.
  ///
  /// @throws StartException if the operating system refuses, with its reason
  Child start(Command command, ChildWatcher watcher) throws StartException;

  /// Makes memory that other processes can map: zeroed, private to this user, gone with its last
  /// user.
  SharedBlock share(long size) throws IOException;

  /// Maps memory that another process made.
  SharedBlock open(String address) throws IOException;

  /// Makes the thing whose end tells every descendant that this process has ended.
  Lifeline lifeline() throws IOException;

  /// Opens another process's lifeline by its address.
  ///
  /// @param onEnd runs once, when that process has ended
  /// @return stops watching when closed; then `onEnd` no longer runs
  Closeable watch(String lifeline, Runnable onEnd) throws IOException;

  /// Makes a bell that other processes can ring.
  Doorbell doorbell() throws IOException;

  /// Opens another process's bell by its address, to ring it.
  Doorbell.Button button(String doorbell) throws IOException;

  /// True if standard error of this process leads to a terminal.
  boolean hasTerminal();

  /// True if it is certain that no process of this number runs any more; a zombie doesn't run.
  boolean isDead(long pid);

  /// What the system says of the process that has this number now, a zombie included; empty if it
  /// lists none.
  Optional<ProcessStatus> status(long pid);

  /// From the pid of every process that the system lists to that of its parent; 0 if it has none.
  Map<Long, Long> parents();

  /// Sends a signal to any process of this user, be it this one.
  void signal(long pid, int number);

  /// Blocks while the word at `offset` is `expected`, until it is woken, or for `limit`, whichever
  /// comes first.
  ///
  /// It may return early for no reason, so callers look again. Blocks the carrier of a virtual
  /// thread.
  void await(MemorySegment memory, long offset, int expected, Duration limit);

  /// A word of memory, as somebody saw it.
  record Word(MemorySegment memory, long offset, int expected) {
    long address() {
      return memory.address() + offset;
    }
  }

  /// Blocks while each word is as it was seen, until one is woken, or for `limit`, whichever comes
  /// first.
  ///
  /// It may return early for no reason, so callers look again. Blocks the carrier of a virtual
  /// thread.
  ///
  /// @param words the first one is the caller's own, by which it is told to look again
  /// @return the index of one that was woken; -1 if the system doesn't tell
  @CanIgnoreReturnValue
  int awaitAny(List<Word> words, Duration limit);

  /// Wakes up to `count` threads, of any process, that wait on the word at `offset`.
  ///
  /// @return how many, as far as the system tells
  @CanIgnoreReturnValue
  int wake(MemorySegment memory, long offset, int count);

  /// Chosen once, when first needed.
  final class Holder {
    private static final OperatingSystem CURRENT = choose();

    private Holder() {}

    private static OperatingSystem choose() {
      String wanted = System.getProperty("braid.os", "");
      return switch (wanted) {
        case "portable" -> new Portable();
        case "linux" -> new Linux();
        case "" -> System.getProperty("os.name").equals("Linux") ? new Linux() : new Portable();
        default ->
            throw new IllegalArgumentException(
                "braid.os is '%s'; it must be linux or portable".formatted(wanted));
      };
    }
  }
}
