package dev.braid.remote;

import dev.braid.memory.Deadline;
import org.jspecify.annotations.Nullable;

/// A way between a client and a server, in both directions. Each side has a thread that receives;
/// any may send.
///
/// A message is an array whose first element is a [Verb]; what can be in the others depends on the
/// line.
public interface Line extends AutoCloseable {
  /// Sends a copy of the message.
  ///
  /// @throws UnsendableException if something in it can't be copied; nothing was sent
  /// @throws InterruptedException while it waits for room; the message may have been sent
  void send(@Nullable Object... message)
      throws LineLostException, UnsendableException, InterruptedException;

  /// The next message; waits for it, but not longer than up to the deadline.
  ///
  /// @return null if there was none
  /// @throws UnsendableException if one came that can't be rebuilt here
  @Nullable Object @Nullable [] receive(Deadline deadline)
      throws LineLostException, UnsendableException, InterruptedException;

  /// The value in a form that can be in a message, and be unpacked by itself.
  ///
  /// @throws UnsendableException if it can't be copied
  Object pack(Object value) throws UnsendableException;

  /// The value that was packed.
  ///
  /// @throws UnsendableException if it can't be rebuilt here
  Object unpack(Object packed) throws UnsendableException;

  /// True if the other side may vanish without a word, as another machine can: then it has to be
  /// asked.
  boolean isFar();

  /// Ends it, for both sides. Twice is fine.
  @Override
  void close();
}
